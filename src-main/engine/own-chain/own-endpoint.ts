import { createPublicClient, http, type PublicClient } from 'viem';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { EngineOptions } from '../engine-options.ts';

/** The owner's own endpoints of a chain, best first; the practice chain's port can change, so today's comes before. */
export function endpointsOf(
  settings: Pick<Settings, 'rpcEndpoints'>,
  { practice }: Pick<EngineOptions, 'practice'>,
  chainId: number,
): readonly string[] {
  const chosen = settings.rpcEndpoints[String(chainId)] ?? [];
  if (chosen.length === 0 || practice?.chainId !== chainId) return chosen;
  return [...new Set([practice.rpcUrl, ...chosen])];
}

/** Milliseconds for one answer. */
const timeout = 8_000;

/**
 * Opens an endpoint after making sure that it serves this chain; rejects where it does not, or does not answer in time.
 */
export async function openEndpoint(endpoint: string, chainId: number): Promise<PublicClient> {
  const client = createPublicClient({ transport: http(endpoint, { timeout, retryCount: 0 }) });
  const serves = await client.getChainId();
  if (serves !== chainId) throw new Error(`it serves chain ${serves}, not ${chainId}`);
  return client;
}
