import { bytesToHex } from '@noble/hashes/utils.js';
import { join } from 'node:path';
import { addRxPlugin, createRxDatabase, type RxCollectionCreator } from 'rxdb';
import { RxDBMigrationSchemaPlugin } from 'rxdb/plugins/migration-schema';
import { ok, type Result } from '../../../shared/result.ts';
import type { EngineOptions } from '../engine-options.ts';
import { getSqliteStorage } from '../storage/get-sqlite-storage.ts';
import { createConflictHandler } from '../sync/conflict-handler.ts';
import { lockDataFolder } from './data-lock.ts';
import { keepSecondIssue } from '../invoices/keep-second-issue.ts';
import { deriveInvoiceFields } from './derive-invoice-fields.ts';
import type { InvoiceDocument } from './documents.ts';
import {
  syncedCollections,
  type EngineCollections,
  type EngineDatabase,
  type EngineDocuments,
} from './engine-database.ts';
import { migrations } from './migrations.ts';
import { schemas } from './schemas.ts';
import { catchStorageProblem } from './storage-problem.ts';

/** The data folder, open and held. `close` writes everything out and gives the folder back. */
export interface OpenDatabase {
  readonly db: EngineDatabase;
  close(): Promise<void>;
}

/** What opening needs. `maxPages` bounds the file (pages of 4096 bytes), as a full disk would. */
export type OpenDatabaseOptions = Pick<EngineOptions, 'dataDir' | 'random' | 'log'> & { readonly maxPages?: number };

/**
 * Opens the engine's database in its data folder and holds the folder until it is closed.
 *
 * Fails with `data.in-use`, `data.cannot-open`, `storage.newer-version` (the file stays untouched), `storage.full` and
 * the storage's other problems.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<Result<OpenDatabase>> {
  const lock = lockDataFolder(options.dataDir);
  if (!lock.ok) return lock;
  let db: EngineDatabase | undefined;
  let isOpen = false;
  try {
    const opened = await catchStorageProblem(async () => {
      db = await createDatabase(options);
      await db.addCollections(collectionCreators(db, options));
      addWriteHooks(db, options);
      return ok(db);
    });
    isOpen = opened.ok;
    if (!opened.ok) return opened;
    return ok({
      db: opened.value,
      async close() {
        await opened.value.close();
        lock.value.release();
      },
    });
  } finally {
    if (!isOpen) {
      await db?.close().catch(() => {});
      lock.value.release();
    }
  }
}

async function createDatabase({ dataDir, maxPages }: OpenDatabaseOptions): Promise<EngineDatabase> {
  addRxPlugin(RxDBMigrationSchemaPlugin);
  return createRxDatabase<EngineCollections>({
    name: 'quittance',
    storage: getSqliteStorage({
      file: join(dataDir, 'quittance.sqlite'),
      search: { invoices: { paths: ['searchText'] }, contacts: { paths: ['party.name', 'party.email', 'note'] } },
      ...(maxPages === undefined ? {} : { maxPages }),
    }),
    multiInstance: false,
    eventReduce: false,
  });
}

type Creators = { [Name in keyof EngineDocuments]: RxCollectionCreator<EngineDocuments[Name]> };

function collectionCreators(db: EngineDatabase, options: OpenDatabaseOptions): Creators {
  const newRev = () => freshRev(options);
  const creators: Record<string, RxCollectionCreator> = {};
  for (const [name, schema] of Object.entries(schemas)) {
    creators[name] = { schema, migrationStrategies: migrations[name as keyof EngineDocuments] };
  }
  for (const name of syncedCollections) {
    const conflictHandler = createConflictHandler({
      collection: name,
      newRev,
      ...(name === 'invoices' ? { onSecondIssue: (document) => keepSecondIssue(db, options.log, document) } : {}),
    });
    creators[name] = { ...creators[name], conflictHandler } as RxCollectionCreator;
  }
  return creators as Creators;
}

/** Replication writes to the storage itself, past these hooks: what comes from another device keeps its `rev`. */
function addWriteHooks(db: EngineDatabase, options: OpenDatabaseOptions): void {
  for (const name of syncedCollections) {
    const stamp = (document: { rev: string }): void => {
      if (name === 'invoices') Object.assign(document, deriveInvoiceFields(document as InvoiceDocument));
      document.rev = freshRev(options);
    };
    db[name].preInsert(stamp, true);
    db[name].preSave(stamp, true);
    db[name].preRemove(stamp, true);
  }
}

function freshRev(options: OpenDatabaseOptions): string {
  return bytesToHex(options.random(16));
}
