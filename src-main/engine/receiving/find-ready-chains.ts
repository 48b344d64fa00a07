import { chainOf } from '../../../shared/money/chain.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { endpointsOf, openEndpoint } from '../own-chain/own-endpoint.ts';
import { verifyForwarderFactory } from './verify-forwarder-factory.ts';

/** Whether forwarder addresses can be given out on a chain, and in a sentence why or why not. */
export interface ChainReadiness {
  readonly chainId: number;
  readonly ready: boolean;
  readonly detail: string;
}

/**
 * Finds out on which of these chains the forwarder contracts are, with the right code, by the owner's own endpoints.
 * What was seen once is remembered on this device, for nobody can change it: then no network is needed.
 */
export function findReadyChains(
  db: EngineDatabase,
  settings: Settings,
  options: Pick<EngineOptions, 'practice'>,
  chainIds: readonly number[],
): Promise<ChainReadiness[]> {
  return Promise.all(chainIds.map((chainId) => lookAt(db, settings, options, chainId)));
}

async function lookAt(
  db: EngineDatabase,
  settings: Settings,
  options: Pick<EngineOptions, 'practice'>,
  chainId: number,
): Promise<ChainReadiness> {
  const { name, practice } = chainOf(chainId);
  const key = deviceKeys.forwarderReady(chainId);
  // A practice chain can begin anew, without the contracts.
  if (!practice && (await readDeviceValue<boolean>(db, key)))
    return { chainId, ready: true, detail: `The forwarder contracts are on ${name}, with the right code.` };
  const endpoints = endpointsOf(settings, options, chainId);
  let detail = `No endpoint of your own is set for ${name}, so the contracts cannot be checked there. Add one in Settings.`;
  for (const endpoint of endpoints) {
    const verified = await verifyForwarderFactory(async (address) => {
      const client = await openEndpoint(endpoint, chainId);
      return (await client.getCode({ address })) ?? '0x';
    });
    if (verified.ok) {
      await writeDeviceValue(db, key, true);
      return { chainId, ready: true, detail: `The forwarder contracts are on ${name}, with the right code.` };
    }
    detail = `${name}: ${verified.problem.message}`;
    if (!verified.problem.retryable) break;
  }
  return { chainId, ready: false, detail };
}
