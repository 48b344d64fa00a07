import type { RelayEvent } from '../../shared/relay-api/events.ts';
import { unwrap } from '../../shared/result.ts';
import type { TestDevice } from './relay-device.ts';

/**
 * Reads a device's events until they fit, woken by the relay's own stream; gives all events so far. Rejects with what was
 * told when the time is up.
 */
export async function waitForEvents(
  origin: string,
  device: TestDevice,
  fits: (events: readonly RelayEvent[]) => boolean,
  timeoutMilliseconds = 30_000,
): Promise<RelayEvent[]> {
  const ended = AbortSignal.timeout(timeoutMilliseconds);
  const stop = new AbortController();
  const events: RelayEvent[] = [];
  let checkpoint = { epoch: '', seq: 0 };
  const read = async (): Promise<boolean> => {
    const page = unwrap(await device.client.call('listEvents', { query: { ...checkpoint, limit: 500 } }));
    events.push(...page.events);
    checkpoint = page.checkpoint;
    return fits(events);
  };
  try {
    const response = await fetch(`${origin}/v1/stream`, {
      headers: { authorization: `Bearer ${device.token}` },
      signal: AbortSignal.any([ended, stop.signal]),
    });
    for await (const _ of response.body!) if (await read()) return events;
  } catch (error) {
    if (!ended.aborted) throw error;
  } finally {
    stop.abort();
  }
  throw new Error(`These events are not what was waited for: ${JSON.stringify(events, null, 1)}`);
}
