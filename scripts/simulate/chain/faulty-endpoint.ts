import { createFaultDecision, type FaultDecision, type FaultMode } from './fault-modes.ts';
import { openRpcFaultProxy, type RpcFaultProxy } from './rpc-fault-proxy.ts';

/** An RPC endpoint that fails in one way at a time, or not at all. */
export class FaultyEndpoint {
  readonly #proxy: RpcFaultProxy;
  readonly #head: () => number;
  #decide: FaultDecision | null = null;
  /** Requests that were answered wrongly, or not, so far. */
  hits = 0;

  private constructor(proxy: RpcFaultProxy, head: () => number) {
    this.#proxy = proxy;
    this.#head = head;
    proxy.fault = (request) => {
      const fault = this.#decide?.(request);
      if (fault) this.hits += 1;
      return fault;
    };
  }

  /** Opens an endpoint in front of a node. */
  static async open(rpcUrl: string, head: () => number): Promise<FaultyEndpoint> {
    return new FaultyEndpoint(await openRpcFaultProxy(rpcUrl), head);
  }

  get url(): string {
    return this.#proxy.url;
  }

  /** Fails in this way from now on, one request in `every`. */
  fail(mode: FaultMode, every: number): void {
    this.#decide = createFaultDecision({ mode, every, head: this.#head });
  }

  heal(): void {
    this.#decide = null;
  }

  close(): void {
    this.#proxy.close();
  }
}
