import type { Logger } from 'pino';
import type { RelayConfig } from './config.ts';
import type { Hub } from './hub/hub.ts';
import type { RelayDatabase } from './storage/open-database.ts';

/** What every part of the relay stands on. */
export interface RelayContext {
  readonly config: RelayConfig;
  readonly database: RelayDatabase;
  readonly hub: Hub;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** The relay's public address, without a slash at the end; known once it listens. */
  readonly origin: () => string;
}
