import type { Address } from './address.ts';
import type { Token, TokenAsset } from './token.ts';

/** Who answers for a token on a chain, and where they publish its address. */
type Publisher = Pick<Token, 'issuer' | 'kind' | 'source'>;

const circle: Publisher = {
  issuer: 'Circle',
  kind: 'native',
  source: 'https://developers.circle.com/stablecoins/usdc-contract-addresses',
};
const circleEuro: Publisher = {
  issuer: 'Circle',
  kind: 'native',
  source: 'https://developers.circle.com/stablecoins/eurc-contract-addresses',
};
const baseBridge: Publisher = {
  issuer: 'Base standard bridge',
  kind: 'bridged',
  source: 'https://github.com/ethereum-optimism/ethereum-optimism.github.io',
};
const skyBridge: Publisher = {
  issuer: 'Sky (MakerDAO)',
  kind: 'bridged',
  source: 'https://developers.sky.money/quick-start/deployments-tracker',
};
const tether: Publisher = { issuer: 'Tether', kind: 'native', source: 'https://tether.to/en/supported-protocols' };
const maker: Publisher = {
  issuer: 'Sky (MakerDAO)',
  kind: 'native',
  source: 'https://docs.makerdao.com/smart-contract-modules/dai-module',
};
const sky: Publisher = {
  issuer: 'Sky (MakerDAO)',
  kind: 'native',
  source: 'https://developers.sky.money/quick-start/deployments-tracker',
};
const paxos: Publisher = {
  issuer: 'Paxos',
  kind: 'native',
  source: 'https://docs.paxos.com/guides/stablecoin/pyusd/mainnet',
};
const usdt0: Publisher = {
  issuer: 'USDT0 (Tether, LayerZero)',
  kind: 'bridged',
  source: 'https://docs.usdt0.to/technical-documentation/deployments',
};
const makerBridge: Publisher = {
  issuer: 'Sky (MakerDAO)',
  kind: 'bridged',
  source: 'https://docs.makerdao.com/smart-contract-modules/dai-module',
};
const arbitrumBridge: Publisher = {
  issuer: 'Arbitrum bridge',
  kind: 'bridged',
  source: 'https://bridge.arbitrum.io/token-list-42161.json',
};
const opBridge: Publisher = {
  issuer: 'OP standard bridge',
  kind: 'bridged',
  source: 'https://github.com/ethereum-optimism/ethereum-optimism.github.io',
};
const polygonBridge: Publisher = {
  issuer: 'Polygon PoS bridge',
  kind: 'bridged',
  source: 'https://docs.polygon.technology/pos/reference/contracts/',
};
const binancePeg: Publisher = {
  issuer: 'Binance',
  kind: 'bridged',
  source: 'https://www.binance.com/en/collateral-btokens',
};
const avalancheBridge: Publisher = {
  issuer: 'Avalanche Bridge',
  kind: 'bridged',
  source: 'https://support.avax.network/en/articles/6092559-avalanche-bridge-which-assets-are-supported',
};
const lineaBridge: Publisher = {
  issuer: 'Linea bridge',
  kind: 'bridged',
  source: 'https://github.com/Consensys/linea-token-list',
};
const paxosTest: Publisher = {
  issuer: 'Paxos',
  kind: 'native',
  source: 'https://docs.paxos.com/guides/stablecoin/pyusd/testnet',
};

/** What a token of each family is like where its issuer makes it. */
const families: Readonly<Record<TokenAsset, Pick<Token, 'name' | 'decimals' | 'peg'>>> = {
  USDC: { name: 'USD Coin', decimals: 6, peg: 'USD' },
  USDT: { name: 'Tether USD', decimals: 6, peg: 'USD' },
  DAI: { name: 'Dai Stablecoin', decimals: 18, peg: 'USD' },
  EURC: { name: 'EURC', decimals: 6, peg: 'EUR' },
  PYUSD: { name: 'PayPal USD', decimals: 6, peg: 'USD' },
  USDS: { name: 'USDS Stablecoin', decimals: 18, peg: 'USD' },
};

/**
 * The stablecoin contracts of the public chains, chain by chain in the order in which they are offered.
 *
 * Adding one is adding an entry; tests hold addresses, checksums and decimals against two independent token lists, and
 * the relay asks each contract for its decimals and symbol before it watches it. Left out on purpose: gateway copies
 * that nobody redeems, such as the PYUSD and EURC that Arbitrum's bridge made beside the issuers' own.
 */
