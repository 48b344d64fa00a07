import {
  type BulkWriteRow,
  type BulkWriteRowProcessed,
  type PreparedQuery,
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorageBulkWriteResponse,
  type RxStorageCountResult,
  type RxStorageInstance,
  type RxStorageQueryResult,
  categorizeBulkWriteRows,
} from 'rxdb';
import type { Observable } from 'rxjs';
import { countDocuments, findDocuments } from './document-query.ts';
import type { Changes, OpenCollection, StorageCheckpoint } from './open-collection.ts';
import { StorageError } from './storage-error.ts';

/** Tombstones that one call of `cleanup` removes at most, so that it never holds the file for long. */
const CLEANUP_BATCH = 1000;

/** The storage of one collection, as RxDB asks for it (rxdb/dist/types/types/rx-storage.interface.d.ts). */
export class SqliteStorageInstance<RxDocType> implements RxStorageInstance<
  RxDocType,
  object,
  Record<string, never>,
  StorageCheckpoint
> {
  readonly databaseName: string;
  readonly collectionName: string;
  readonly schema: Readonly<RxJsonSchema<RxDocumentData<RxDocType>>>;
  readonly options: Readonly<Record<string, never>> = {};
  readonly #collection: OpenCollection<RxDocType>;
  #isClosed = false;

  constructor(databaseName: string, collectionName: string, collection: OpenCollection<RxDocType>) {
    this.databaseName = databaseName;
    this.collectionName = collectionName;
    this.schema = collection.schema;
    this.#collection = collection;
  }

  /** The collection behind this instance; throws `storage.closed` or `storage.removed`. */
  get internals(): OpenCollection<RxDocType> {
    if (this.#collection.isRemoved) {
      throw new StorageError('storage.removed', `The collection ${this.collectionName} has been removed.`);
    }
    if (this.#isClosed) throw new StorageError('storage.closed', `The collection ${this.collectionName} is closed.`);
    return this.#collection;
  }

  /**
   * Writes documents in one transaction; a document that has changed since its `previous` is a conflict and is
   * returned, not written. The check reads inside the transaction, so it holds against other processes too.
   */
  async bulkWrite(rows: BulkWriteRow<RxDocType>[], context: string): Promise<RxStorageBulkWriteResponse<RxDocType>> {
    const collection = this.internals;
    const written = collection.connection.transaction(() => this.#write(rows, context));
    if (written.newestRow) {
      collection.table.analyzeAfterGrowth();
      if (written.eventBulk.events.length > 0) collection.announce(written.eventBulk);
    }
    return { error: written.errors };
  }

  async findDocumentsById(ids: string[], withDeleted: boolean): Promise<RxDocumentData<RxDocType>[]> {
    const { table } = this.internals;
    return ids.flatMap((id) => {
      const found = table.find(id);
      const document: RxDocumentData<RxDocType> | undefined = found && JSON.parse(found.json);
      return document && (withDeleted || !document._deleted) ? [document] : [];
    });
  }

  async query(prepared: PreparedQuery<RxDocType>): Promise<RxStorageQueryResult<RxDocType>> {
    return { documents: findDocuments(this.internals, prepared) };
  }

  async count(prepared: PreparedQuery<RxDocType>): Promise<RxStorageCountResult> {
    return { count: countDocuments(this.internals, prepared), mode: 'fast' };
  }

  /**
   * Documents in the order in which they were written, deleted ones included. RxDB's own storages go by `_meta.lwt`:
   * there, what is written after the clock was put back comes before what was sent already, and is never sent.
   */
  async getChangedDocumentsSince(
    limit: number,
    checkpoint?: Partial<StorageCheckpoint>,
  ): Promise<{ documents: RxDocumentData<RxDocType>[]; checkpoint: StorageCheckpoint }> {
    // A checkpoint of a file from before changes were numbered has no number: everything is gone through once more.
    const after = checkpoint?.change ?? 0;
    const changed = this.internals.table.changedAfter(after, limit);
    const documents = changed.map(({ json }): RxDocumentData<RxDocType> => JSON.parse(json));
    return { documents, checkpoint: { change: changed.at(-1)?.change ?? after } };
  }

  changeStream(): Observable<Changes<RxDocType>> {
    return this.internals.changeStream();
  }

  /** Removes documents that have been deleted for at least so many milliseconds; false while more are left. */
  async cleanup(minimumDeletedTime: number): Promise<boolean> {
    const { connection, table } = this.internals;
    const removed = connection.transaction(() => table.removeDead(Date.now() - minimumDeletedTime, CLEANUP_BATCH));
    return removed < CLEANUP_BATCH;
  }

  async getAttachmentData(): Promise<Blob> {
    throw new StorageError('storage.attachments-unsupported', 'This storage keeps no attachments.');
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#collection.release();
  }

  async remove(): Promise<void> {
    this.internals.remove();
    await this.close();
  }

  #write(rows: BulkWriteRow<RxDocType>[], context: string) {
    const { table, textIndex } = this.#collection;
    const rowIds = new Map<string, number>();
    const inFile = new Map<string, RxDocumentData<RxDocType>>();
    for (const { document, previous } of rows) {
      const id = this.#idOf(document);
      const found = table.find(id);
      if (!found) continue;
      rowIds.set(id, found.rowId);
      // Only a conflict needs the document itself; to tell one, the revision is enough.
      inFile.set(id, previous && previous._rev === found.rev ? previous : JSON.parse(found.json));
    }
    const categorized = categorizeBulkWriteRows(this, this.#collection.primaryPath, inFile, rows, context);
    const written = [...categorized.bulkInsertDocs, ...categorized.bulkUpdateDocs];
    const existed = new Set(rowIds.keys());
    let change = table.newestChange();
    for (const row of written) this.#store(row, rowIds, (change += 1));
    categorized.eventBulk.checkpoint = { change };
    // Only now: every statement with a trigger would make FTS5 flush what it has gathered so far.
    if (textIndex) {
      for (const { document } of written) {
        const id = this.#idOf(document);
        textIndex.write(rowIds.get(id) ?? 0, document, existed.has(id));
        existed.add(id);
      }
    }
    return categorized;
  }

  #store({ document }: BulkWriteRowProcessed<RxDocType>, rowIds: Map<string, number>, change: number): void {
    const { table } = this.#collection;
    const id = this.#idOf(document);
    const known = rowIds.get(id);
    if (known === undefined) rowIds.set(id, table.insert(document, change).rowId);
    else table.update(known, document, change);
  }

  #idOf(document: object): string {
    return String(Reflect.get(document, this.#collection.table.primaryPath));
  }
}
