import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { invoiceDraftSchema, lineDraftSchema, type InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { typedPartySchema } from '../../shared/invoice/party.ts';
import { readBySchema, type Misfit } from '../../shared/read-by-schema.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { CliIo } from './cli-io.ts';
import { readStdin } from './read-stdin.ts';

/** A line may leave out everything but what it says; ids are given where they are missing. */
const fileLineSchema = lineDraftSchema.partial();
const fileSchema = invoiceDraftSchema
  .partial()
  .extend({ buyer: typedPartySchema.partial().optional(), lines: z.array(fileLineSchema).max(2000).optional() });

/** What a line is where a file says nothing: one piece, no discount, outside the scope of tax, as in a new draft. */
const plainLine = {
  description: '',
  quantity: '1',
  unit: '',
  unitPrice: '',
  discount: { kind: 'percent', value: '' },
  taxCategory: 'O',
  taxRate: '0',
  taxReason: 'Not subject to VAT',
} as const;

/**
 * Reads a draft from a JSON file (`-`: standard input): an `InvoiceDraft` of which anything may be missing.
 *
 * Amounts and quantities are text ("1200.00"), never JSON numbers. Fails with `file.unreadable`, `file.not-json` and,
 * with the path of the field at fault, `file.bad-draft`.
 */
export async function readDraftFile(file: string, io: CliIo): Promise<Result<Partial<InvoiceDraft>>> {
  const text = file === '-' ? await readStdin(io) : await readTextFile(resolve(io.cwd, file));
  if (!text.ok) return text;
  // Windows' editors begin a file with a byte order mark, which is no JSON.
  const json = parseJson(text.value.replace(/^\uFEFF/, ''), file);
  if (!json.ok) return json;
  const read = readBySchema(fileSchema, json.value);
  if (!read.ok) return badDraft(read.misfits, json.value);
  const { buyer, lines, ...rest } = read.value;
  const draft: Partial<InvoiceDraft> = definedOnly(rest);
  return ok({
    ...draft,
    ...(buyer ? { buyer: { name: '', email: '', address: '', country: '', taxId: '', ...definedOnly(buyer) } } : {}),
    ...(lines ? { lines: withOwnIds(lines.map((line, at) => wholeLine(line, at))) } : {}),
  });
}

function wholeLine(line: z.infer<typeof fileLineSchema>, at: number): InvoiceDraft['lines'][number] {
  const given = definedOnly(line);
  // A rate alone says what is meant: the standard rate.
  const isTaxed = given.taxRate !== undefined && Number(given.taxRate) !== 0;
  const taxCategory = given.taxCategory ?? (isTaxed ? 'S' : 'O');
  const taxReason = taxCategory === 'O' ? plainLine.taxReason : '';
  return { ...plainLine, id: `line-${at + 1}`, taxReason, ...given, taxCategory };
}

/** Two lines with one id would be one to the editor, and to a merge between devices: the second gets another. */
function withOwnIds(lines: InvoiceDraft['lines']): InvoiceDraft['lines'] {
  const given = new Set(lines.map(({ id }) => id));
  const taken = new Set<string>();
  return lines.map((line) => {
    let { id } = line;
    for (let at = 1; taken.has(id); at += 1) if (!given.has(`line-${at}`)) id = `line-${at}`;
    taken.add(id);
    given.add(id);
    return { ...line, id };
  });
}

/** A single line that options describe. */
export function lineFrom(given: Partial<InvoiceDraft['lines'][number]>): InvoiceDraft['lines'][number] {
  return wholeLine(given, 0);
}

type Defined<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

function definedOnly<Fields extends object>(fields: Fields): Defined<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Defined<Fields>;
}

async function readTextFile(path: string): Promise<Result<string>> {
  try {
    return ok(await readFile(path, 'utf8'));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('file.unreadable', `The file ${path} could not be read (${why}).`);
  }
}

function parseJson(text: string, file: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return fail('file.not-json', `${file === '-' ? 'Standard input' : file} is not JSON: ${why}`);
  }
}

function badDraft([{ path, sentence }]: readonly [Misfit, ...Misfit[]], given: unknown): Result<never> {
  const value = path.reduce<unknown>((at, key) => (at as Record<string | number, unknown> | null)?.[key], given);
  const advice =
    typeof value === 'number' ? ` Write numbers as text, such as "${value}", so that none is ever rounded.` : '';
  return fail('file.bad-draft', `The invoice file is not right: ${sentence}.${advice}`, { path });
}
