import { randomBytes } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { createRelayClient, type RelayClient } from '../../shared/relay-api/relay-client.ts';
import { unwrap } from '../../shared/result.ts';
import { signAccountChallenge } from '../../shared/sealing/account-challenge.ts';

/** An account's key pair, as a workspace has it. */
export interface TestAccount {
  readonly accountKey: string;
  readonly publicKey: Uint8Array;
  readonly secretKey: Uint8Array;
}

/** A signed-in device. */
export interface TestDevice {
  readonly client: RelayClient;
  readonly token: string;
  readonly sessionId: string;
  readonly ordinal: number;
  readonly registered: boolean;
}

/** Makes a random account. */
export function createAccount(): TestAccount {
  const { publicKey, secretKey } = ed25519.keygen();
  return { accountKey: bytesToHex(publicKey), publicKey, secretKey };
}

/** A client without a session. */
export function publicClient(origin: string): RelayClient {
  return createRelayClient({ origin, fetch, token: () => null });
}

/** Signs a device in as the app does: challenge, signature, session. */
export async function signIn(
  origin: string,
  account: TestAccount = createAccount(),
  options: { deviceId?: string; invite?: string } = {},
): Promise<TestDevice> {
  return unwrap(await trySignIn(origin, account, options));
}

/** The same with the failure as a value. */
export async function trySignIn(
  origin: string,
  account: TestAccount,
  options: { deviceId?: string; invite?: string } = {},
) {
  const { deviceId = 'device-0001', invite } = options;
  const client = publicClient(origin);
  const { challenge } = unwrap(await client.call('createChallenge', { body: { accountKey: account.accountKey } }));
  const session = await client.call('createSession', {
    body: {
      accountKey: account.accountKey,
      challenge,
      signature: signAccountChallenge({ challenge, origin }, account),
      device: { id: deviceId, name: 'A device' },
      ...(invite === undefined ? {} : { invite }),
    },
  });
  if (!session.ok) return session;
  const { token } = session.value;
  const device: TestDevice = { ...session.value, client: createRelayClient({ origin, fetch, token: () => token }) };
  return { ok: true as const, value: device };
}

/** A random link id. */
export function newLinkId(): string {
  return randomBytes(16).toString('base64url');
}
