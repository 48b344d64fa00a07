import type { AppClient } from '../../shared/app-api/app-client.ts';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { readOnce } from './read-once.ts';

/** Fewest characters of an id that are looked for. */
const shortestPrefix = 4;
const pageSize = 200;

/**
 * The invoice that a person named by its number, its id or the beginning of its id (four characters or more).
 *
 * Fails with `invoice.unknown`, and with `invoice.ambiguous` where several ids begin like this.
 */
export async function findInvoice(client: AppClient, reference: string): Promise<Result<InvoiceView>> {
  const named = reference.trim();
  if (named.length === 0 || named.length > 64) return unknown(reference);
  const direct = await readOnce(client, 'invoice', { id: named });
  if (!direct.ok) return direct;
  if (direct.value) return ok(direct.value);
  const id = await searchId(client, named);
  if (!id.ok) return id;
  const found = await readOnce(client, 'invoice', { id: id.value });
  if (!found.ok) return found;
  return found.value ? ok(found.value) : unknown(reference);
}

async function searchId(client: AppClient, named: string): Promise<Result<string>> {
  const isNumber = (row: InvoiceRow): boolean => row.number?.toLowerCase() === named.toLowerCase();
  const searched = await matchingRows(client, named, isNumber);
  if (!searched.ok) return searched;
  const numbered = searched.value[0];
  if (numbered) return ok(numbered.id);
  if (named.length < shortestPrefix || !/^[0-9a-f]+$/i.test(named)) return unknown(named);
  const prefix = named.toLowerCase();
  const begun = await matchingRows(client, '', (row) => row.id.startsWith(prefix));
  if (!begun.ok) return begun;
  const [first, second] = begun.value;
  if (!first) return unknown(named);
  if (second)
    return fail(
      'invoice.ambiguous',
      `${begun.value.length} invoices have an id that begins with "${named}". Write more of it.`,
    );
  return ok(first.id);
}

/** All rows, page by page, that satisfy the test. */
async function matchingRows(
  client: AppClient,
  search: string,
  test: (row: InvoiceRow) => boolean,
): Promise<Result<InvoiceRow[]>> {
  const matches: InvoiceRow[] = [];
  for (let offset = 0; ; offset += pageSize) {
    const page = await readOnce(client, 'invoices', { filter: 'all', search, offset, limit: pageSize });
    if (!page.ok) return page;
    matches.push(...page.value.rows.filter(test));
    if (page.value.rows.length < pageSize) return ok(matches);
  }
}

function unknown(reference: string) {
  const shown = reference.length > 40 ? `${reference.slice(0, 36)}…` : reference;
  return fail(
    'invoice.unknown',
    `There is no invoice "${shown}" here. Name one by its number, its id, or at least ${shortestPrefix} characters of its id; "quittance invoice list" shows them.`,
  );
}
