import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type RxDocumentData,
  type RxJsonSchema,
  type RxStorage,
  type RxStorageInstance,
  fillWithDefaultSettings,
} from 'rxdb';
import { onTestFinished } from 'vitest';

/** A document with fields of every kind: indexed ones as their schema says, and others that hold anything. */
export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly age: number;
  readonly isActive: boolean;
  readonly nested: { readonly rank: number };
  readonly maybe?: unknown;
  readonly any?: unknown;
}

export const SAMPLE_SCHEMA: RxJsonSchema<Sample> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 20 },
    name: { type: 'string', maxLength: 20 },
    age: { type: 'integer', minimum: -100, maximum: 100, multipleOf: 1 },
    isActive: { type: 'boolean' },
    nested: { type: 'object', properties: { rank: { type: 'integer', minimum: -100, maximum: 100, multipleOf: 1 } } },
    maybe: { type: 'string', maxLength: 20 },
    any: {},
  },
  required: ['id', 'name', 'age', 'isActive', 'nested'],
  indexes: [['age'], ['name', 'age'], ['isActive', 'nested.rank'], ['nested.rank', 'name']],
};

/** The schema with one more index, over the field that a document may leave out. */
export const SAMPLE_SCHEMA_MAYBE: RxJsonSchema<Sample> = {
  ...SAMPLE_SCHEMA,
  indexes: [...(SAMPLE_SCHEMA.indexes ?? []), ['maybe', 'age']],
};

export type SampleInstance = RxStorageInstance<Sample, object, object>;

/** Opens the collection `samples` of a storage. */
export function openSamples(
  storage: RxStorage<object, Record<string, never>>,
  databaseName = 'db',
  schema = SAMPLE_SCHEMA,
): Promise<SampleInstance> {
  return storage.createStorageInstance<Sample>({
    databaseInstanceToken: databaseName,
    databaseName,
    collectionName: 'samples',
    schema: fillWithDefaultSettings(schema),
    options: {},
    multiInstance: false,
    devMode: false,
  });
}

let clock = 1_700_000_000_000;

/** A document as RxDB hands it to a storage. */
export function stored(
  sample: Sample,
  more: { rev?: string; deleted?: boolean; lwt?: number } = {},
): RxDocumentData<Sample> {
  const { rev = '1-a', deleted = false, lwt = (clock += 1) } = more;
  return { ...sample, _deleted: deleted, _attachments: {}, _rev: rev, _meta: { lwt } };
}

export function sample(id: string, more: Partial<Sample> = {}): Sample {
  return { id, name: 'n', age: 1, isActive: true, nested: { rank: 1 }, ...more };
}

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
