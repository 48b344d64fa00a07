import type { InboxList, UnmatchedView } from '../../../shared/app-api/inbox-view.ts';
import { formatTokenAmount } from '../../../shared/money/amount.ts';
import { formatMinor } from './format-money.ts';

/** One list of the inbox, for reading in a terminal. */
export function renderInbox(rows: readonly UnmatchedView[], total: number, list: InboxList): string {
  if (rows.length === 0) return list === 'open' ? 'Nothing waits for a decision.' : 'None.';
  const shown = rows.map(renderTransfer).join('\n\n');
  return total > rows.length ? `${shown}\n\n${rows.length} of ${total} shown; --limit shows more.` : shown;
}

/** A transfer in a few words: "100.00 USDC on Base". */
export function transferWords({
  units,
  decimals,
  symbol,
  chainName,
}: Pick<UnmatchedView, 'units' | 'decimals' | 'symbol' | 'chainName'>): string {
  return `${formatTokenAmount({ units: BigInt(units), token: { decimals, symbol } }, 'en-US')} on ${chainName}`;
}

function renderTransfer(view: UnmatchedView): string {
  const { txHash, from, to, at, state, confirmations, requiredConfirmations, verification, explanation } = view;
  const depth = `${state}, ${confirmations}/${requiredConfirmations} confirmations, ${verification.status}`;
  return [
    `${transferWords(view)}  ${at.slice(0, 10)}  ${depth}`,
    `  ${txHash}`,
    `  from ${from} to ${to}`,
    `  ${explanation}`,
    ...(verification.status === 'mismatch' ? [`  ${verification.detail}`] : []),
    ...(view.assignment?.parts ?? []).map(
      ({ number, value, currency }) => `  pays ${number}: ${formatMinor(value, currency)}`,
    ),
    ...view.suggestions.map(
      ({ number, buyerName, remaining, currency, reasons }) =>
        `  ${number} ${buyerName}, ${formatMinor(remaining, currency)} open: ${reasons.join(' ')}`,
    ),
  ].join('\n');
}
