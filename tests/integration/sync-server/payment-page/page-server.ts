import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { buildPracticeWallet } from '../../../../practice/wallet/build.ts';
import { getLink, getLinkPdf, linkStateSchema, type LinkState } from '../../../../shared/relay-api/links.ts';
import { buildPaymentPage } from '../../../../sync-server/payment-page/build.ts';
import { paymentPagePolicy } from '../../../../sync-server/payment-page/content-security-policy.ts';
import type { SealedInvoice } from './sealed-invoice.ts';

/** What the scripted relay says of one link; a test changes it as it goes. */
export interface ScriptedLink {
  readonly sealed: SealedInvoice;
  live: LinkState;
  practice: boolean;
}

/** The built page behind a scripted relay, held to the relay's own contract. */
export interface PageServer {
  readonly origin: string;
  publish(sealed: SealedInvoice, live: LinkState, practice?: boolean): string;
  /** Changes a link's live state and streams it to every open page. */
  tell(id: string, live: LinkState): void;
  /** What `getLink` answers while it is set, e.g. 503. */
  trouble: number | null;
  /** Whether the event stream works. */
  streams: boolean;
  /** Ends every open stream. */
  cutStreams(): void;
  /** Answers calls of the practice wallet; may return a promise. */
  rpc: (method: string, params: readonly unknown[]) => unknown;
  readonly rpcCalls: { readonly method: string; readonly params: readonly unknown[] }[];
  stop(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** Builds the page and serves it with its own Content-Security-Policy on a free port of the loopback. */
export async function startPageServer(): Promise<PageServer> {
  const outDir = await mkdtemp(join(tmpdir(), 'payment-page-'));
  const [, wallet] = await Promise.all([buildPaymentPage({ outDir }), buildPracticeWallet()]);
  const links = new Map<string, ScriptedLink>();
  const streams = new Set<{ id: string; response: ServerResponse }>();
  const http = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => void http.listen(0, '127.0.0.1', resolve));
  const server: PageServer = {
    origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    trouble: null,
    streams: true,
    rpc: () => null,
    rpcCalls: [],
    publish(sealed, live, practice = false) {
      links.set(sealed.id, { sealed, live: linkStateSchema.parse(live), practice });
      return `${server.origin}/i/${sealed.id}#${sealed.key}`;
    },
    tell(id, live) {
      const link = links.get(id);
      if (!link) throw new Error(`No link ${id}`);
      link.live = linkStateSchema.parse(live);
      for (const stream of streams) if (stream.id === id) stream.response.write(stateEvent(link.live));
    },
    cutStreams() {
      for (const { response } of streams) response.destroy();
      streams.clear();
    },
    async stop() {
      server.cutStreams();
      http.closeAllConnections();
      await new Promise((resolve) => void http.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? '/', server.origin).pathname;
    const [, id = '', rest = ''] = /^\/v1\/links\/([\w-]+)(?:\/(\w+))?$/.exec(path) ?? [];
    if (path.startsWith('/i/')) return sendFile(response, join(outDir, 'index.html'));
    if (path.startsWith('/page/')) return sendFile(response, join(outDir, path.slice('/page/'.length)));
    if (path === '/practice/wallet.js') return void sendText(response, 200, types['.js'] ?? '', wallet);
    if (path === '/practice/rpc') return answerRpc(request, response);
    if (server.trouble !== null) return sendProblem(response, server.trouble, 'test.trouble');
    const link = links.get(id);
    if (!link) return sendProblem(response, 404, 'link.not-found');
    if (rest === 'stream') return openStream(link, response);
    if (rest === 'pdf') return sendJson(response, getLinkPdf.response.parse({ sealedPdf: link.sealed.sealedPdf }));
    const { sealed, live, practice } = link;
    sendJson(response, getLink.response.parse({ id, sealedInvoice: sealed.sealedInvoice, state: live, practice }));
  }

  function openStream(link: ScriptedLink, response: ServerResponse): void {
    if (!server.streams) return sendProblem(response, 500, 'test.no-streams');
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`retry: 200\n\n${stateEvent(link.live)}`);
    const stream = { id: link.sealed.id, response };
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
  }

  async function answerRpc(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { id, method, params } = JSON.parse(Buffer.concat(chunks).toString()) as {
      id: number;
      method: string;
      params: unknown[];
    };
    server.rpcCalls.push({ method, params });
    sendJson(response, { jsonrpc: '2.0', id, result: await server.rpc(method, params) });
  }
  return server;
}

const stateEvent = (live: LinkState) => `event: state\ndata: ${JSON.stringify(live)}\n\n`;

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const content = await readFile(path).catch(() => null);
  if (content === null) return sendText(response, 404, 'text/plain', 'Not found');
  response.writeHead(200, {
    'content-type': types[extname(path)] ?? 'application/octet-stream',
    'content-security-policy': paymentPagePolicy,
    'x-content-type-options': 'nosniff',
  });
  response.end(content);
}

function sendText(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, { 'content-type': type }).end(text);
}

function sendJson(response: ServerResponse, value: unknown): void {
  sendText(response, 200, 'application/json', JSON.stringify(value));
}

function sendProblem(response: ServerResponse, status: number, code: string): void {
  const problem = { type: 'about:blank', title: code, status, code, detail: code, retryable: status >= 500 };
  sendText(response, status, 'application/problem+json', JSON.stringify(problem));
}
