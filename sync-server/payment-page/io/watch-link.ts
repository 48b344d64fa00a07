import type { LinkState } from '../../../shared/relay-api/links.ts';
import type { Connection } from '../state/page-state.ts';
import { readLinkState } from './read-answer.ts';
import { fetchLink } from './relay-calls.ts';

/** Who is told of news, and of how it travels. */
export interface LinkWatcher {
  news(live: LinkState, connection: 'live' | 'polling'): void;
  connection(connection: Connection): void;
}

/** Milliseconds between two questions while the stream is down. */
const pollEvery = 4000;
/** Milliseconds between two questions beside a working stream: a half-dead connection says nothing of itself. */
const checkEvery = 30_000;

/**
 * Follows a link's live state: by its event stream where that works, by asking every few seconds while it does not, so
 * a proxy that breaks streams costs seconds and no news. Starts afresh when the page comes back to the front or online.
 */
export function watchLink(id: string, watcher: LinkWatcher): () => void {
  let stream: EventSource | undefined;
  let streaming = false;
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const schedule = (delay: number) => {
    clearTimeout(timer);
    if (!stopped) timer = setTimeout(() => void ask(), delay);
  };
  const openStream = () => {
    stream?.close();
    streaming = false;
    stream = new EventSource(`/v1/links/${id}/stream`);
    stream.addEventListener('state', (event) => {
      const live = readLinkState(parse((event as MessageEvent<string>).data));
      if (!live) return;
      streaming = true;
      watcher.news(live, 'live');
      schedule(checkEvery);
    });
    stream.addEventListener('error', () => {
      streaming = false;
      schedule(0);
    });
  };
  const ask = async () => {
    const answer = await fetchLink(id);
    if (stopped) return;
    if (answer.kind === 'answered') watcher.news(answer.value.live, streaming ? 'live' : 'polling');
    else watcher.connection('lost');
    // EventSource reconnects by itself unless it was refused for good; a silent one is replaced when the relay is gone.
    if (stream?.readyState === EventSource.CLOSED || (streaming && answer.kind !== 'answered')) openStream();
    schedule(streaming ? checkEvery : pollEvery);
  };
  const startAfresh = () => {
    if (document.visibilityState !== 'visible') return;
    openStream();
    schedule(pollEvery);
  };

  document.addEventListener('visibilitychange', startAfresh);
  window.addEventListener('online', startAfresh);
  openStream();
  schedule(pollEvery);
  return () => {
    stopped = true;
    clearTimeout(timer);
    stream?.close();
    document.removeEventListener('visibilitychange', startAfresh);
    window.removeEventListener('online', startAfresh);
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
