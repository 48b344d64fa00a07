import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** One JSON-RPC request as the proxy sees it. */
export interface SeenRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/** What the proxy does with a request instead of passing it on, or with the answer of the node. */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly error: { readonly code: number; readonly message: string } }
  | { readonly result: unknown }
  | { readonly change: (result: unknown) => unknown }
  | { readonly hangUp: true }
  | { readonly silent: true };

/** An HTTP proxy in front of a real node; `fault` decides, request by request, what goes wrong. */
export interface FaultProxy {
  readonly url: string;
  readonly seen: SeenRequest[];
  fault: (request: SeenRequest) => Fault | undefined;
}

/** Starts a proxy on loopback that ends with the test. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const seen: SeenRequest[] = [];
  const server = createServer((incoming, response) => {
    void (async () => {
      const body = await text(incoming);
      const request = JSON.parse(body) as SeenRequest;
      seen.push(request);
      const reply = (answer: object): void => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ jsonrpc: '2.0', id: request.id, ...answer }));
      };
      const fault = proxy.fault(request);
      if (fault && 'silent' in fault) return;
      if (fault && 'hangUp' in fault) return void incoming.socket.destroy();
      if (fault && 'status' in fault) return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
      if (fault && ('error' in fault || 'result' in fault)) return reply(fault);
      const headers = { 'content-type': 'application/json' };
      const answer = (await (await fetch(target, { method: 'POST', headers, body })).json()) as { result?: unknown };
      reply(fault && 'change' in fault && 'result' in answer ? { result: fault.change(answer.result) } : answer);
    })().catch(() => incoming.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const proxy: FaultProxy = { url: `http://127.0.0.1:${port}`, seen, fault: () => undefined };
  return proxy;
}
