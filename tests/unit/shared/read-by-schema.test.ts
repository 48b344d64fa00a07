import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { appCommands, appQueries } from '../../../shared/app-api/app-api.ts';
import { invoiceDraftSchema } from '../../../shared/invoice/invoice-draft.ts';
import { readBySchema } from '../../../shared/read-by-schema.ts';

/** Whatever zod says by itself, in any of its messages. */
const zodWords = /expected|received|Invalid|Too (big|small)|Unrecognized|undefined|NaN|\bstring\b|[<>]=?\d/;

function sentencesOf(schema: z.ZodType, input: unknown): string[] {
  const read = readBySchema(schema, input);
  return read.ok ? [] : read.misfits.map(({ sentence }) => sentence);
}

const field = (schema: z.ZodType, value?: unknown): string =>
  sentencesOf(z.strictObject({ field: schema }), { field: value }).join(' | ');

/** What is asked for, what is given, and what is then said. */
const cases: [z.ZodType, unknown, string][] = [
  [z.string().max(10_000), 'x'.repeat(12_345), 'at most 10,000 characters, not 12,345'],
  [z.string().min(1), '', 'must not be empty'],
  [z.string().min(12), 'short', 'at least 12 characters, not 5'],
  [z.string().length(5), 'x', 'exactly 5 characters, not 1'],
  [z.array(z.int()).max(1), [1, 2], 'at most 1 entry, not 2'],
  [z.array(z.int()).min(1), [], 'must not be empty'],
  [z.int().max(3650), 99_999, 'must be at most 3,650, not 99,999'],
  [z.number().positive(), 0, 'must be more than 0, not 0'],
  [z.bigint().lt(5n), 5n, 'must be less than 5, not 5'],
  [z.date().min(new Date('2027-01-31')), new Date(0), 'must be at least the day 2027-01-31'],
  [z.set(z.int()).min(2), new Set([1]), 'at least 2 entries, not 1'],
  [z.number(), 'ten', 'a number is needed, not text'],
  [z.string(), 12.5, 'text is needed, not the number 12.5'],
  [z.string(), null, 'text is needed, not null'],
  [z.string(), undefined, 'is missing; text is needed'],
  [z.int(), 1.5, 'a whole number is needed, not the number 1.5'],
  [z.number(), Number.NaN, 'a number is needed, not a number without end'],
  [z.boolean(), 'yes', 'true or false is needed, not text'],
  [z.array(z.string()), {}, 'a list is needed, not a group of named fields'],
  [z.object({}), [], 'a group of named fields is needed, not a list'],
  [z.never(), 1, 'nothing may be given here, not the number 1'],
  [z.enum(['pdf', 'link']), 'pigeon', 'must be one of "pdf", "link", not "pigeon"'],
  [z.literal('a'), undefined, 'must be "a"; it is missing'],
  [z.email(), 'ada', 'must be an email address such as name@example.com, not "ada"'],
  [z.url(), 'ada', 'must be a web address such as https://example.com, not "ada"'],
  [z.iso.date(), '31.1.2027', 'must be a date such as 2027-01-31, not "31.1.2027"'],
  [z.iso.datetime(), '', 'must be a date and time such as 2027-01-31T12:30:00Z; it is empty'],
  [z.string().regex(/^0x/), '1', 'has the wrong form; it must match /^0x/, not "1"'],
  [z.string().startsWith('0x'), '1', 'must begin with "0x", not "1"'],
  [z.string().endsWith('0x'), '1', 'must end with "0x", not "1"'],
  [z.string().includes('0x'), '1', 'must contain "0x", not "1"'],
  [z.jwt(), '1', 'has the wrong form, not "1"'],
  [z.number().multipleOf(5), 3, 'must be a multiple of 5, not 3'],
  [z.strictObject({}), { frob: 1 }, 'there is no field "frob". Look for a typing mistake, or leave it out'],
  [
    z.union([z.string(), z.int()]),
    true,
    'fits none of the forms that it may have (text is needed, not true or false; or a number is needed, not true or false)',
  ],
  [z.record(z.string().max(2), z.int()), { abc: 1 }, 'one of its names does not fit (at most 2 characters, not 3)'],
  [
    z.map(z.object({}), z.int()),
    new Map([[{}, 'a']]),
    'one of its entries does not fit (a number is needed, not text)',
  ],
  [z.string().refine(() => false), 'a', 'cannot be taken as it is. Look it over and give it again'],
  [z.string().refine(() => false, 'must be the owner’s'), 'a', 'must be the owner’s'],
];

test.each(cases)('an issue in words: case %#', (schema, value, words) => {
  const at = value !== null && typeof value === 'object' && 'abc' in value ? 'field, abc' : 'field';
  expect(field(schema, value)).toBe(`${at}: ${words}`);
});

