import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { ok, type Result } from '../result.ts';
import { associatedData, openEnvelope, sealEnvelope, type RandomBytes } from './envelope.ts';
import type { WorkspaceKeys } from './workspace-keys.ts';

/**
 * Where a document stands in the feed. All four are bound to the ciphertext as associated data, with the workspace's
 * id, so a relay can neither swap documents, nor serve one under another's id, nor an old one as a newer revision.
 */
export interface DocumentPlace {
  /** Keyed hash of the collection's name, 64 hex digits; see {@link hashCollection}. */
  readonly collection: string;
  /** Keyed hash of the document's id, 64 hex digits; see {@link hashDocumentId}. */
  readonly id: string;
  /** 32 random hex digits per write. */
  readonly rev: string;
}

/**
 * Seals a document's JSON. Format: the envelope of `envelope.ts` under the workspace's document key, with the labels
 * `quittance/document | workspace id | collection | id | rev | key id`.
 */
export function sealDocument(json: string, place: DocumentPlace, keys: WorkspaceKeys, random: RandomBytes): Uint8Array {
  return sealEnvelope(utf8ToBytes(json), keys.document, labels(place, keys), random);
}

/** Opens what {@link sealDocument} sealed for the same place; problems as of `openEnvelope`. */
export function openDocument(envelope: Uint8Array, place: DocumentPlace, keys: WorkspaceKeys): Result<string> {
  const opened = openEnvelope(envelope, keys.document, labels(place, keys));
  return opened.ok ? ok(new TextDecoder().decode(opened.value)) : opened;
}

/** The name a collection goes by at the relay: HMAC-SHA256 under the workspace's id key, in hex. */
export function hashCollection(name: string, keys: WorkspaceKeys): string {
  return keyedHash(['collection', name], keys);
}

/** The id a document goes by at the relay: HMAC-SHA256 over its collection and id, in hex. */
export function hashDocumentId(collection: string, id: string, keys: WorkspaceKeys): string {
  return keyedHash(['document', collection, id], keys);
}

function labels(place: DocumentPlace, keys: WorkspaceKeys): string[] {
  return ['quittance/document', keys.workspaceId, place.collection, place.id, place.rev, bytesToHex(keys.document.id)];
}

function keyedHash(parts: readonly string[], keys: WorkspaceKeys): string {
  return bytesToHex(hmac(sha256, keys.idKey, associatedData(parts)));
}
