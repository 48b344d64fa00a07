import type { MigrationStrategies } from 'rxdb';
import type { EngineDocuments } from './engine-database.ts';

/**
 * How documents of an older schema become the next one's, by the version they become. Every schema is at version 0, so
 * there is none yet; the first one goes here as `invoices: { 1: (old) => ({ ...old, added: '' }) }`.
 */
export const migrations: { readonly [Name in keyof EngineDocuments]: MigrationStrategies } = {
  settings: {},
  contacts: {},
  invoices: {},
  payments: {},
  unmatched: {},
  timeline: {},
  jobs: {},
  device: {},
  quarantine: {},
  verifications: {},
};
