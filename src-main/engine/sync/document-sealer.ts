import { fromBase64url, toBase64url } from '../../../shared/sealing/base64url.ts';
import {
  hashCollection,
  hashDocumentId,
  openDocument,
  sealDocument,
} from '../../../shared/sealing/document-envelope.ts';
import type { RandomBytes } from '../../../shared/sealing/envelope.ts';
import type { WorkspaceKeys } from '../../../shared/sealing/workspace-keys.ts';
import { ok } from '../../../shared/result.ts';
import type { DocumentSealer } from './sealed-replication.ts';

/** Seals and opens the documents of one collection under a workspace's keys. */
export function createDocumentSealer(collection: string, keys: WorkspaceKeys, random: RandomBytes): DocumentSealer {
  const hashed = hashCollection(collection, keys);
  const hashId = (id: string): string => hashDocumentId(collection, id, keys);
  return {
    collection: hashed,
    hashId,
    seal({ id, rev, json }) {
      return toBase64url(sealDocument(json, { collection: hashed, id: hashId(id), rev }, keys, random));
    },
    open(row) {
      const place = { collection: hashed, id: row.id, rev: row.rev };
      const opened = openDocument(fromBase64url(row.sealed) ?? new Uint8Array(), place, keys);
      return opened.ok ? ok({ json: opened.value }) : opened;
    },
  };
}
