import { encodeFunctionData, type Address } from 'viem';
import { PracticeToken } from '../../../practice/contracts/artifacts.ts';
import { encodeTransferCalldata } from '../../../shared/payment/transfer-calldata.ts';
import { lookAlike } from '../chain/install-contracts.ts';
import type { SimulatedChain, SimulatedTransaction } from '../chain/simulated-chain.ts';
import type { StepOf } from '../step.ts';
import { wallets, type IssuedInvoice } from '../world/owner.ts';

/** Somebody who has nothing to do with anything. */
const stranger: Address = '0x00000000000000000000000000000000c0ffee00';

/** The transaction of something on chain that is no payment, see `step.ts`. */
export function makeNoise(
  { kind, token: which }: StepOf<'noise'>,
  chain: SimulatedChain,
  invoice: IssuedInvoice,
): SimulatedTransaction | undefined {
  const token = chain.tokens[which % chain.tokens.length];
  const option = invoice.options.find(({ chainId }) => chainId === chain.chainId);
  if (!token || !option) return undefined;
  const owner = option.address as Address;
  const other = wallets.find((wallet) => wallet.toLowerCase() !== owner) ?? wallets[0];
  const to = token.token.address;
  const from = chain.newPayer();
  switch (kind) {
    case 'look-alike':
      return { from, to: lookAlike, data: encodeTransferCalldata(owner, option.tagged, invoice.tag), funds: null };
    case 'zero':
      return { from, to, data: encodeTransferCalldata(owner, 0n), funds: token };
    case 'poison': {
      const args = [owner, stranger, 0n] as const;
      return {
        from,
        to,
        data: encodeFunctionData({ abi: PracticeToken.abi, functionName: 'transferFrom', args }),
        funds: null,
      };
    }
    case 'strangers':
      return { from, to, data: encodeTransferCalldata(stranger, option.tagged), funds: token };
    case 'self':
      return { from: owner, to, data: encodeTransferCalldata(owner, option.tagged), funds: token };
    case 'internal':
      return { from: other, to, data: encodeTransferCalldata(owner, option.tagged + 7n), funds: token };
    case 'tag-astray':
      return { from, to, data: encodeTransferCalldata(stranger, option.exact, invoice.tag), funds: token };
    case 'odd':
      return { from, to, data: encodeTransferCalldata(owner, BigInt(which) * 1_013n + 1n), funds: token };
  }
}
