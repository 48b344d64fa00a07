import { filter, firstValueFrom } from 'rxjs';
import { expect, test } from 'vitest';
import { startRelaySession } from '../../../../../src-main/engine/sync/relay-session.ts';

/** A session with a relay that hands out challenges and answers every signature with this problem. */
function begin(
  status: number,
  code: string,
  more: { invite?: string | null; onSignIn?: (body: unknown) => void } = {},
) {
  const problem = {
    type: `urn:quittance:problem:${code}`,
    title: 'Refused',
    status,
    code,
    detail: code,
    retryable: false,
  };
  const silent = () => {};
  return startRelaySession({
    origin: 'http://relay.localhost',
    accountKey: 'ab'.repeat(32),
    signChallenge: () => 'cd'.repeat(64),
    device: { id: 'device-0001', name: 'Laptop' },
    invite: more.invite ?? null,
    fetch: async (input, init) => {
      if (!String(input).endsWith('/v1/sessions'))
        return Response.json({ challenge: 'ef'.repeat(32), expiresAt: '2099-01-01T00:00:00.000Z' });
      more.onSignIn?.(JSON.parse(String(init?.body)));
      return Response.json(problem, { status });
    },
    now: () => new Date(0),
    log: { info: silent, warn: silent, error: silent },
  });
}

// The codes are the relay's own: sync-server/accounts/sign-in.ts.
test.each(['account.invite-needed', 'account.invite-used', 'device.revoked', 'session.too-many-devices'])(
  '%s is a refusal: it is shown, and not asked for again',
  async (code) => {
    const session = begin(403, code);
    const said = await firstValueFrom(session.connection$.pipe(filter(({ status }) => status !== 'connecting')));
    expect(said).toMatchObject({ status: 'refused', detail: code });
    await session.stop();
  },
);

test('any other failure to sign in mends itself', async () => {
  const session = begin(429, 'limit.rate');
  const said = await firstValueFrom(session.connection$.pipe(filter(({ status }) => status !== 'connecting')));
  expect(said.status).toBe('offline');
  await session.stop();
});

test('an invitation goes along with the sign-in, and nothing stands in for a missing one', async () => {
  for (const invite of ['welcome-1', null]) {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const session = begin(403, 'account.invite-needed', { invite, onSignIn: resolve });
    expect((await promise) as object).toEqual(
      expect.objectContaining({ device: { id: 'device-0001', name: 'Laptop' }, ...(invite ? { invite } : {}) }),
    );
    expect('invite' in ((await promise) as object)).toBe(invite !== null);
    await session.stop();
  }
});
