import type { Checkpoint } from '../../../shared/relay-api/common.ts';
import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import type { RelayClient } from '../../../shared/relay-api/relay-client.ts';
import { ok, type Result } from '../../../shared/result.ts';

/** Where the events feed is read from and to. `record` must be idempotent: events can come twice. */
export interface ReadEventsOptions {
  readonly client: RelayClient;
  readonly loadCheckpoint: () => Promise<Checkpoint | null>;
  readonly saveCheckpoint: (checkpoint: Checkpoint) => Promise<void>;
  readonly record: (events: readonly RelayEvent[]) => Promise<void>;
}

const pageLimit = 200;

/**
 * Reads the relay's events from the last checkpoint to the end. A page is recorded before its checkpoint is saved, so
 * a crash between the two repeats events and never loses one. Answers the epoch in force.
 */
export async function readEvents(options: ReadEventsOptions): Promise<Result<string>> {
  let checkpoint = (await options.loadCheckpoint()) ?? { epoch: '', seq: 0 };
  for (;;) {
    const page = await options.client.call('listEvents', { query: { ...checkpoint, limit: pageLimit } });
    if (!page.ok) return page;
    if (page.value.events.length > 0) await options.record(page.value.events);
    const moved = page.value.checkpoint.seq !== checkpoint.seq || page.value.checkpoint.epoch !== checkpoint.epoch;
    checkpoint = page.value.checkpoint;
    if (moved) await options.saveCheckpoint(checkpoint);
    if (page.value.events.length < pageLimit) return ok(checkpoint.epoch);
  }
}
