import type { Hex } from 'viem';
import { tokensOn } from '../../shared/money/token.ts';
import { encodeTransferCalldata } from '../../shared/payment/transfer-calldata.ts';

/** The chain that is replayed: Base, as a relay and an indexer know it. */
export const replayChainId = 8453;

/** One invoice that the replayed chain pays, or that only waits. */
export interface ReplayInvoice {
  readonly id: number;
  /** Links of one account share its wallet; every second invoice has an address of its own. */
  readonly account: number;
  readonly address: Hex;
  readonly ownAddress: boolean;
  readonly token: Hex;
  readonly exact: bigint;
  readonly tagged: bigint;
}

/** One transfer of the replayed chain; `invoice` is the number of the invoice that it pays. */
export interface ReplayTransfer {
  readonly txHash: Hex;
  readonly from: Hex;
  readonly to: Hex;
  readonly token: Hex;
  readonly units: bigint;
  readonly invoice: number | null;
}

/** Of so many transfers one pays an invoice. */
export const transfersPerPayment = 100;
const invoicesPerAccount = 100;
/** Two seconds a block, from a day in 2025 on. */
const firstBlockTime = 1_750_000_000;
const transferTopic = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const [firstToken, secondToken] = tokensOn(replayChainId).map(({ address }) => address.toLowerCase() as Hex);

/** Invoice `id`, always the same one: amounts differ among the invoices of an account, as their tails make them. */
export function replayInvoice(id: number): ReplayInvoice {
  const account = Math.floor(id / invoicesPerAccount);
  const ownAddress = id % 2 === 0;
  const exact = BigInt(1 + (id % 5_000)) * 10_000n;
  return {
    id,
    account,
    address: ownAddress ? addressOf(id, 1) : addressOf(account, 2),
    ownAddress,
    token: (id % 4 < 2 ? firstToken : secondToken) ?? '0x',
    exact,
    tagged: ownAddress ? exact : exact + BigInt(1 + (id % invoicesPerAccount)),
  };
}

/** Transfer `n` of the chain, counted from zero: of each hundred one pays an invoice, somewhere among them. */
export function replayTransfer(n: number): ReplayTransfer {
  const group = Math.floor(n / transfersPerPayment);
  const txHash: Hex = `0x7c${n.toString(16).padStart(62, '0')}`;
  const from = addressOf(n, 3);
  if (n % transfersPerPayment === (group * 37) % transfersPerPayment) {
    const { address, token, tagged } = replayInvoice(group);
    return { txHash, from, to: address, token, units: tagged, invoice: group };
  }
  const token = (n % 3 === 0 ? secondToken : firstToken) ?? '0x';
  return { txHash, from, to: addressOf(n, 4), token, units: BigInt(1 + (n % 99_991)) * 1_000n, invoice: null };
}

/** The number of the transfer that a transaction of the replayed chain makes. */
export function transferOfHash(txHash: string): number {
  return Number.parseInt(txHash.slice(4), 16);
}

/** A block's hash, from which its number can be read again. */
export function blockHash(number: number): Hex {
  return `0xb1${number.toString(16).padStart(62, '0')}`;
}

/** The number of the block with this hash. */
export function blockOfHash(hash: string): number {
  return Number.parseInt(hash.slice(4), 16);
}

/** The logs of a block as JSON, separated by commas; `first` is the number of its first transfer. */
export function logsJson(number: number, first: number, count: number): string {
  return Array.from({ length: count }, (_, at) => {
    const { txHash, from, to, token, units } = replayTransfer(first + at);
    return `{"address":"${token}","topics":["${transferTopic}","${word(from)}","${word(to)}"],"data":"0x${units
      .toString(16)
      .padStart(
        64,
        '0',
      )}","blockNumber":"${hex(number)}","blockHash":"${blockHash(number)}","transactionHash":"${txHash}","transactionIndex":"${hex(at)}","logIndex":"${hex(at)}","removed":false}`;
  }).join(',');
}

/** A block as JSON; `timestamp` in Unix seconds, by default two seconds after the block before. */
export function blockJson(
  number: number,
  { first, count, whole, timestamp }: { first: number; count: number; whole: boolean; timestamp?: number },
): string {
  const transactions = Array.from({ length: count }, (_, at) =>
    whole ? transactionJson(first + at, number, at) : `"${replayTransfer(first + at).txHash}"`,
  );
  const bloom = (count > 0 ? 'f' : '0').repeat(512);
  return `{"number":"${hex(number)}","hash":"${blockHash(number)}","parentHash":"${blockHash(number - 1)}","timestamp":"${hex(
    timestamp ?? firstBlockTime + number * 2,
  )}","logsBloom":"0x${bloom}","miner":"${noAddress}","gasUsed":"0x5208","gasLimit":"0x1c9c380","baseFeePerGas":"0x1","difficulty":"0x0","totalDifficulty":"0x0","extraData":"0x","mixHash":"${noHash}","nonce":"0x0000000000000000","receiptsRoot":"${noHash}","sha3Uncles":"${noHash}","size":"0x400","stateRoot":"${noHash}","transactionsRoot":"${noHash}","uncles":[],"transactions":[${transactions.join(',')}]}`;
}

/** A transaction as JSON: a plain transfer, as any wallet makes it, without an invoice's tag. */
export function transactionJson(n: number, number: number, at: number): string {
  const { txHash, from, to, token, units } = replayTransfer(n);
  return `{"hash":"${txHash}","blockNumber":"${hex(number)}","blockHash":"${blockHash(number)}","transactionIndex":"${hex(at)}","from":"${from}","to":"${token}","value":"0x0","gas":"0x5208","gasPrice":"0x1","maxFeePerGas":"0x1","maxPriorityFeePerGas":"0x1","accessList":[],"chainId":"${hex(replayChainId)}","input":"${encodeTransferCalldata(to, units)}","nonce":"${hex(n)}","type":"0x2","r":"0x1","s":"0x1","v":"0x0","yParity":"0x0"}`;
}

const noAddress = `0x${'0'.repeat(40)}`;
const noHash = `0x${'0'.repeat(64)}`;

function hex(number: number): string {
  return `0x${number.toString(16)}`;
}

function word(address: Hex): string {
  return `0x${'0'.repeat(24)}${address.slice(2)}`;
}

/** A spread-out address made from a number, without randomness; `kind` keeps those of different uses apart. */
function addressOf(seed: number, kind: number): Hex {
  let digits = '';
  for (let at = 0; at < 5; at++) {
    let mixed = Math.imul(seed ^ Math.imul(kind * 5 + at, 0x9e3779b1), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    digits += ((mixed ^ (mixed >>> 16) ^ seed) >>> 0).toString(16).padStart(8, '0');
  }
  return `0x${digits}`;
}
