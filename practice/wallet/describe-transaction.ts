import { formatDecimal } from '../../shared/money/decimal.ts';
import { practiceChainId } from '../../shared/money/chain.ts';
import { decodeSweep } from '../../shared/payment/decode-sweep.ts';
import { forwarderContracts } from '../../shared/payment/forwarder-contracts.ts';
import { findToken } from '../../shared/money/token.ts';

/** A transaction in the words of a confirmation: what is sent, and to whom. */
export interface TransactionWords {
  readonly what: string;
  readonly to: string;
  /** Bytes that follow the transfer's own arguments, such as an invoice's tag. */
  readonly note: string | null;
}

/**
 * Says what a transaction would do, from its calldata. A transfer of a practice token and a sweep are told as such;
 * anything else is called what it is, a call that this wallet cannot read.
 */
export function describeTransaction(transaction: { readonly to?: unknown; readonly data?: unknown }): TransactionWords {
  const contract = typeof transaction.to === 'string' ? transaction.to : '';
  const data = typeof transaction.data === 'string' ? transaction.data.toLowerCase() : '';
  const call = /^0xa9059cbb0{24}([0-9a-f]{40})([0-9a-f]{64})([0-9a-f]*)$/.exec(data);
  const token = contract ? findToken(practiceChainId, contract) : undefined;
  const sweep = contract.toLowerCase() === forwarderContracts.factory.toLowerCase() ? decodeSweep(data) : null;
  const [item] = sweep?.items ?? [];
  if (sweep && item)
    return { what: `Collect from ${sweep.items.length} payment addresses`, to: item.owner, note: null };
  if (!call || !token)
    return { what: 'A call that this wallet cannot read', to: contract || 'a new contract', note: null };
  const [, recipient, amount, rest = ''] = call;
  const units = formatDecimal(BigInt(`0x${amount}`), token.decimals).replace(/(\.\d\d\d*?)0+$/, '$1');
  return {
    what: `${units} ${token.symbol}`,
    to: `0x${recipient}`,
    note: rest === '' ? null : `With the invoice’s tag (${rest.length / 2} bytes)`,
  };
}