export const stablecoins: readonly Token[] = [
  // Base.
  token(8453, 'USDC', '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913', circle),
  token(8453, 'EURC', '0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42', circleEuro),
  token(8453, 'USDC', '0xd9aAEc86B65D86f6A7B5B1b0c42FFA531710b6CA', baseBridge, {
    symbol: 'USDbC',
    onChainSymbols: ['USDbC'],
    name: 'USD Base Coin',
  }),
  token(8453, 'USDT', '0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2', baseBridge, {
    symbol: 'USDT (bridged)',
    name: 'Tether USD (Base bridge)',
  }),
  token(8453, 'DAI', '0x50c5725949A6F0c72E6C4a641F24049A917DB0Cb', baseBridge),
  token(8453, 'USDS', '0x820C137fa70C8691f0e44Dc420a5e53c168921Dc', skyBridge),
  // Ethereum.
  token(1, 'USDC', '0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48', circle),
  token(1, 'USDT', '0xdAC17F958D2ee523a2206206994597C13D831ec7', tether),
  token(1, 'DAI', '0x6B175474E89094C44Da98b954EedeAC495271d0F', maker),
  token(1, 'USDS', '0xdC035D45d973E3EC169d2276DDab16f1e407384F', sky),
  token(1, 'PYUSD', '0x6c3ea9036406852006290770BEdFcAbA0e23A0e8', paxos),
  token(1, 'EURC', '0x1aBaEA1f7C830bD89Acc67eC4af516284b1bC33c', circleEuro),
  // Arbitrum One.
  token(42161, 'USDC', '0xaf88d065e77c8cC2239327C5EDb3A432268e5831', circle),
  token(42161, 'USDT', '0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9', usdt0, {
    symbol: 'USDT0',
    onChainSymbols: ['USD₮0', 'USDT0', 'USDT'],
    name: 'USD₮0',
  }),
  token(42161, 'DAI', '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', makerBridge),
  token(42161, 'USDS', '0x6491c05A82219b8D1479057361ff1654749b876b', skyBridge),
  token(42161, 'PYUSD', '0x46850aD61C2B7d64d08c9C754F45254596696984', paxos),
  token(42161, 'USDC', '0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8', arbitrumBridge, {
    symbol: 'USDC.e',
    onChainSymbols: ['USDC', 'USDC.e'],
    name: 'Bridged USDC',
  }),
  // OP Mainnet.
  token(10, 'USDC', '0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85', circle),
  token(10, 'USDT', '0x01bFF41798a0BcF287b996046Ca68b395DbC1071', usdt0, {
    symbol: 'USDT0',
    onChainSymbols: ['USD₮0', 'USDT0'],
    name: 'USD₮0',
  }),
  token(10, 'USDT', '0x94b008aA00579c1307B0EF2c499aD98a8ce58e58', opBridge, {
    symbol: 'USDT (bridged)',
    name: 'Tether USD (OP bridge)',
  }),
  token(10, 'DAI', '0xDA10009cBd5D07dd0CeCc66161FC93D7c9000da1', makerBridge),
  token(10, 'USDS', '0x4F13a96EC5C4Cf34e442b46Bbd98a0791F20edC3', skyBridge),
  token(10, 'USDC', '0x7F5c764cBc14f9669B88837ca1490cCa17c31607', opBridge, {
    symbol: 'USDC.e',
    onChainSymbols: ['USDC', 'USDC.e'],
    name: 'Bridged USDC',
  }),
  // Polygon PoS.
  token(137, 'USDC', '0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359', circle),
  token(137, 'USDT', '0xc2132D05D31c914a87C6611C10748AEb04B58e8F', usdt0, {
    symbol: 'USDT0',
    onChainSymbols: ['USDT0', 'USD₮0', 'USDT'],
    name: 'USDT0',
  }),
  token(137, 'DAI', '0x8f3Cf7ad23Cd3CaDbD9735AFf958023239c6A063', polygonBridge, { name: 'Dai Stablecoin (PoS)' }),
  token(137, 'USDC', '0x2791Bca1f2de4661ED88A30C99A7a9449Aa84174', polygonBridge, {
    symbol: 'USDC.e',
    onChainSymbols: ['USDC.e', 'USDC'],
    name: 'USD Coin (PoS)',
  }),
  // BNB Smart Chain: Binance-Peg tokens have 18 decimals, whatever the original has.
  token(56, 'USDT', '0x55d398326f99059fF775485246999027B3197955', binancePeg, {
    symbol: 'USDT (Binance-Peg)',
    name: 'Binance-Peg BSC-USD',
    decimals: 18,
  }),
  token(56, 'USDC', '0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d', binancePeg, {
    symbol: 'USDC (Binance-Peg)',
    name: 'Binance-Peg USD Coin',
    decimals: 18,
  }),
  token(56, 'DAI', '0x1AF3F329e8BE154074D8769D1FFa4eE058B1DBc3', binancePeg, {
    symbol: 'DAI (Binance-Peg)',
    name: 'Binance-Peg Dai Token',
  }),
  // Avalanche C-Chain.
  token(43114, 'USDC', '0xB97EF9Ef8734C71904D8002F8b6Bc66Dd9c48a6E', circle),
  token(43114, 'USDT', '0x9702230A8Ea53601f5cD2dc00fDBc13d4dF4A8c7', tether, {
    onChainSymbols: ['USDt', 'USDT'],
    name: 'TetherToken',
  }),
  token(43114, 'EURC', '0xC891EB4cbdEFf6e073e859e987815Ed1505c2ACD', circleEuro, { onChainSymbols: ['EURC', 'EUROC'] }),
  token(43114, 'USDC', '0xA7D7079b0FEaD91F3e65f86E8915Cb59c1a4C664', avalancheBridge, {
    symbol: 'USDC.e',
    onChainSymbols: ['USDC.e'],
    name: 'USD Coin (Avalanche Bridge)',
  }),
  token(43114, 'USDT', '0xc7198437980c041c805A1EDcbA50c1Ce5db95118', avalancheBridge, {
    symbol: 'USDT.e',
    onChainSymbols: ['USDT.e'],
    name: 'Tether USD (Avalanche Bridge)',
  }),
  token(43114, 'DAI', '0xd586E7F844cEa2F87f50152665BCbc2C279D8d70', avalancheBridge, {
    symbol: 'DAI.e',
    onChainSymbols: ['DAI.e'],
    name: 'Dai Stablecoin (Avalanche Bridge)',
  }),
  // Celo.
  token(42220, 'USDC', '0xcebA9300f2b948710d2653dD7B07f33A8B32118C', circle),
  token(42220, 'USDT', '0x48065fbBE25f71C9282ddf5e1cD6D6A887483D5e', tether, { onChainSymbols: ['USD₮', 'USDT'] }),
  // Linea.
  token(59144, 'USDC', '0x176211869cA2b568f2A7D4EE941E073a821EE1ff', circle),
  token(59144, 'USDT', '0xA219439258ca9da29E9Cc4cE5596924745e12B93', lineaBridge, {
    symbol: 'USDT (bridged)',
    name: 'Tether USD (Linea bridge)',
  }),
  // Test networks.
  token(11155111, 'USDC', '0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238', circle, { name: 'USD Coin (test)' }),
  token(11155111, 'EURC', '0x08210F9170F89Ab7658F0B5E3fF39b0E03C594D4', circleEuro, { name: 'EURC (test)' }),
  token(11155111, 'PYUSD', '0xCaC524BcA292aaade2DF8A05cC58F0a65B1B3bB9', paxosTest, { name: 'PayPal USD (test)' }),
  token(84532, 'USDC', '0x036CbD53842c5426634e7929541eC2318f3dCF7e', circle, { name: 'USD Coin (test)' }),
  token(84532, 'EURC', '0x808456652fdb597867f38412077A9182bf77359F', circleEuro, { name: 'EURC (test)' }),
];

function token(
  chainId: number,
  asset: TokenAsset,
  address: Address,
  publisher: Publisher,
  differing: Partial<Pick<Token, 'symbol' | 'onChainSymbols' | 'name' | 'decimals'>> = {},
): Token {
  return {
    chainId,
    address,
    asset,
    symbol: asset,
    onChainSymbols: [asset],
    ...families[asset],
    ...publisher,
    ...differing,
  };
}
