import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { makePlace, problemCode, runBinary, runHere, wallet, type Place } from './cli-fixture.ts';

async function begin(place: Place): Promise<void> {
  expect((await runHere(place, ['init', '--name', 'Ada', '--wallet', wallet])).code).toBe(0);
}

const good: Readonly<Record<string, string>> = {
  '--to': 'a@b.example',
  '--amount': '10',
  '--currency': 'USD',
  '--due': '2999-01-31',
  '--description': 'work',
};

const wrongFields: readonly (readonly [option: string, value: string, code: string])[] = [
  ['--amount', '-5', 'amount.negative'],
  ['--amount', '1'.repeat(40), 'amount.too-large'],
  ['--amount', '1,200', 'amount.wrong-separator'],
  ['--amount', '1.234', 'amount.too-many-decimals'],
  ['--amount', 'ten', 'amount.not-a-number'],
  ['--due', '2027-02-30', 'date.impossible'],
  ['--due', '31.01.2027', 'date.impossible'],
  ['--due', '2001-01-01', 'date.due-before-issue'],
  ['--currency', 'usd', 'currency.unknown'],
  ['--to', 'a@b.example\r\nBcc: c@d.example', 'email.line-break'],
  ['--to', 'a@b.example, c@d.example', 'email.several'],
  ['--description', 'x'.repeat(10_001), 'text.too-long'],
  ['--description', 'a\u0007b', 'text.control-characters'],
  ['--discount', '101%', 'discount.over-100'],
  ['--tax', '-1', 'amount.negative'],
  ['--tax', '101', 'tax.rate-over-100'],
];

test('each mistake in an invoice is refused by its own code, and nothing is written', async () => {
  const place = makePlace();
  await begin(place);
  for (const [option, value, code] of wrongFields) {
    const fields = Object.entries({ ...good, [option]: value }).flat();
    const run = await runHere(place, ['--json', 'invoice', 'create', ...fields]);
    expect([option, value.slice(0, 20), problemCode(run), run.code]).toEqual([option, value.slice(0, 20), code, 1]);
  }
  const list = await runHere(place, ['--json', 'invoice', 'list']);
  expect(list.json()).toEqual({ rows: [], total: 0 });
});

test('an address that would lose the money is refused before there is a workspace', async () => {
  const cases = [
    ['0x70997970c51812dc3A010C7d01b50e0d17dc79C8', 'address.bad-checksum'],
    [`0x${'0'.repeat(40)}`, 'address.zero'],
    ['0x1234', 'address.malformed'],
    ['0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', 'address.token-contract'],
    ['practice', 'workspace.no-practice'],
  ] as const;
  const place = makePlace();
  for (const [address, code] of cases) {
    const run = await runHere(place, ['--json', 'init', '--name', 'Ada', '--wallet', address]);
    expect([address, problemCode(run), run.code]).toEqual([address, code, 1]);
  }
  expect((await runHere(place, ['invoice', 'list'])).code).toBe(7);
});

