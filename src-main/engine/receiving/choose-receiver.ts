import type { Settings } from '../../../shared/app-api/settings.ts';
import type { Token } from '../../../shared/money/token.ts';
import { accountAddress } from '../../../shared/payment/account-address.ts';
import { parseAccountXpub } from '../../../shared/payment/account-xpub.ts';
import { forwarderAddress } from '../../../shared/payment/forwarder-address.ts';
import { forwarderSalt } from '../../../shared/payment/forwarder-salt.ts';
import type { Address } from '../../../shared/money/address.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { InvoiceContext } from '../invoices/invoice-context.ts';
import { findReadyChains } from './find-ready-chains.ts';
import { nextIndex } from './next-index.ts';

/**
 * Where an invoice's money is to arrive: its address, whether it is the invoice's own, with its number (-1 for none)
 * and the wallet behind its forwarder (empty for none), and which of the accepted tokens can be taken there.
 */
export interface Receiver {
  readonly address: string;
  readonly ownAddress: boolean;
  readonly addressIndex: number;
  readonly forwarderOwner: string;
  readonly accept: readonly Token[];
}

/**
 * Chooses the receiver of a new invoice by the owner's settings: the wallet's one address, the next address of
 * the account's xpub, or the next forwarder of the wallet, on those chains alone where the contracts were seen
 * with the right code.
 *
 * The index is used up by the write of the issued invoice itself. Fails with `settings.wallet-missing`,
 * `account-xpub.*`, `address-index.*`, `workspace.*` and `receiving.no-forwarder`.
 */
export async function chooseReceiver(
  context: Pick<InvoiceContext, 'db' | 'workspace' | 'options'>,
  settings: Settings,
  accept: readonly Token[],
): Promise<Result<Receiver>> {
  switch (settings.receiving.mode) {
    case 'shared':
      return settings.wallet === ''
        ? walletMissing()
        : ok({ address: settings.wallet, ownAddress: false, addressIndex: -1, forwarderOwner: '', accept });
    case 'account':
      return ofAccount(context, settings, accept);
    case 'forwarder':
      return settings.wallet === '' ? walletMissing() : ofForwarder(context, settings, accept);
  }
}

async function ofAccount(
  { db, workspace }: Pick<InvoiceContext, 'db' | 'workspace'>,
  settings: Settings,
  accept: readonly Token[],
): Promise<Result<Receiver>> {
  const xpub = parseAccountXpub(settings.receiving.xpub);
  if (!xpub.ok) return { ok: false, problem: { ...xpub.problem, path: ['receiving', 'xpub'] } };
  const index = await nextIndex(db, workspace);
  if (!index.ok) return index;
  const { address } = accountAddress(xpub.value, index.value);
  return ok({ address, ownAddress: true, addressIndex: index.value, forwarderOwner: '', accept });
}

async function ofForwarder(
  { db, workspace, options }: Pick<InvoiceContext, 'db' | 'workspace' | 'options'>,
  settings: Settings,
  accept: readonly Token[],
): Promise<Result<Receiver>> {
  const keys = workspace.keys();
  if (!keys.ok) return keys;
  const chainIds = [...new Set(accept.map(({ chainId }) => chainId))];
  const found = await findReadyChains(db, settings, options, chainIds);
  const ready = new Set(found.filter((chain) => chain.ready).map(({ chainId }) => chainId));
  const usable = accept.filter(({ chainId }) => ready.has(chainId));
  if (usable.length === 0) return noForwarder(found.map(({ detail }) => detail));
  const index = await nextIndex(db, workspace);
  if (!index.ok) return index;
  const owner = settings.wallet as Address;
  const address = forwarderAddress(owner, forwarderSalt(keys.value.forwarder, index.value));
  return ok({ address, ownAddress: true, addressIndex: index.value, forwarderOwner: owner, accept: usable });
}

/** There is no wallet to be paid to. */
export function walletMissing() {
  return fail('settings.wallet-missing', 'No wallet is set to be paid to. Add its address in Settings.', {
    path: ['wallet'],
  });
}

function noForwarder(details: readonly string[]) {
  const why = details[0] ?? 'No token is accepted.';
  return fail(
    'receiving.no-forwarder',
    `No accepted chain has the forwarder contracts that this app knows. ${why} Choose another way to receive in Settings, or try again.`,
    { retryable: true, path: ['receiving', 'mode'] },
  );
}
