import { createPublicClient, http, type Hex } from 'viem';
import type { Verification } from '../../../shared/app-api/views.ts';
import type { Payment } from '../../../shared/payment/payment.ts';

/** `keccak256("Transfer(address,address,uint256)")`: the first topic of every ERC-20 transfer log (EIP-20). */
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';

/** What a payment is checked against: one of the owner's own RPC endpoints, and the time of the check. */
export interface VerifyPaymentOptions {
  readonly endpoint: string;
  readonly now: () => Date;
  /** Milliseconds for one answer; 8,000 unless told. */
  readonly timeout?: number;
}

/**
 * Re-checks on the owner's own RPC endpoint what the relay says of a payment: the chain, the receipt, the very log, the
 * block's place in the chain, and that the confirmations are there.
 *
 * An endpoint that cannot be asked, or has not come as far as the relay, answers `waiting`, never `mismatch`.
 */
export async function verifyPayment(payment: Payment, options: VerifyPaymentOptions): Promise<Verification> {
  const checkedAt = options.now().toISOString();
  const waiting = (detail: string): Verification => ({ status: 'waiting', detail, checkedAt });
  const mismatch = (detail: string): Verification => ({ status: 'mismatch', detail, checkedAt });
  try {
    const facts = await readChain(payment, options);
    if (facts.chainId !== payment.chainId) {
      return waiting(`Your endpoint serves chain ${facts.chainId}, not ${payment.chainId}; correct it in Settings.`);
    }
    const { receipt, canonicalHash, head } = facts;
    const blockNumber = BigInt(payment.blockNumber);
    if (head < blockNumber) return waiting(`Your endpoint has not reached block ${payment.blockNumber} yet.`);
    if (!receipt) return mismatch('Your endpoint knows no such transaction.');
    if (receipt.status !== '0x1') return mismatch('The transaction failed on chain: no token moved.');
    if (receipt.blockHash !== payment.blockHash || canonicalHash !== payment.blockHash) {
      return mismatch(
        'Your endpoint has this transaction in another block: the chain was reorganised, or the report is wrong.',
      );
    }
    const log = receipt.logs.find((entry) => Number(entry.logIndex) === payment.logIndex);
    const difference = log ? compareLog(log, payment) : 'it holds no log of that number';
    if (difference) return mismatch(`The transaction is there, but ${difference}.`);
    const confirmations = Number(head - blockNumber) + 1;
    const enough = Math.min(payment.confirmations, payment.requiredConfirmations);
    if (confirmations < enough) {
      return waiting(`Your endpoint sees ${confirmations} of ${payment.requiredConfirmations} confirmations so far.`);
    }
    return { status: 'verified', detail: `Checked on your own endpoint, ${confirmations} confirmations.`, checkedAt };
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return waiting(`Your endpoint did not answer (${why}). It is asked again by itself.`);
  }
}

interface RawLog {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly logIndex: Hex;
}

interface ChainFacts {
  readonly chainId: number;
  readonly head: bigint;
  readonly canonicalHash: string | null;
  readonly receipt: { readonly status: Hex; readonly blockHash: Hex; readonly logs: readonly RawLog[] } | null;
}

async function readChain(payment: Payment, options: VerifyPaymentOptions): Promise<ChainFacts> {
  const transport = http(options.endpoint, { timeout: options.timeout ?? 8_000, retryCount: 0 });
  const { request } = createPublicClient({ transport });
  const blockNumber: Hex = `0x${BigInt(payment.blockNumber).toString(16)}`;
  const [chainId, head, block, receipt] = await Promise.all([
    request({ method: 'eth_chainId' }),
    request({ method: 'eth_blockNumber' }),
    request({ method: 'eth_getBlockByNumber', params: [blockNumber, false] }),
    request({ method: 'eth_getTransactionReceipt', params: [payment.txHash as Hex] }),
  ]);
  return {
    chainId: Number(chainId),
    head: BigInt(head),
    canonicalHash: block?.hash ?? null,
    receipt: receipt as ChainFacts['receipt'],
  };
}

/** What in the log differs from the report, as the end of a sentence; null when nothing does. */
function compareLog(log: RawLog, payment: Payment): string | null {
  if (log.topics[0] !== transferTopic || log.topics.length !== 3) return 'that log is no token transfer';
  if (!sameHex(log.address, payment.token)) return `the token is ${log.address}, not ${payment.token}`;
  if (!sameHex(addressOf(log.topics[1]), payment.from)) return 'it came from another address';
  if (!sameHex(addressOf(log.topics[2]), payment.to)) return 'it went to another address';
  if (BigInt(log.data) !== BigInt(payment.units))
    return `it moved ${BigInt(log.data)} base units, not ${payment.units}`;
  return null;
}

function addressOf(topic: Hex | undefined): string {
  return `0x${(topic ?? '').slice(-40)}`;
}

function sameHex(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