test("the owner's own details and a client's are judged as an invoice's are", async () => {
  const place = makePlace();
  const init = (...args: string[]) => runHere(place, ['--json', 'init', '--wallet', wallet, ...args]);
  expect(problemCode(await init('--name', 'Ada\nBcc: eve@x.example\u0007'))).toBe('text.control-characters');
  expect(problemCode(await init('--name', 'Ada\nBcc: eve@x.example'))).toBe('text.line-break');
  expect(problemCode(await init('--name', 'half \ud83d'))).toBe('text.malformed-unicode');
  expect(problemCode(await init('--name', 'Ada', '--country', 'ZZ'))).toBe('country.unknown');
  await begin(place);
  const add = (...args: string[]) => runHere(place, ['--json', 'contact', 'add', ...args]);
  expect(problemCode(await add('--name', 'Bob\u0007'))).toBe('text.control-characters');
  expect(problemCode(await add('--name', 'Bob', '--country', 'QQ'))).toBe('country.unknown');
  expect(problemCode(await add('--name', 'Bob', '--note', 'half \ud83d'))).toBe('text.malformed-unicode');
  const long = await add('--name', 'x'.repeat(5_000));
  expect([problemCode(long), long.json()['problem']]).toEqual([
    'text.too-long',
    expect.objectContaining({ message: expect.stringMatching(/^The client's name has 5000 characters/) }),
  ]);
  const renamed = await runHere(place, ['--json', 'settings', 'set', 'seller.name', 'Ada \u202e']);
  expect(problemCode(renamed)).toBe('text.control-characters');
});

test('a file is judged by path, and its amounts must be text', async () => {
  const place = makePlace();
  await begin(place);
  const create = (draft: unknown) =>
    runHere(
      place,
      ['--json', 'invoice', 'create', '--file', '-'],
      typeof draft === 'string' ? draft : JSON.stringify(draft),
    );
  const float = await create({ lines: [{ description: 'a', unitPrice: 12.5 }] });
  expect(float.json()['problem']).toMatchObject({ code: 'file.bad-draft', path: ['lines', 0, 'unitPrice'] });
  expect(float.out).toContain('not right: line 1, unit price: text is needed, not the number 12.5. Write');
  expect(float.out).toContain('such as \\"12.5\\"');
  expect(problemCode(await create({ lines: [], frob: 1 }))).toBe('file.bad-draft');
  expect(problemCode(await create('{ not json'))).toBe('file.not-json');
  expect(problemCode(await runHere(place, ['--json', 'invoice', 'create', '--file', 'nowhere.json']))).toBe(
    'file.unreadable',
  );
  const second = await create({
    lines: [
      { description: 'a', unitPrice: '1' },
      { description: 'b', unitPrice: '-1' },
    ],
  });
  expect(second.json()['problem']).toMatchObject({ code: 'amount.negative', path: ['lines', 1, 'unitPrice'] });
  const whole = await create({
    buyer: { name: '請求先 株式会社', email: 'a@b.example' },
    dueDate: '2999-01-31',
    currency: 'EUR',
    lines: [{ description: '<script>alert(1)</script> שלום 🎉', unitPrice: '12.50', quantity: '3', taxRate: '19' }],
  });
  expect(whole.code).toBe(0);
  const shown = await runHere(place, ['--json', 'invoice', 'show', String(whole.json()['id'])]);
  expect(shown.json()).toMatchObject({ problems: [], draft: { lines: [{ taxCategory: 'S', taxRate: '19' }] } });
});

test('what cannot be found, or is not used right, says so by its exit code', async () => {
  const place = makePlace();
  await begin(place);
  const unknown = await runHere(place, ['--json', 'invoice', 'show', 'INV-2026-9999']);
  expect([unknown.code, problemCode(unknown)]).toEqual([3, 'invoice.unknown']);
  expect((await runHere(place, ['invoice', 'issue', 'ffffffff'])).code).toBe(3);
  expect((await runHere(place, ['settings', 'get', 'colour'])).code).toBe(3);
  expect((await runHere(place, ['settings', 'set', 'dueDays', 'soon'])).code).toBe(1);
  expect((await runHere(place, ['settings', 'set', 'relayOrigin', 'http://relay.example.com'])).code).toBe(1);
  expect((await runHere(place, ['invoice', 'create'])).code).toBe(2);
  expect((await runHere(place, ['frobnicate'])).code).toBe(2);
  const usage = await runHere(place, ['--json', 'invoice', 'list', '--limit', 'many']);
  expect([usage.code, problemCode(usage)]).toEqual([2, 'cli.usage']);
  expect((await runHere(place, ['--relay', 'ftp://x', 'status'])).code).toBe(1);
});

test('the real binary refuses without a stack trace, and makes no folder for a mistyped one', async () => {
  const place = makePlace();
  const nowhere = await runBinary(place, ['--data', 'typo', 'invoice', 'list']);
  expect(nowhere.code).toBe(7);
  expect(existsSync(`${place.folder}/typo`)).toBe(false);
  await begin(place);
  const fields = Object.entries({ ...good, '--amount': '-5' }).flat();
  const refused = await runBinary(place, ['invoice', 'create', ...fields]);
  expect(refused.code).toBe(1);
  expect(refused.out).toBe('');
  expect(refused.error).toMatch(
    /^quittance: The price "-5" is negative\..*\(amount\.negative at lines\.0\.unitPrice\)\n$/,
  );
});
