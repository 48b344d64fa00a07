import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

/** One JSON-RPC request as the proxy sees it. */
export interface SeenRequest {
  readonly id: unknown;
  readonly method: string;
  readonly params: readonly unknown[];
}

/**
 * What the proxy does with a request instead of passing it on (`ask`: passes another one on), or with
 * the answer of the node.
 */
export type Fault =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | { readonly error: { readonly code: number; readonly message: string } }
  | { readonly result: unknown }
  | { readonly change: (result: unknown) => unknown }
  | { readonly ask: Pick<SeenRequest, 'method' | 'params'> }
  | { readonly after: number }
  | { readonly hangUp: true }
  | { readonly silent: true };

/** An HTTP proxy in front of a real node; `fault` decides, request by request, what goes wrong. */
export interface RpcFaultProxy {
  readonly url: string;
  fault: (request: SeenRequest) => Fault | undefined;
  close(): void;
}

/** Opens a proxy on loopback. */
export async function openRpcFaultProxy(target: string): Promise<RpcFaultProxy> {
  const server = createServer((incoming, response) => {
    void (async () => {
      const request = JSON.parse(await text(incoming)) as SeenRequest;
      const fault = proxy.fault(request);
      if (fault && 'silent' in fault) return;
      if (fault && 'hangUp' in fault) return void incoming.socket.destroy();
      await answer(target, request, fault, response);
    })().catch(() => incoming.socket.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const proxy: RpcFaultProxy = {
    url: `http://127.0.0.1:${port}`,
    fault: () => undefined,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  return proxy;
}

async function answer(
  target: string,
  request: SeenRequest,
  fault: Fault | undefined,
  response: ServerResponse,
): Promise<void> {
  const reply = (answered: string | object): void => {
    response.setHeader('content-type', 'application/json');
    response.end(
      typeof answered === 'string' ? answered : JSON.stringify({ jsonrpc: '2.0', id: request.id, ...answered }),
    );
  };
  if (fault && 'status' in fault) return void response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
  if (fault && ('error' in fault || 'result' in fault)) return reply(fault);
  if (fault && 'after' in fault) await new Promise((resolve) => setTimeout(resolve, fault.after));
  const asked = fault && 'ask' in fault ? { ...request, ...fault.ask } : request;
  const headers = { 'content-type': 'application/json' };
  const answered = await (await fetch(target, { method: 'POST', headers, body: JSON.stringify(asked) })).text();
  if (!fault || !('change' in fault)) return reply(answered);
  const parsed = JSON.parse(answered) as { result?: unknown };
  reply('result' in parsed ? { result: fault.change(parsed.result) } : answered);
}
