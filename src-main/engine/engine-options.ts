import type { SecretStore } from './secrets/secret-store.ts';

/** The practice world's addresses, handed to the engine when the app runs on practice money. */
export interface PracticeWorld {
  readonly relayOrigin: string;
  readonly chainId: number;
  readonly rpcUrl: string;
  /** The wallet that a first run takes as "practice". */
  readonly wallet: string;
  readonly mailInboxUrl: string;
}

/** Everything the engine needs from its surroundings; nothing here is read from the process itself. */
export interface EngineOptions {
  /** The data folder: the SQLite file and nothing that opens it elsewhere. Made when it is absent. */
  readonly dataDir: string;
  readonly secrets: SecretStore;
  readonly practice: PracticeWorld | null;
  /** The relay used until settings name another; null keeps everything on this machine. */
  readonly relayOrigin: string | null;
  /** The invitation code that a relay asks of a new workspace, where it does; null or absent: none. */
  readonly relayInvite?: string | null;
  /**
   * Milliseconds between looks for transfers that the relay does not tell of, and how long it has to tell of one;
   * absent: 30,000 and 45,000.
   */
  readonly lookout?: { readonly every: number; readonly grace: number };
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly fetch: typeof globalThis.fetch;
  readonly log: EngineLog;
}

/** Where the engine writes what it did; never a secret, a key or a document's text. */
export interface EngineLog {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}
