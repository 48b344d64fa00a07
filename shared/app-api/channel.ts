import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';

/** What the app sends to the engine. `id` is the sender's, unique per channel; `input` is checked by the contract. */
export const toEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('call'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('watch'), id: z.int(), name: z.string(), input: z.unknown() }),
  z.strictObject({ type: z.literal('unwatch'), id: z.int() }),
]);
/** A message from the app to the engine. */
export type ToEngine = z.infer<typeof toEngineSchema>;

/** What the engine sends back: an answer to a call, or the next value of a watched query. */
export const fromEngineSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('answer'), id: z.int(), value: z.unknown() }),
  z.strictObject({ type: z.literal('next'), id: z.int(), value: z.unknown() }),
  z.strictObject({ type: z.literal('problem'), id: z.int(), problem: problemSchema }),
]);
/** A message from the engine to the app. */
export type FromEngine = z.infer<typeof fromEngineSchema>;

/**
 * A two-way pipe of JSON messages: a MessagePort in the desktop window, a WebSocket in the browser, a plain pair in
 * tests and the command line. `onClose` is told once; a closed channel drops what is sent.
 */
export interface Channel<Out, In> {
  send(message: Out): void;
  onMessage(listener: (message: In) => void): void;
  onClose(listener: () => void): void;
  close(): void;
}

/** Two channels joined back to back, delivering asynchronously and as JSON, as the real ones do. */
export function channelPair(): { app: Channel<ToEngine, FromEngine>; engine: Channel<FromEngine, ToEngine> } {
  const toEngine = createEnd<ToEngine>();
  const toApp = createEnd<FromEngine>();
  const close = () => {
    toEngine.close();
    toApp.close();
  };
  return {
    app: { send: toEngine.deliver, onMessage: toApp.onMessage, onClose: toApp.onClose, close },
    engine: { send: toApp.deliver, onMessage: toEngine.onMessage, onClose: toEngine.onClose, close },
  };
}

function createEnd<Message>() {
  const listeners = new Set<(message: Message) => void>();
  const closers = new Set<() => void>();
  let open = true;
  return {
    deliver(message: Message): void {
      const copy = JSON.parse(JSON.stringify(message)) as Message;
      queueMicrotask(() => {
        if (open) for (const listener of listeners) listener(copy);
      });
    },
    onMessage: (listener: (message: Message) => void) => void listeners.add(listener),
    onClose: (listener: () => void) => void closers.add(listener),
    close(): void {
      if (!open) return;
      open = false;
      for (const closer of closers) closer();
    },
  };
}
