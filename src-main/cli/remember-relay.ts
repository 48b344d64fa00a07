import type { AppClient } from '../../shared/app-api/app-client.ts';
import { ok, type Result } from '../../shared/result.ts';

/** Puts the relay that `--relay` named into the settings of a workspace that has just begun. */
export async function rememberRelay(client: AppClient, relay: string | undefined): Promise<Result<unknown>> {
  return relay === undefined ? ok(null) : client.call('settings.update', { relayOrigin: relay });
}
