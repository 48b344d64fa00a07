import { onTestFinished } from 'vitest';
import {
  openRpcFaultProxy,
  type RpcFaultProxy,
  type SeenRequest,
} from '../../../../scripts/simulate/chain/rpc-fault-proxy.ts';

export type { Fault, SeenRequest } from '../../../../scripts/simulate/chain/rpc-fault-proxy.ts';

/** A proxy that remembers what was asked; `fault` decides, request by request, what goes wrong. */
export interface FaultProxy {
  readonly url: string;
  readonly seen: SeenRequest[];
  fault: RpcFaultProxy['fault'];
}

/** Starts a proxy on loopback that ends with the test. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const proxy = await openRpcFaultProxy(target);
  onTestFinished(() => proxy.close());
  const told: FaultProxy = { url: proxy.url, seen: [], fault: () => undefined };
  proxy.fault = (request) => {
    told.seen.push(request);
    return told.fault(request);
  };
  return told;
}
