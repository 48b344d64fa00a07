import { parseReceivingAddress } from '../../shared/money/address.ts';
import { chains } from '../../shared/money/chain.ts';

const everyChain = chains.map((chain) => chain.chainId);

/** Why money should not be sent to an address as typed, in words; null when it can be. */
export function walletProblem(text: string): string | null {
  const parsed = parseReceivingAddress(text, everyChain);
  return parsed.ok ? null : parsed.problem.message;
}
