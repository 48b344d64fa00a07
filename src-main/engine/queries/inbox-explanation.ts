import { findChain } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import type { UnmatchedReason } from '../../../shared/payment/unmatched-reason.ts';
import type { InboxEntry } from '../ledger/inbox.ts';

/**
 * Why a transfer is in the inbox, in a sentence or two.
 *
 * @param numbers of the invoices that it may have been meant for, as far as they are here.
 */
export function inboxExplanation({ transfer, word }: InboxEntry, numbers: readonly string[]): string {
  const { unmatched, unreported, payment } = transfer;
  const hidden = unreported ? ' The relay has not told of it: your own endpoint found it.' : '';
  if (!unmatched)
    return `${word?.assignment?.parts.length ? 'You gave it to another invoice' : 'You took it off an invoice'}.${hidden}`;
  return `${explain(unmatched.reason, payment, numbers)}${hidden}`;
}

function explain(
  reason: UnmatchedReason,
  { chainId, token }: { readonly chainId: number; readonly token: string },
  numbers: readonly string[],
): string {
  const chain = findChain(chainId)?.name ?? `Chain ${chainId}`;
  const symbol = findToken(chainId, token)?.symbol ?? 'This token';
  const named = listed(numbers);
  switch (reason) {
    case 'no-rule':
      return named === ''
        ? 'It carries no tag and no invoice’s exact amount, so nothing says whose it is.'
        : `Its amount is that of ${named}, but it does not carry the tail or the tag that says so.`;
    case 'wrong-token':
      return `${symbol} on ${chain} is a token that ${named === '' ? 'no open invoice at this address' : named} does not take.`;
    case 'wrong-chain':
      return `${chain} is a chain that ${named === '' ? 'no invoice at this address' : named} does not name.`;
    case 'ambiguous':
      return `${named === '' ? 'Several invoices' : named} fit equally, and nothing tells which is meant.`;
    case 'monitoring-ended':
      return `It came after the last day on which ${named === '' ? 'its invoice' : named} was looked for.`;
    case 'internal':
      return 'It came from another of your own addresses.';
  }
}

function listed(numbers: readonly string[]): string {
  const shown = numbers.slice(0, 3);
  const rest = numbers.length - shown.length;
  const parts = rest > 0 ? [...shown, `${rest} more`] : shown;
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}` : (parts[0] ?? '');
}
