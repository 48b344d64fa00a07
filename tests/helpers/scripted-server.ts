import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import type { FromEngine, ToEngine } from '../../shared/app-api/channel.ts';
import { serveApp } from '../../shared/app-api/serve-app.ts';
import { createScriptedEngine, type ScriptedOptions, type ScriptedState } from './scripted-engine.ts';

/** A running scripted world: the built app and its engine on one loopback origin. */
export interface ScriptedServer {
  readonly url: string;
  readonly state: ScriptedState;
  /** Cuts every connection, and refuses new ones until `accept`. */
  readonly refuse: () => void;
  readonly accept: () => void;
  readonly close: () => Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
};

/** As strict as the real doors are: nothing inline, nothing from elsewhere. */
const contentPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; worker-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** Serves a build of the app (`dist`) with a scripted engine behind it. */
export async function startScriptedServer(dist: string, options: ScriptedOptions = {}): Promise<ScriptedServer> {
  const { state, handlers } = createScriptedEngine(options);
  const http = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    const file = normalize(path === '/' ? '/index.html' : path);
    readFile(join(dist, file)).then(
      (content) => {
        const type = types[extname(file)] ?? 'application/octet-stream';
        response.writeHead(200, { 'content-type': type, 'content-security-policy': contentPolicy }).end(content);
      },
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ noServer: true });
  let isAccepting = true;
  http.on('upgrade', (request, socket, head) => {
    if (isAccepting) sockets.handleUpgrade(request, socket, head, (opened) => serveSocket(opened));
    else socket.destroy();
  });
  function serveSocket(socket: WebSocket): void {
    serveApp(
      {
        send: (message: FromEngine) => socket.send(JSON.stringify(message)),
        onMessage: (listener: (message: ToEngine) => void) =>
          void socket.on('message', (text) => listener(JSON.parse(String(text)))),
        onClose: (listener) => void socket.on('close', listener),
        close: () => socket.close(),
      },
      handlers,
    );
  }
  const cut = (): void => {
    for (const socket of sockets.clients) socket.terminate();
  };
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    state,
    refuse() {
      isAccepting = false;
      cut();
    },
    accept: () => void (isAccepting = true),
    close: () => {
      cut();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}
