import { formatMoney, formatTokenAmount } from '../../../shared/money/amount.ts';
import { findChain } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import type { AdjustmentDocument } from '../database/documents.ts';
import type { TimelineNote } from '../ledger/timeline.ts';

/** What an adjustment of one invoice says in its history: that it was made (or restored), or undone. */
export function adjustmentNotes(document: AdjustmentDocument, currency: string, at: string): TimelineNote[] {
  const { id, invoiceId, kind, transfer } = document;
  const base = { invoiceId, occasion: `${id}/${at}`, at, ...(transfer ? { txHash: transfer.txHash } : {}) };
  const said = describe(document, formatMoney({ minor: BigInt(document.amount), currency }, 'en-US'));
  if (document.undone) return [{ ...base, kind: 'adjustment-undone', detail: `Undone: ${uncapitalised(said)}` }];
  switch (kind) {
    case 'refund':
      return [{ ...base, kind: 'refund-recorded', detail: `${said} It counts once your own endpoint confirms it.` }];
    case 'paid-outside':
      return [{ ...base, kind: 'paid-outside', detail: said }];
    case 'credit-note':
      return [{ ...base, kind: 'credited', detail: said }];
    case 'tolerance':
      return [{ ...base, kind: 'tolerance-used', detail: said }];
    case 'assignment':
      return [];
  }
}

const methods = { cash: 'in cash', bank: 'by bank transfer', card: 'by card', other: 'by other means' } as const;

function describe({ kind, note, transfer, outside, creditNote }: AdjustmentDocument, amount: string): string {
  const words = note === '' ? '.' : `: ${note}`;
  switch (kind) {
    case 'refund':
      return `Refund of ${amount}${transfer ? `, ${transferText(transfer)}` : ''}${words}`;
    case 'paid-outside':
      return `${amount} paid ${outside ? `${methods[outside.method]} on ${outside.date}` : 'outside'}${words}`;
    case 'credit-note':
      return `Credit note ${creditNote?.number ?? ''} over ${amount}${words}`;
    case 'tolerance':
      return `${amount} short, within your tolerance: the rest is let go.`;
    case 'assignment':
      return 'Assigned by you.';
  }
}

/** A transfer in words: "100.00 USDC on Base to 0x3c44…93bc". */
function transferText({ chainId, token, units, to }: NonNullable<AdjustmentDocument['transfer']>): string {
  return `${unitsText(chainId, token, units)} on ${findChain(chainId)?.name ?? `chain ${chainId}`} to ${shortAddress(to)}`;
}

/** A quantity of a token, of an unknown one in base units. */
export function unitsText(chainId: number, address: string, units: string): string {
  const token = findToken(chainId, address);
  if (!token) return `${units} base units of ${address}`;
  return formatTokenAmount({ units: BigInt(units), token }, 'en-US');
}

/** The beginning and the end of an address. */
export function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`;
}

function uncapitalised(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
