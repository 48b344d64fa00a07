import { closeSync, openSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Overwrites the pages that hold a collection's documents in a closed data file, as a failing disk does. All other pages
 * stay whole, so that the file opens and everything else in it can be read.
 */
export function damagePages(file: string, collection: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  const number = database.prepare('SELECT max(number) AS it FROM storage_collection WHERE name = ?').get(collection);
  const pages = database
    .prepare(`SELECT pgoffset, pgsize FROM dbstat WHERE name = ? AND pagetype <> 'internal'`)
    .all(`c${String(number?.['it'])}`);
  database.close();
  if (pages.length === 0) throw new Error(`${collection} has no pages in ${file}`);
  const handle = openSync(file, 'r+');
  for (const { pgoffset, pgsize } of pages) {
    writeSync(handle, Buffer.alloc(Number(pgsize), 0xff), 0, Number(pgsize), Number(pgoffset));
  }
  closeSync(handle);
}
