import type { ReceivingMode, Settings } from '../../../shared/app-api/settings.ts';
import type { Address } from '../../../shared/money/address.ts';
import { chainOf } from '../../../shared/money/chain.ts';
import { findTokenByKey } from '../../../shared/money/token.ts';
import { accountAddress } from '../../../shared/payment/account-address.ts';
import { parseAccountXpub } from '../../../shared/payment/account-xpub.ts';
import { forwarderAddress } from '../../../shared/payment/forwarder-address.ts';
import { forwarderSalt } from '../../../shared/payment/forwarder-salt.ts';
import { ok, type Result } from '../../../shared/result.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { walletMissing } from './choose-receiver.ts';
import { findReadyChains, type ChainReadiness } from './find-ready-chains.ts';
import { nextIndex } from './next-index.ts';

/** An address that invoices would get, with its number and its path in the owner's wallet where it has one. */
interface PreviewedAddress {
  readonly index: number | null;
  readonly path: string | null;
  readonly address: string;
}

/** What a way of receiving would mean: the next addresses, and on which chains it can be used now. */
export interface ReceivingPreview {
  readonly addresses: PreviewedAddress[];
  readonly chains: ChainReadiness[];
}

/** Addresses shown, for the owner to compare with the wallet. */
const shown = 3;

/**
 * Shows what a way of receiving would give before it is switched on. For an account these are its very first addresses,
 * which every wallet shows; for forwarders the next ones. Nothing is used up. Fails with `account-xpub.*`,
 * `settings.wallet-missing` and `workspace.*`.
 */
export async function previewReceiving(
  context: Pick<InvoiceContext, 'db' | 'workspace' | 'options'>,
  request: { readonly mode: ReceivingMode; readonly xpub: string },
): Promise<Result<ReceivingPreview>> {
  const { db, workspace, options } = context;
  const settings = await readSettings(db, options.practice);
  const chainIds = acceptedChains(settings);
  const always = chainIds.map((chainId) => ({
    chainId,
    ready: true,
    detail: `Every wallet address works on ${chainOf(chainId).name}.`,
  }));
  if (request.mode === 'account') {
    const xpub = parseAccountXpub(request.xpub);
    if (!xpub.ok) return { ok: false, problem: { ...xpub.problem, path: ['receiving', 'xpub'] } };
    const addresses = places(0).map((index) => ({ index, ...accountAddress(xpub.value, index) }));
    return ok({ addresses, chains: always });
  }
  if (settings.wallet === '') return walletMissing();
  if (request.mode === 'shared')
    return ok({ addresses: [{ index: null, path: null, address: settings.wallet }], chains: always });
  const keys = workspace.keys();
  if (!keys.ok) return keys;
  const next = await nextIndex(db, workspace);
  if (!next.ok) return next;
  const owner = settings.wallet as Address;
  const addresses = places(next.value).map((index) => ({
    index,
    path: null,
    address: forwarderAddress(owner, forwarderSalt(keys.value.forwarder, index)),
  }));
  return ok({ addresses, chains: await findReadyChains(db, settings, options, chainIds) });
}

/** The chains of the tokens that the owner takes. */
export function acceptedChains({ accept }: Pick<Settings, 'accept'>): number[] {
  return [...new Set(accept.flatMap((key) => findTokenByKey(key)?.chainId ?? []))];
}

function places(first: number): number[] {
  return Array.from({ length: shown }, (_, at) => first + at);
}
