import type { OutgoingHttpHeaders } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** An open stream of server-sent events (WHATWG HTML, section 9.2). */
export interface EventStream {
  send(event: string, data: unknown): void;
  close(): void;
}

const heartbeatMilliseconds = 15_000;
/** A reader that lets so many bytes pile up is cut off; it comes back and reads on from its checkpoint. */
const mostBuffered = 2_000_000;

/** Turns an answer into an event stream; `closed` runs once, whoever ends it. */
export function openEventStream(request: FastifyRequest, reply: FastifyReply, closed: () => void): EventStream {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  const write = (text: string): void => {
    if (raw.writableEnded) return;
    raw.write(text);
    if (raw.writableLength > mostBuffered) raw.destroy();
  };
  write(': open\n\n');
  const heartbeat = setInterval(() => write(':\n\n'), heartbeatMilliseconds);
  let isClosed = false;
  const finish = (): void => {
    if (isClosed) return;
    isClosed = true;
    clearInterval(heartbeat);
    closed();
  };
  raw.on('close', finish);
  raw.on('error', finish);
  return {
    send: (event, data) => write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`),
    close: () => {
      finish();
      raw.end();
    },
  };
}
