import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { emptyParty } from '../../../../shared/invoice/party.ts';
import { unwrap } from '../../../../shared/result.ts';
import type { InvoiceView } from '../../../../shared/app-api/invoice-view.ts';
import {
  createWorkspace,
  engineOptions,
  practiceUsdc,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
  wallet,
} from './engine-fixture.ts';

type Draft = NonNullable<ReturnType<typeof simpleDraft>>;
type Line = NonNullable<Draft['lines']>[number];

const [firstLine] = simpleDraft().lines ?? [];
const withLine = (change: Partial<Line>): Draft => simpleDraft({ lines: [{ ...(firstLine as Line), ...change }] });
const withBuyer = (change: object): Draft => simpleDraft({ buyer: { ...emptyParty, name: 'Grace', ...change } });
const lines = (count: number): Draft =>
  simpleDraft({ lines: Array.from({ length: count }, (_, at) => ({ ...(firstLine as Line), id: `l${at}` })) });
const html = '<img src=x onerror="alert(1)"><script>alert(2)</script>{{7*7}}';

/** What is typed, and the code that says what is wrong with it. */
const refused: [string, Draft, string][] = [
  ['a negative amount', withLine({ unitPrice: '-5.00' }), 'amount.negative'],
  ['a typographic minus', withLine({ unitPrice: '−5.00' }), 'amount.negative'],
  ['forty digits', withLine({ unitPrice: '9'.repeat(40) }), 'amount.too-large'],
  ['a decimal comma', withLine({ unitPrice: '1.200,00' }), 'amount.wrong-separator'],
  ['words', withLine({ unitPrice: 'twelve' }), 'amount.not-a-number'],
  ['an exponent', withLine({ unitPrice: '1e3' }), 'amount.not-a-number'],
  ['a quantity of none', withLine({ quantity: '0' }), 'quantity.zero'],
  ['nothing to pay', withLine({ unitPrice: '0.00' }), 'total.zero'],
  [
    'more decimals than yen have',
    { ...withLine({ unitPrice: '100.555' }), currency: 'JPY' },
    'amount.too-many-decimals',
  ],
  ['an unknown currency', simpleDraft({ currency: 'XXZ' }), 'currency.unknown'],
  ['due before issue', simpleDraft({ issueDate: '2027-02-01', dueDate: '2027-01-31' }), 'date.due-before-issue'],
  ['a date that is none', simpleDraft({ dueDate: '2027-02-30' }), 'date.impossible'],
  ['no due date', simpleDraft({ dueDate: '' }), 'date.missing'],
  ['a header in the address', withBuyer({ email: 'a@example.com\r\nBcc: b@example.com' }), 'email.'],
  ['several addresses', withBuyer({ email: 'a@example.com, b@example.com' }), 'email.'],
  ['a mailbox that plain SMTP cannot carry', withBuyer({ email: 'grüße@example.com' }), 'email.'],
  ['no address at all', withBuyer({ email: 'grace' }), 'email.'],
  ['a name of 5,000 characters', withBuyer({ name: 'x'.repeat(5_000) }), 'text.too-long'],
  ['an address of 5,000 characters', withBuyer({ address: 'x'.repeat(5_000) }), 'text.too-long'],
  ['a tax id of 5,000 characters', withBuyer({ taxId: '1'.repeat(5_000) }), 'text.too-long'],
  ['a country in words', withBuyer({ country: 'Germany' }), 'country.unknown'],
  ['an email of 5,000 characters', withBuyer({ email: `${'x'.repeat(5_000)}@example.com` }), 'email.'],
  ['a purchase order of 5,000 characters', simpleDraft({ purchaseOrder: '7'.repeat(5_000) }), 'text.too-long'],
  ['a line break in a name', withBuyer({ name: 'Grace\r\nHopper' }), 'text.line-break'],
  ['half an emoji', withLine({ description: 'broken \ud83d' }), 'text.malformed-unicode'],
  ['an invisible character', withLine({ description: 'a\u0000b' }), 'text.control-characters'],
  ['501 lines', lines(501), 'lines.too-many'],
  ['nobody', simpleDraft({ buyer: emptyParty }), 'buyer.missing'],
];

