import type { Address } from './address.ts';
import { practiceChainId } from './chain.ts';
import { stablecoins } from './stablecoins.ts';

/** The stablecoin families that settle invoices. */
export type TokenAsset = 'USDC' | 'USDT' | 'DAI' | 'EURC' | 'PYUSD' | 'USDS';

/** What a stablecoin's issuer promises to redeem one token for. */
export type Peg = 'USD' | 'EUR';

/**
 * A stablecoin contract on one chain. Its identity is `chainId` and `address`; a symbol proves nothing.
 *
 * `address` has EIP-55 capitals. `symbol` is for people and unique on its chain ("USDC.e" beside "USDC");
 * `onChainSymbols` lists what the contract's own `symbol()` may answer, the expected one first: a token that answers
 * anything else is refused. `kind` is `native` where the issuer itself mints and redeems on this chain, `bridged`
 * where the token is a claim on tokens locked elsewhere. `source` is the page where the issuer, or the bridge,
 * publishes the address.
 */
export interface Token {
  readonly chainId: number;
  readonly address: Address;
  readonly asset: TokenAsset;
  readonly symbol: string;
  readonly onChainSymbols: readonly [string, ...string[]];
  readonly name: string;
  readonly decimals: number;
  readonly issuer: string;
  readonly peg: Peg;
  readonly kind: 'native' | 'bridged';
  readonly source: string;
}

/** A token's identity as text: `chainId:address`, lower case. Drafts and settings name accepted tokens so. */
export type TokenKey = string;

/** The key of a token contract, whatever the capitals of its address. */
export function tokenKey(chainId: number, address: string): TokenKey {
  return `${chainId}:${address.toLowerCase()}`;
}

/** Looks a token up by its contract, whatever the capitals; undefined when the registry does not hold it. */
export function findToken(chainId: number, address: string): Token | undefined {
  return byKey.get(tokenKey(chainId, address));
}

/** Looks a token up by its {@link TokenKey}; undefined when the registry does not hold it. */
export function findTokenByKey(key: TokenKey): Token | undefined {
  return byKey.get(key.toLowerCase());
}

/** The registry's tokens on one chain, in the order in which they are offered. */
export function tokensOn(chainId: number): readonly Token[] {
  return tokens.filter((token) => token.chainId === chainId);
}

/**
 * The practice chain's tokens: the first contracts that account 0 of the development mnemonic deploys (nonces 0 to 3),
 * so their addresses are the same on every machine.
 */
const practiceTokens: readonly Token[] = [
  practiceToken('0x5FbDB2315678afecb367f032d93F642f64180aa3', 'USDC', 'USD Coin', 6, 'USD'),
  practiceToken('0xe7f1725E7734CE288F8367e1Bb143E90bb3F0512', 'USDT', 'Tether USD', 6, 'USD'),
  practiceToken('0x9fE46736679d2D9a65F0992F2272dE9f3c7fa6e0', 'DAI', 'Dai Stablecoin', 18, 'USD'),
  practiceToken('0xCf7Ed3AccA5a467e9e704C703E8D87F634fB0Fc9', 'EURC', 'EURC', 6, 'EUR'),
];

/** Every stablecoin contract that Quittance knows. */
export const tokens: readonly Token[] = [...stablecoins, ...practiceTokens];

const byKey = new Map(tokens.map((token) => [tokenKey(token.chainId, token.address), token]));

function practiceToken(address: Address, asset: TokenAsset, name: string, decimals: number, peg: Peg): Token {
  return {
    chainId: practiceChainId,
    address,
    asset,
    symbol: asset,
    onChainSymbols: [asset],
    name: `Practice ${name}`,
    decimals,
    issuer: 'Practice',
    peg,
    kind: 'native',
    source: 'practice/',
  };
}