test('every kind of issue has its words', () => {
  const kinds = new Set(
    cases.flatMap(([schema, value]) => schema.safeParse(value).error?.issues.map(({ code }) => code)),
  );
  expect(Array.from(kinds).toSorted()).toEqual([
    'custom',
    'invalid_element',
    'invalid_format',
    'invalid_key',
    'invalid_type',
    'invalid_union',
    'invalid_value',
    'not_multiple_of',
    'too_big',
    'too_small',
    'unrecognized_keys',
  ]);
});

test('a discriminated union names its own choices', () => {
  const either = z.discriminatedUnion('type', [
    z.object({ type: z.literal('call') }),
    z.object({ type: z.literal('watch') }),
  ]);
  expect(field(either, { type: 'post' })).toBe('field, type: must be one of "call", "watch"');
});

test('a field is named as a person calls it, and its path stays the input’s own', () => {
  const read = readBySchema(invoiceDraftSchema.partial(), { lines: [{ unitPrice: 12.5 }], frob: 1 });
  const misfits = read.ok ? [] : read.misfits;
  expect(misfits).toContainEqual({
    path: ['lines', 0, 'unitPrice'],
    words: 'text is needed, not the number 12.5',
    sentence: 'line 1, unit price: text is needed, not the number 12.5',
  });
  expect(misfits.at(-1)).toMatchObject({
    path: ['frob'],
    sentence: expect.stringMatching(/^there is no field "frob"/),
  });
  expect(sentencesOf(z.object({ PORT_8453: z.string() }), {})).toEqual(['PORT_8453: is missing; text is needed']);
  expect(sentencesOf(z.array(z.string()), [1])).toEqual(['entry 1: text is needed, not the number 1']);
});

test('what fits is read as the schema reads it', () => {
  expect(readBySchema(z.string().trim(), ' a ')).toEqual({ ok: true, value: 'a' });
});

const schemas = [...Object.values(appCommands), ...Object.values(appQueries)].map(({ input }) => input as z.ZodType);
const fieldNames = schemas.flatMap((schema) => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []));

/** Words that zod would have to have put there itself: nothing that is given holds one. */
const plainText = fc.string({ unit: fc.constantFrom('a', 'b', '1', '-', '.', ' ', '\n', 'é', '\ud83d') });
const anything = fc.anything({
  values: [plainText, fc.integer(), fc.double(), fc.boolean(), fc.bigInt(), fc.constantFrom(null, undefined)],
  key: fc.oneof(fc.constantFrom(...fieldNames), plainText),
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
});

test('nothing that is given to any call of the contract is answered in zod’s words', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...schemas),
      fc.dictionary(fc.constantFrom(...fieldNames), anything),
      (schema, input) => {
        for (const sentence of sentencesOf(schema, input)) expect(sentence).not.toMatch(zodWords);
      },
    ),
    { numRuns: 2_000 },
  );
});

/** A schema for every kind of issue, with limits that chance hits. */
const anySchema = fc.oneof(
  fc.constantFrom<z.ZodType>(z.string(), z.number(), z.int(), z.bigint(), z.boolean(), z.date(), z.nan(), z.never()),
  fc.constantFrom<z.ZodType>(z.undefined(), z.null(), z.void(), z.symbol(), z.file(), z.email(), z.url(), z.uuid()),
  fc.constantFrom<z.ZodType>(z.ipv4(), z.ipv6(), z.base64(), z.jwt(), z.emoji(), z.cidrv4(), z.e164(), z.iso.date()),
  fc.constantFrom<z.ZodType>(z.iso.time(), z.iso.duration(), z.json(), z.templateLiteral(['a', z.number()]), z.int32()),
  fc.tuple(fc.nat(9), fc.boolean()).map(([limit, most]) => (most ? z.string().max(limit) : z.string().min(limit))),
  fc.tuple(fc.integer(), fc.boolean()).map(([limit, most]) => (most ? z.number().lt(limit) : z.number().gte(limit))),
  fc.nat(9).map((size) => z.array(z.unknown()).length(size)),
  fc.nat(9).map((size) => z.set(z.int()).size(size)),
  fc.nat(9).map((size) => z.tuple([z.int(), z.string()]).or(z.map(z.string().max(size), z.int()))),
  fc.integer({ min: 1 }).map((divisor) => z.number().multipleOf(divisor)),
  fc.array(plainText, { minLength: 1 }).map((values) => z.literal(values)),
  fc.constant(z.record(z.string().max(1), z.boolean())),
  fc.constant(z.strictObject({ a: z.string() })),
  fc.constant(z.xor([z.unknown(), z.unknown()])),
  fc.constant(z.string().transform((_, context) => (context.addIssue({ code: 'custom' }), z.NEVER))),
);

test('no kind of issue is told in zod’s words', () => {
  fc.assert(
    fc.property(anySchema, anything, (schema, input) => {
      for (const sentence of sentencesOf(schema, input)) {
        expect(sentence).not.toMatch(zodWords);
        expect(sentence.length).toBeLessThan(2_000);
      }
    }),
    { numRuns: 5_000 },
  );
});
