import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { WebSocketServer } from 'ws';
import { serveApp, type AppHandlers } from '../../shared/app-api/serve-app.ts';
import { HostAccess, sessionCookie } from './host-access.ts';
import { listenNear } from './listen-near.ts';
import { createStaticFiles } from './static-files.ts';
import { socketChannel } from './socket-channel.ts';

/** What the web host needs: the engine's handlers and the folder of the built app. */
export interface WebHostOptions {
  readonly handlers: AppHandlers;
  readonly rendererDir: string;
  /** First port to try; the next free one is taken when it is in use, 0 for any. */
  readonly port: number;
  readonly random: (bytes: number) => Uint8Array;
}

/** A running web host. `openUrl()` gives an address with a fresh one-time token. */
export interface WebHost {
  readonly origin: string;
  openUrl(): string;
  stop(): Promise<void>;
}

/** Largest message from the browser: a draft of 2,000 lines with room to spare. */
const messageLimit = 32 * 1024 * 1024;

/**
 * Only our own files run, only our own socket is called; PDF pages and logos are drawn from data and blob addresses.
 */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
    "connect-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

/**
 * Serves the app to one browser on this machine: the same renderer and the same engine as the desktop window, reached
 * over a WebSocket on loopback. For a machine with no Electron binary or no display, and for the end-to-end tests.
 */
export async function startWebHost(options: WebHostOptions): Promise<WebHost> {
  const access = new HostAccess(options.random);
  const files = createStaticFiles(options.rendererDir);
  const server = createServer((request, response) => {
    for (const [name, value] of Object.entries(securityHeaders)) response.setHeader(name, value);
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!access.isAddressedHere(request)) return refuse(response, 403, 'This is not an address of Quittance.');
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const token = url.searchParams.get('token');
    if (token !== null) return welcome(response, access.redeem(token));
    if (!access.hasSession(request)) return refuse(response, 401, signInAgain);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET is known here.');
    if (!(await files.send(url.pathname, response))) refuse(response, 404, 'There is no such page.');
  }

  const sockets = new WebSocketServer({ noServer: true, maxPayload: messageLimit });
  server.on('upgrade', (request, socket, head) => {
    if (request.url !== '/engine' || !access.mayConnect(request)) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serveApp(socketChannel(webSocket), options.handlers));
  });

  const port = await listenNear(server, options.port);
  access.listenOn(port);
  const origin = `http://127.0.0.1:${port}`;
  return {
    origin,
    openUrl: () => `${origin}/?token=${access.issueToken()}`,
    async stop() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const signInAgain =
  'This address belongs to a Quittance that is already open elsewhere, or was opened before. Use the address that "npm start" prints.';

function welcome(response: ServerResponse, session: string | null): void {
  if (session === null) return refuse(response, 401, signInAgain);
  response.setHeader('set-cookie', `${sessionCookie}=${session}; HttpOnly; SameSite=Strict; Path=/`);
  response.writeHead(303, { location: '/' });
  response.end();
}

function refuse(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`${text}\n`);
}
