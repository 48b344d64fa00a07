import { startRelay, type Relay, type RelayDependencies } from '../../sync-server/relay.ts';
import { buildPracticeWallet } from '../wallet/build.ts';
import { practiceRelayConfig, type PracticeRelayOptions } from './practice-relay-config.ts';

/**
 * Starts a relay on the practice chain in this process, with the practice wallet on its payment page.
 * @throws as `startRelay` does.
 */
export async function startPracticeRelay(options: PracticeRelayOptions, deps: RelayDependencies = {}): Promise<Relay> {
  const practiceWallet = deps.page === false ? '' : await buildPracticeWallet();
  return startRelay(practiceRelayConfig(options), { practiceWallet, ...deps });
}
