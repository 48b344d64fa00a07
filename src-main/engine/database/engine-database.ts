import type { RxCollection, RxDatabase } from 'rxdb';
import type {
  AdjustmentDocument,
  ContactDocument,
  DeviceDocument,
  InvoiceDocument,
  JobDocument,
  LetterheadDocument,
  PaymentDocument,
  QuarantineDocument,
  SettingsDocument,
  TimelineDocument,
  UnmatchedDocument,
  VerificationDocument,
} from './documents.ts';

/** Every collection with the type of its documents: twelve, where RxDB's free build allows thirteen in a process. */
export interface EngineDocuments {
  settings: SettingsDocument;
  contacts: ContactDocument;
  invoices: InvoiceDocument;
  letterheads: LetterheadDocument;
  payments: PaymentDocument;
  unmatched: UnmatchedDocument;
  adjustments: AdjustmentDocument;
  timeline: TimelineDocument;
  jobs: JobDocument;
  device: DeviceDocument;
  quarantine: QuarantineDocument;
  verifications: VerificationDocument;
}

/** The collections that go to the owner's other devices, sealed. */
export const syncedCollections = [
  'settings',
  'contacts',
  'invoices',
  'letterheads',
  'payments',
  'unmatched',
  'adjustments',
  'timeline',
] as const;
/** A collection that goes to the owner's other devices. */
export type SyncedCollectionName = (typeof syncedCollections)[number];

/** The collections as RxDB knows them. */
export type EngineCollections = { [Name in keyof EngineDocuments]: RxCollection<EngineDocuments[Name]> };

/** The engine's RxDB database; open it with `openDatabase`. */
export type EngineDatabase = RxDatabase<EngineCollections>;
