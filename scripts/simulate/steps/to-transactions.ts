import { encodeFunctionData, type Address, type Hex } from 'viem';
import { BatchPayer, PracticeToken, SmartWallet } from '../../../practice/contracts/artifacts.ts';
import { encodeTransferCalldata } from '../../../shared/payment/transfer-calldata.ts';
import { batchPayer, smartWallet, smartWalletOwner } from '../chain/install-contracts.ts';
import type { SimulatedChain, SimulatedTransaction } from '../chain/simulated-chain.ts';
import type { PlannedTransfer } from './plan-payment.ts';

/** The transactions that make these transfers, one each, every one from a payer of its own. */
export function toTransactions(chain: SimulatedChain, planned: readonly PlannedTransfer[]): SimulatedTransaction[] {
  return planned.map((transfer) => {
    if (transfer.via === 'smart-wallet') return inOne(chain, [transfer], true);
    return { from: chain.newPayer(), to: contractOf(transfer), data: callOf(transfer), funds: transfer.token };
  });
}

/** One transaction that makes all of them: from a contract wallet, which carries the tags, or from a batch payer. */
export function inOne(
  chain: SimulatedChain,
  planned: readonly PlannedTransfer[],
  isWallet: boolean,
): SimulatedTransaction {
  if (isWallet) {
    const calls = planned.map((transfer) => ({ target: contractOf(transfer), value: 0n, data: callOf(transfer) }));
    const data = encodeFunctionData({ abi: SmartWallet.abi, functionName: 'executeBatch', args: [calls] });
    return { from: smartWalletOwner, to: smartWallet, data, funds: null };
  }
  const payments = planned.map((transfer) => ({
    token: contractOf(transfer),
    to: transfer.to as Address,
    value: transfer.units,
  }));
  const data = encodeFunctionData({ abi: BatchPayer.abi, functionName: 'payAll', args: [payments] });
  return { from: chain.newPayer(), to: batchPayer, data, funds: null };
}

function callOf({ to, units, tag, via }: PlannedTransfer): Hex {
  if (via === 'mint')
    return encodeFunctionData({ abi: PracticeToken.abi, functionName: 'mint', args: [to as Address, units] });
  return encodeTransferCalldata(to, units, tag ?? undefined);
}

function contractOf({ token }: PlannedTransfer): Address {
  return token.token.address;
}
