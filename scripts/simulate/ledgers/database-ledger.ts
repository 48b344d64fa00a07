import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import type { RelayEntry } from './relay-ledger.ts';

/** Where a relay keeps its ledger: a PostgreSQL address, or the SQLite file. */
export type DatabasePlace = { readonly url: string } | { readonly file: string };

interface Row {
  readonly key: string;
  readonly link_id: string | null;
  readonly rule: string | null;
  readonly state: string;
  readonly units: string;
}

const query = 'select key, link_id, rule, state, units from payments';

/**
 * Reads the relay's table of payments past the relay, and says where it differs from what the relay has told: the
 * newest event of a transfer and its row are one thing.
 */
export async function findUntold(place: DatabasePlace, told: ReadonlyMap<string, RelayEntry>): Promise<string[]> {
  const rows = 'url' in place ? await readPostgres(place.url) : readSqlite(place.file);
  const faults = rows.flatMap((row) => {
    const entry = told.get(row.key);
    if (!entry) return [`the database has ${row.key}, and nobody was told`];
    const isSame =
      row.link_id === entry.linkId &&
      row.state === entry.state &&
      row.units === String(entry.units) &&
      row.rule === entry.rule;
    return isSame
      ? []
      : [`the database says of ${row.key} ${JSON.stringify(row)}, and told was ${entry.state} for ${entry.linkId}`];
  });
  const keys = new Set(rows.map(({ key }) => key));
  for (const key of told.keys()) if (!keys.has(key)) faults.push(`${key} was told, and is not in the database`);
  return faults;
}

function readSqlite(file: string): Row[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare(query).all() as unknown as Row[];
  } finally {
    database.close();
  }
}

async function readPostgres(url: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  // A server that is gone is told by the query's own rejection.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(query)).rows;
  } finally {
    await client.end();
  }
}
