import { EventSourceParserStream } from 'eventsource-parser/stream';
import { streamPath } from '../../../shared/relay-api/feed.ts';

/** Milliseconds of silence after which a stream counts as lost; the relay sends a comment every 15 s. */
const silenceLimit = 45_000;

/** What to follow, and whom to tell. */
export interface FollowStreamOptions {
  readonly origin: string;
  readonly token: string;
  readonly fetch: typeof globalThis.fetch;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
  readonly onSignal: (signal: 'feed' | 'event') => void;
}

/** Why a stream ended: the HTTP status of its refusal, or null, and a sentence for the owner. */
export interface StreamEnd {
  readonly status: number | null;
  readonly detail: string;
}

/** Follows an account's server-sent events until they end, fall silent or are stopped; never throws. */
export async function followStream(options: FollowStreamOptions): Promise<StreamEnd> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceLimit);
  const heard = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceLimit);
  };
  try {
    const response = await options.fetch(new URL(streamPath, options.origin), {
      headers: { authorization: `Bearer ${options.token}`, accept: 'text/event-stream' },
      signal: AbortSignal.any([options.signal, silence.signal]),
      redirect: 'error',
    });
    if (!response.ok || !response.body) {
      await response.body?.cancel();
      return { status: response.status, detail: `The relay refused its stream (${response.status}).` };
    }
    options.onOpen();
    const events = response.body
      .pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
      .pipeThrough(new EventSourceParserStream({ onComment: heard }));
    for await (const event of events) {
      heard();
      if (event.event === 'feed' || event.event === 'event') options.onSignal(event.event);
    }
    return { status: null, detail: 'The relay closed the connection.' };
  } catch (error) {
    const why = silence.signal.aborted ? 'it fell silent' : error instanceof Error ? error.message : String(error);
    return { status: null, detail: `The relay at ${options.origin} is out of reach (${why}).` };
  } finally {
    clearTimeout(timer);
  }
}
