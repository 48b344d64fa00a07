/** A browser wallet as it announced itself (EIP-6963). */
export interface WalletInfo {
  readonly uuid: string;
  readonly name: string;
  readonly icon: string;
  readonly rdns: string;
}

/** What an account holds, read through the wallet: the token's base units and the native coin's wei. */
export interface Funds {
  readonly token: bigint;
  readonly native: bigint;
}

/** Whom and where funds were asked about; an answer about something else is ignored. */
export interface FundsQuestion {
  readonly account: string;
  readonly chainId: number;
  readonly token: string;
}

/** A sentence beside the wallet's buttons; `calm` is for what the payer did on purpose. */
export interface WalletNotice {
  readonly tone: 'calm' | 'bad';
  readonly text: string;
}

/** What the wallet is being waited for. */
export type WalletWait = 'switching' | 'sending';

/**
 * Where paying by browser wallet stands. `funds` is null while being read, `unreadable` when the wallet would not tell.
 */
export type WalletState =
  | { readonly step: 'choosing'; readonly notice: WalletNotice | null }
  | { readonly step: 'connecting'; readonly wallet: WalletInfo }
  | {
      readonly step: 'connected';
      readonly wallet: WalletInfo;
      readonly account: string;
      readonly chainId: number;
      readonly funds: Funds | 'unreadable' | null;
      readonly wait: WalletWait | null;
      readonly notice: WalletNotice | null;
    };

/** What can happen while paying by browser wallet. */
export type WalletEvent =
  | { readonly type: 'connect'; readonly wallet: WalletInfo }
  | { readonly type: 'connected'; readonly account: string; readonly chainId: number }
  | { readonly type: 'failed'; readonly notice: WalletNotice }
  | { readonly type: 'accounts'; readonly accounts: readonly string[] }
  | { readonly type: 'chain'; readonly chainId: number }
  | { readonly type: 'ask-funds' }
  | {
      readonly type: 'funds';
      readonly about: FundsQuestion;
      readonly token: string;
      readonly funds: Funds | 'unreadable';
    }
  | { readonly type: 'wait'; readonly wait: WalletWait }
  | { readonly type: 'done' }
  | { readonly type: 'leave' };

/** Before a wallet is chosen. */
export const initialWalletState: WalletState = { step: 'choosing', notice: null };

/**
 * The wallet panel's state machine. A failure keeps the connection where there is one: the payer can simply try again.
 */
export function nextWalletState(state: WalletState, event: WalletEvent): WalletState {
  if (event.type === 'connect') return { step: 'connecting', wallet: event.wallet };
  if (event.type === 'leave') return initialWalletState;
  if (state.step === 'connecting') return whileConnecting(state, event);
  if (state.step === 'connected') return whileConnected(state, event);
  return state;
}

type Connecting = Extract<WalletState, { step: 'connecting' }>;
type Connected = Extract<WalletState, { step: 'connected' }>;

function whileConnecting(state: Connecting, event: WalletEvent): WalletState {
  if (event.type === 'failed') return { step: 'choosing', notice: event.notice };
  if (event.type !== 'connected') return state;
  const { account, chainId } = event;
  return { step: 'connected', wallet: state.wallet, account, chainId, funds: null, wait: null, notice: null };
}

function whileConnected(state: Connected, event: WalletEvent): WalletState {
  switch (event.type) {
    case 'failed':
      return { ...state, wait: null, notice: event.notice };
    case 'accounts': {
      const [account] = event.accounts;
      if (!account)
        return { step: 'choosing', notice: { tone: 'calm', text: `${state.wallet.name} has disconnected.` } };
      return account === state.account ? state : { ...state, account, funds: null, notice: null };
    }
    case 'chain':
      return event.chainId === state.chainId ? state : { ...state, chainId: event.chainId, funds: null, notice: null };
    case 'ask-funds':
      return { ...state, funds: null, notice: null };
    case 'funds': {
      const { account, chainId, token } = event.about;
      const isCurrent = account === state.account && chainId === state.chainId && token === event.token;
      return isCurrent ? { ...state, funds: event.funds } : state;
    }
    case 'wait':
      return { ...state, wait: event.wait, notice: null };
    case 'done':
      return { ...state, wait: null };
    default:
      return state;
  }
}

/** What stands between a connected wallet and the payment; null when it can be sent. */
export type Obstacle = 'wrong-chain' | 'reading-funds' | 'too-little' | 'no-gas';

/** Finds the obstacle. Funds that cannot be read are no obstacle: the wallet itself will refuse what it cannot pay. */
export function obstacleOf(
  state: Connected,
  need: { readonly chainId: number; readonly units: bigint },
): Obstacle | null {
  if (state.chainId !== need.chainId) return 'wrong-chain';
  if (state.funds === null) return 'reading-funds';
  if (state.funds === 'unreadable') return null;
  if (state.funds.token < need.units) return 'too-little';
  return state.funds.native === 0n ? 'no-gas' : null;
}
