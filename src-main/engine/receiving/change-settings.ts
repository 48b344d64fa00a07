import type { Settings } from '../../../shared/app-api/settings.ts';
import { fail, type Result } from '../../../shared/result.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { updateSettings } from '../workspace/update-settings.ts';
import { findReadyChains } from './find-ready-chains.ts';
import { acceptedChains } from './preview-receiving.ts';

/**
 * Changes settings; forwarders are switched on only where the contracts were seen, with the right code, on one accepted
 * chain at least (`receiving.not-ready`).
 */
export async function changeSettings(
  { db, options }: Pick<InvoiceContext, 'db' | 'options'>,
  patch: { readonly [Name in keyof Settings]?: Settings[Name] | undefined },
): Promise<Result<Settings>> {
  if (patch.receiving?.mode === 'forwarder') {
    const settings = await readSettings(db, options.practice);
    if (settings.receiving.mode !== 'forwarder') {
      const chainIds = acceptedChains({ accept: patch.accept ?? settings.accept });
      const found = await findReadyChains(db, settings, options, chainIds);
      if (!found.some(({ ready }) => ready)) return notReady(found.map(({ detail }) => detail));
    }
  }
  return updateSettings(db, options, patch);
}

function notReady(details: readonly string[]) {
  const message = `Forwarders cannot be used yet. ${details[0] ?? 'No token is accepted.'}`;
  return fail('receiving.not-ready', message, { retryable: true, path: ['receiving', 'mode'] });
}