/** What is unusual, and right: it is issued, and every character of it is still there. */
const taken: [string, Draft][] = [
  ['an international address', withBuyer({ email: 'gruesse@münchen.example' })],
  ['ten thousand characters', withLine({ description: 'é'.repeat(10_000) })],
  ['500 lines', lines(500)],
  ['right to left', withLine({ description: 'تصميم شعار ‏ 12' })],
  ['emoji', withLine({ description: 'Launch 🚀👩🏽‍💻🏳️‍🌈' })],
  [
    'HTML everywhere',
    {
      ...withLine({ description: html, unit: html.slice(0, 20) }),
      buyer: { ...emptyParty, name: html, address: html, taxId: html.slice(0, 60), email: 'grace@example.com' },
      notes: html,
      terms: html,
      purchaseOrder: html,
    },
  ],
];

describe('bad input at the engine’s door', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let engine: Awaited<ReturnType<typeof startEngine>>;
  beforeAll(async () => {
    folder = await temporaryFolder();
    engine = await startEngine(engineOptions(folder.path));
    await createWorkspace(engine.app);
  });
  afterAll(async () => {
    await engine.close();
    await folder.remove();
  });
  const create = async (draft: Draft) => unwrap(await engine.app.call('invoice.create', { draft })).id;
  const show = async (id: string) =>
    (await waitFor(engine.app, 'invoice', { id }, (view) => view !== null)) as InvoiceView;

  test.each(refused)('%s is refused with its code, and what was typed stays', async (_, draft, code) => {
    const id = await create(draft);
    const result = await engine.app.call('invoice.issue', { id });
    expect(result).toMatchObject({ ok: false });
    const problem = result.ok ? undefined : result.problem;
    expect(problem?.code.startsWith(code), problem?.code).toBe(true);
    expect(problem?.message).toMatch(/\w.*\./);
    expect(problem?.path).toBeDefined();
    const view = await show(id);
    expect(view).toMatchObject({ lifecycle: 'draft', draft });
    expect(view.problems.map((each) => each.code)).toContain(problem?.code);
  });

  test.each(taken)('%s is taken as it is', async (_, draft) => {
    const id = await create(draft);
    unwrap(await engine.app.call('invoice.issue', { id }));
    const { signed, draft: kept } = await show(id);
    expect(kept).toMatchObject(draft);
    expect(signed?.payable.invoice.lines[0]?.description).toBe(draft.lines?.[0]?.description);
    const pdf = unwrap(await engine.app.call('invoice.pdf', { id }));
    expect(Buffer.from(pdf.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.filename).not.toMatch(/[<>/\\]/);
    const letter = unwrap(await engine.app.call('invoice.emailPreview', { id, mode: 'link' }));
    expect(letter.html).not.toMatch(/<script|<img src=x/);
    expect(letter.subject).not.toMatch(/[\r\n]/);
  });

  test.each([
    ['a wrong checksum', wallet.replace('C8', 'c8'), 'address.bad-checksum'],
    ['the zero address', `0x${'0'.repeat(40)}`, 'address.zero'],
    ['a token’s own contract', practiceUsdc, 'address.token-contract'],
    ['a short address', wallet.slice(0, 41), 'address.malformed'],
    ['a name', 'vitalik.eth', 'address.malformed'],
  ])('%s is no wallet', async (_, address, code) => {
    const result = await engine.app.call('settings.update', { wallet: address });
    expect(result).toMatchObject({ ok: false, problem: { code, path: ['wallet'] } });
    expect((await waitFor(engine.app, 'settings', {})).wallet).toBe(wallet);
  });

  test.each([
    ['a header in it', 'a@example.com\nBcc: b@example.com'],
    ['several in one', 'a@example.com; b@example.com'],
    ['a name beside it', 'Grace <a@example.com>'],
  ])('an email is not sent to an address with %s', async (_, to) => {
    const id = await create(simpleDraft());
    unwrap(await engine.app.call('invoice.issue', { id }));
    const result = await engine.app.call('invoice.send', { id, mode: 'link', to });
    expect(result).toMatchObject({ ok: false, problem: { path: ['to'] } });
    expect(result.ok ? '' : result.problem.code).toMatch(/^email\./);
    expect((await show(id)).jobs).toEqual([]);
  });

  test.each([
    ['text.control-characters', 'paid\u0007 twice', 'holds invisible control characters'],
    ['text.control-characters', 'back\u202ewards', 'holds invisible control characters'],
    ['text.malformed-unicode', 'broken \ud83d', 'holds half of a character'],
    ['text.too-long', 'x'.repeat(2_001), 'has 2001 characters; at most 2000 are allowed'],
  ])('%s: no reason and no note is taken with it, and nothing is done', async (code, text, words) => {
    const id = await create(simpleDraft());
    unwrap(await engine.app.call('invoice.issue', { id }));
    const of = (name: string) => ({ code, message: expect.stringContaining(`${name} ${words}`) });
    const outside = { amount: '1.00', method: 'cash', date: '2026-01-31' } as const;
    const refund = { chainId: 31_337, txHash: `0x${'1'.repeat(64)}` };
    expect([
      await engine.app.call('invoice.void', { id, reason: text }),
      await engine.app.call('invoice.writeOff', { id, reason: text }),
      await engine.app.call('invoice.credit', { id, amount: null, reason: text }),
      await engine.app.call('invoice.recordOutside', { id, ...outside, note: text }),
      await engine.app.call('invoice.recordRefund', { id, ...refund, note: text }),
    ]).toMatchObject([
      { problem: { ...of('The reason'), path: ['reason'] } },
      { problem: { ...of('The reason'), path: ['reason'] } },
      { problem: { ...of('The reason'), path: ['reason'] } },
      { problem: { ...of('The note'), path: ['note'] } },
      { problem: { ...of('The note'), path: ['note'] } },
    ]);
    expect(await show(id)).toMatchObject({ lifecycle: 'issued', adjustments: [] });
  });

  test('what is too long for a contact or the profile is said at its field, and nothing is cut', async () => {
    const long = 'x'.repeat(5_000);
    const tooLong = (path: string[], whose: string) => ({
      problem: {
        code: 'text.too-long',
        message: expect.stringMatching(new RegExp(`^${whose} has 5000 characters; .* nothing was cut`)),
        path,
      },
    });
    const save = (party: object, note = '') =>
      engine.app.call('contact.save', {
        id: null,
        party: { ...emptyParty, name: 'Grace', ...party },
        note,
        currency: '',
      });
    expect(await save({ name: long })).toMatchObject(tooLong(['party', 'name'], "The client's name"));
    expect(await save({ address: long })).toMatchObject(tooLong(['party', 'address'], "The client's address"));
    expect(await save({ taxId: long })).toMatchObject(tooLong(['party', 'taxId'], "The client's tax id"));
    expect(await save({}, long)).toMatchObject(tooLong(['note'], 'The note'));
    expect(await waitFor(engine.app, 'contacts', { search: '' })).toEqual([]);
    const profile = await engine.app.call('settings.update', { seller: { ...emptyParty, name: long } });
    expect(profile).toMatchObject(tooLong(['seller', 'name'], 'Your name'));
  });

  test.each([
    ['another type', { draft: { currency: 7 } }, 'draft, currency: text is needed, not the number 7.'],
    ['an unknown field', { draft: { hacked: true } }, 'draft: there is no field "hacked".'],
    [
      'a megabyte',
      { draft: { notes: 'x'.repeat(1_000_000) } },
      'draft, notes: at most 200,000 characters, not 1,000,000.',
    ],
  ])('%s is refused at the contract, by name', async (_, input, words) => {
    const result = await engine.app.call('invoice.create', input as never);
    const message = expect.stringContaining(`invoice.create cannot take this: ${words}`);
    expect(result).toMatchObject({ ok: false, problem: { code: 'app.bad-input', message } });
  });
});
