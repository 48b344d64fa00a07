import type { z } from 'zod';

/** Most values that are named where one of several must be given. */
const mostNamed = 30;
/** Most characters of what was given that are shown again. */
const mostShown = 40;

/**
 * What is wrong with a value that does not fit its schema, and what is needed instead, in a person's words and without
 * the field's name: "at most 200 characters, not 5,000". One for every kind of issue that zod 4 knows (`z.core.$ZodIssue`).
 *
 * Given to `safeParse` as its error map; what a schema says in its own words comes before it.
 */
export function issueWords(issue: z.core.$ZodRawIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return isMissing(issue.input) ? `is missing; ${needed(issue.expected)}` : wrongType(issue);
    case 'invalid_value':
      return `must be ${anyOf(issue.values)}${instead(issue.input)}`;
    case 'too_big':
      return `${limitWords(issue.maximum, issue, ['at most', 'less than'])}${sizeGiven(issue.input)}`;
    case 'too_small':
      if (isEmpty(issue.input) && Number(issue.minimum) === 1) return 'must not be empty';
      return `${limitWords(issue.minimum, issue, ['at least', 'more than'])}${sizeGiven(issue.input)}`;
    case 'invalid_format':
      return `${formatWords(issue)}${instead(issue.input)}`;
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}${instead(issue.input)}`;
    case 'unrecognized_keys':
      return `${unknownNames(issue.keys)}. Look for a typing mistake, or leave it out`;
    case 'invalid_union':
      return unionWords(issue);
    case 'invalid_key':
      return `one of its names does not fit${firstWords([issue.issues])}`;
    case 'invalid_element':
      return `one of its entries does not fit${firstWords([issue.issues])}`;
    case 'custom':
    default:
      return 'cannot be taken as it is. Look it over and give it again';
  }
}

const types: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  bigint: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  set: 'a list',
  object: 'a group of named fields',
  record: 'a group of named fields',
  map: 'a group of named fields',
  date: 'a date',
  file: 'a file',
  null: 'null',
};

function needed(type: string): string {
  if (type === 'never' || type === 'undefined' || type === 'void') return 'nothing may be given here';
  const what = types[type];
  return what ? `${what} is needed` : 'a value of another kind is needed';
}

function wrongType({ expected, input }: { expected: string; input: unknown }): string {
  const given = typeNameOf(input);
  const unlike = given === types[expected] ? '' : `, not ${given}`;
  return `${needed(expected)}${unlike}`;
}

function typeNameOf(input: unknown): string {
  if (input === null) return 'null';
  if (typeof input === 'number') return Number.isFinite(input) ? `the number ${input}` : 'a number without end';
  if (Array.isArray(input)) return 'a list';
  if (input instanceof Date) return 'a date that is none';
  return types[typeof input] ?? 'something else';
}

interface Limit {
  readonly origin: string;
  readonly inclusive?: boolean;
  readonly exact?: boolean;
}

const units: Readonly<Record<string, [one: string, many: string]>> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
  map: ['entry', 'entries'],
  object: ['field', 'fields'],
  file: ['byte', 'bytes'],
};

function limitWords(limit: number | bigint, { origin, inclusive, exact }: Limit, words: [string, string]): string {
  const how = exact ? 'exactly' : words[inclusive === false ? 1 : 0];
  if (origin === 'date') return `must be ${how} the day ${new Date(Number(limit)).toISOString().slice(0, 10)}`;
  const unit = units[origin]?.[Number(limit) === 1 ? 0 : 1];
  return unit ? `${how} ${grouped(limit)} ${unit}` : `must be ${how} ${grouped(limit)}`;
}

function sizeGiven(input: unknown): string {
  if (typeof input === 'string' || Array.isArray(input)) return `, not ${grouped(input.length)}`;
  if (input instanceof Set || input instanceof Map) return `, not ${grouped(input.size)}`;
  return typeof input === 'bigint' || Number.isFinite(input) ? `, not ${grouped(input as number | bigint)}` : '';
}

function isEmpty(input: unknown): boolean {
  return input === '' || (Array.isArray(input) && input.length === 0);
}

const formats: Readonly<Record<string, string>> = {
  email: 'an email address such as name@example.com',
  url: 'a web address such as https://example.com',
  date: 'a date such as 2027-01-31',
  time: 'a time such as 12:30:00',
  datetime: 'a date and time such as 2027-01-31T12:30:00Z',
  duration: 'a length of time such as P30D',
  uuid: 'a UUID',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  base64: 'base64 text',
  base64url: 'base64url text',
  safeint: 'a whole number',
};

interface Format {
  readonly format: string;
  readonly pattern?: string | undefined;
  readonly prefix?: unknown;
  readonly suffix?: unknown;
  readonly includes?: unknown;
}

function formatWords({ format, pattern, prefix, suffix, includes }: Format): string {
  if (typeof prefix === 'string') return `must begin with ${shown(prefix)}`;
  if (typeof suffix === 'string') return `must end with ${shown(suffix)}`;
  if (typeof includes === 'string') return `must contain ${shown(includes)}`;
  if (formats[format]) return `must be ${formats[format]}`;
  // What a pattern means is not known here; who writes a program needs it.
  return format === 'regex' && pattern ? `has the wrong form; it must match ${pattern}` : 'has the wrong form';
}

function unknownNames(keys: readonly string[]): string {
  const names = keys.slice(0, mostNamed).map(shown).join(', ');
  return keys.length === 1 ? `there is no field ${names}` : `there are no fields ${names}`;
}

function unionWords(issue: {
  readonly errors: readonly (readonly z.core.$ZodIssue[])[];
  readonly options?: unknown;
  readonly inclusive?: boolean;
}): string {
  if (Array.isArray(issue.options) && issue.options.length > 0) return `must be ${anyOf(issue.options)}`;
  if (issue.inclusive === false) return 'can be read in two ways. Give only one of them';
  return `fits none of the forms that it may have${firstWords(issue.errors)}`;
}

/** What is wrong by each of several readings, the first words of each once. */
function firstWords(readings: readonly (readonly { readonly message?: string | undefined }[])[]): string {
  const words = new Set(readings.flatMap(([first]) => (first?.message ? [first.message] : [])));
  return words.size > 0 ? ` (${Array.from(words).join('; or ')})` : '';
}

function anyOf(values: readonly unknown[]): string {
  const names = values.slice(0, mostNamed).map(shown);
  const more = values.length > mostNamed ? ', …' : '';
  return values.length === 1 ? (names[0] ?? '') : `one of ${names.join(', ')}${more}`;
}

function isMissing(input: unknown): boolean {
  return input === undefined;
}

/** Nothing is repeated of what is no plain value. */
function instead(input: unknown): string {
  if (input === undefined) return '; it is missing';
  if (input === '') return '; it is empty';
  return typeof input === 'object' && input !== null ? '' : `, not ${shown(input)}`;
}

function shown(value: unknown): string {
  if (typeof value !== 'string') return String(value);
  return `"${value.length > mostShown ? `${value.slice(0, mostShown)}…` : value}"`;
}

function grouped(value: number | bigint): string {
  return value.toLocaleString('en-US', { maximumFractionDigits: 20 });
}
