import type { BehaviorSubject, Observable } from 'rxjs';
import type { RelayClient } from '../../../shared/relay-api/relay-client.ts';

/** How the device stands with its relay. `refused` needs a person (unknown account, revoked device); the rest mends itself. */
export interface RelayConnection {
  readonly status: 'none' | 'connecting' | 'online' | 'offline' | 'refused';
  readonly detail: string;
  readonly lastOnlineAt: Date | null;
}

/** A signed-in device: keeps itself signed in, follows the relay's stream, and says how it stands. */
export interface RelaySession {
  readonly origin: string | null;
  /** Calls carry the session's token; a call while offline answers `relay.unreachable`. */
  readonly client: RelayClient;
  readonly connection$: BehaviorSubject<RelayConnection>;
  /** Emits after each (re)connection and each signal: something in the sealed feed or the events feed has changed. */
  readonly signals$: Observable<'feed' | 'event' | 'connected'>;
  /** The device's place in the account once known: 1 is the device that created the workspace. */
  readonly ordinal$: BehaviorSubject<number | null>;
  stop(): Promise<void>;
}
