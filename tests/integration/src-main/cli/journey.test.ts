import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makePlace, problemCode, runBinary, wallet } from './cli-fixture.ts';

test('a workspace from init to export, each step a process of its own', async () => {
  const place = makePlace();
  const quittance = (...args: string[]) => runBinary(place, args);

  const init = await quittance(
    '--json',
    'init',
    '--name',
    'Ada Lovelace',
    '--wallet',
    wallet,
    '--email',
    'ada@example.com',
  );
  expect(init.code).toBe(0);
  const phrase = String(init.json()['phrase']);
  expect(phrase.split(' ')).toHaveLength(24);
  expect(init.error).toContain('Write these 24 words down');

  expect(
    (await quittance('contact', 'add', '--name', 'Acme GmbH', '--email', 'pay@acme.example', '--country', 'DE')).code,
  ).toBe(0);

  const fields = ['--amount', '1200.00', '--currency', 'USD', '--due', '2999-01-31', '--description', 'Design work'];
  const created = await quittance('--json', 'invoice', 'create', '--to', 'pay@acme.example', ...fields);
  expect(created.code).toBe(0);
  const id = String(created.json()['id']);

  const list = await quittance('invoice', 'list');
  expect(list.out).toMatch(new RegExp(`draft +${id.slice(0, 8)} +draft +Acme GmbH +2999-01-31 +USD 1,200\\.00`));

  const issued = await quittance('invoice', 'issue', id.slice(0, 6), '--json');
  const number = String(issued.json()['number']);
  expect(number).toMatch(/^INV-\d{4}-0001$/);

  const shown = (await quittance('--json', 'invoice', 'show', number.toLowerCase())).json();
  expect(shown).toMatchObject({ id, lifecycle: 'issued', state: 'open', settlement: { due: '120000' } });
  expect(shown['draft']).toMatchObject({ buyer: { name: 'Acme GmbH', country: 'DE' } });

  expect((await quittance('pdf', number, '--out', 'invoice.pdf')).code).toBe(0);
  expect(readFileSync(join(place.folder, 'invoice.pdf')).subarray(0, 5).toString()).toBe('%PDF-');
  expect((await quittance('export', '--out', 'all.json')).code).toBe(0);
  const exported = readFileSync(join(place.folder, 'all.json'), 'utf8');
  expect(exported).toContain(number);
  expect(exported).not.toContain(phrase);

  const again = await quittance('--json', 'invoice', 'issue', number);
  expect([again.code, problemCode(again)]).toEqual([1, 'lifecycle.not-a-draft']);
});

test('the words bring the same workspace to another device, whose signature is the same', async () => {
  const first = makePlace();
  const init = await runBinary(first, ['--json', 'init', '--name', 'Ada', '--wallet', wallet]);
  const phrase = String(init.json()['phrase']);
  const second = makePlace();
  const restored = await runBinary(second, ['--json', 'restore', '--wait', '0'], { input: `${phrase}\n` });
  expect(restored.code).toBe(0);
  const statuses = await Promise.all(
    [first, second].map((place) => runBinary(place, ['--json', 'status', '--wait', '0'])),
  );
  const [one, two] = statuses.map(
    (status) => (status.json()['workspace'] as { signingFingerprint: string }).signingFingerprint,
  );
  expect(one).toMatch(/^[0-9A-F]{4} /);
  expect(two).toBe(one);
  const wrong = await runBinary(makePlace(), ['--json', 'restore'], { input: phrase.replace(/ \S+$/, ' zebra') });
  expect(wrong.code).toBe(1);
});

test('what is sent with the relay out of reach is queued, calmly, and stays queued for the next run', async () => {
  const place = makePlace();
  // Port 9 (discard) of loopback: nothing answers there.
  const relay = ['--relay', 'http://127.0.0.1:9'];
  await runBinary(place, [...relay, 'init', '--name', 'Ada', '--wallet', wallet]);
  const fields = [
    '--to',
    'a@b.example',
    '--amount',
    '5',
    '--currency',
    'EUR',
    '--due',
    '2999-01-31',
    '--description',
    'x',
  ];
  const sent = await runBinary(place, ['--json', 'invoice', 'create', ...fields, '--send', '--wait', '20']);
  expect(sent.code).toBe(0);
  expect(sent.json()).toMatchObject({
    delivery: 'queued',
    link: expect.stringMatching(/^http:\/\/127\.0\.0\.1:9\/i\/.+#.+/),
  });
  const status = await runBinary(place, ['--json', 'status']);
  expect(status.json()).toMatchObject({
    workspace: { relay: { origin: 'http://127.0.0.1:9', status: 'offline' } },
    jobs: [{ kind: expect.any(String) }, { kind: expect.any(String) }],
  });
});
