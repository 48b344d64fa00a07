import { useEffect, useReducer, useRef } from 'preact/hooks';
import { connectWallet, readAccounts, readChainId, readFunds, sendToToken, switchChain } from '../io/wallet-calls.ts';
import type { DiscoveredWallet, WalletProvider } from '../io/wallet-provider.ts';
import { initialWalletState, nextWalletState, type WalletEvent, type WalletState } from '../state/wallet-state.ts';
import { walletNotice } from '../state/wallet-words.ts';

/** What is to be sent by the wallet. */
export interface WalletOrder {
  readonly chainId: number;
  readonly token: string;
  readonly data: string;
}

/** The wallet panel's state and what its buttons do. */
export interface WalletControl {
  readonly state: WalletState;
  connect(wallet: DiscoveredWallet): Promise<void>;
  switchNetwork(): Promise<void>;
  checkFunds(): void;
  leave(): void;
  /** Sends the order; `sent` is called with the transaction's hash, and never when the wallet or the payer refused. */
  pay(sent: (txHash: string, wallet: DiscoveredWallet) => void): Promise<void>;
}

type Dispatch = (event: WalletEvent) => void;

/** Ties the wallet's state machine to a real wallet: its answers, its events, and the account's funds. */
export function useWallet(order: WalletOrder): WalletControl {
  const [state, dispatch] = useReducer(nextWalletState, initialWalletState);
  const current = useRef<DiscoveredWallet | null>(null);
  useWalletEvents(state, current.current?.provider, dispatch);
  useFunds(state, order, current.current?.provider, dispatch);

  const withWallet = async (act: 'switch' | 'send', run: (wallet: DiscoveredWallet) => Promise<void>) => {
    const wallet = current.current;
    if (!wallet || state.step !== 'connected' || state.wait) return;
    dispatch({ type: 'wait', wait: act === 'switch' ? 'switching' : 'sending' });
    try {
      await run(wallet);
      dispatch({ type: 'done' });
    } catch (error) {
      dispatch({ type: 'failed', notice: walletNotice(error, act, wallet.info.name) });
    }
  };
  return {
    state,
    async connect(wallet) {
      current.current = wallet;
      dispatch({ type: 'connect', wallet: wallet.info });
      try {
        dispatch({ type: 'connected', ...(await connectWallet(wallet.provider)) });
      } catch (error) {
        dispatch({ type: 'failed', notice: walletNotice(error, 'connect', wallet.info.name) });
      }
    },
    switchNetwork: () =>
      withWallet('switch', async ({ provider }) => {
        dispatch({ type: 'chain', chainId: await switchChain(provider, order.chainId) });
      }),
    pay: (sent) =>
      withWallet('send', async (wallet) => {
        const { provider } = wallet;
        // Asked again at the last moment: not every wallet tells when it changes.
        const chainId = readChainId(await provider.request({ method: 'eth_chainId' }));
        if (chainId !== order.chainId) return dispatch({ type: 'chain', chainId });
        if (state.step !== 'connected') return;
        sent(await sendToToken(provider, { from: state.account, ...order }), wallet);
      }),
    checkFunds: () => dispatch({ type: 'ask-funds' }),
    leave: () => dispatch({ type: 'leave' }),
  };
}

function useWalletEvents(state: WalletState, provider: WalletProvider | undefined, dispatch: Dispatch): void {
  const isConnected = state.step === 'connected';
  useEffect(() => {
    if (!isConnected || !provider?.on) return;
    const onAccounts = (accounts: unknown) => dispatch({ type: 'accounts', accounts: readAccounts(accounts) });
    const onChain = (chainId: unknown) => dispatch({ type: 'chain', chainId: readChainId(chainId) });
    provider.on('accountsChanged', onAccounts);
    provider.on('chainChanged', onChain);
    return () => {
      provider.removeListener?.('accountsChanged', onAccounts);
      provider.removeListener?.('chainChanged', onChain);
    };
  }, [isConnected, provider, dispatch]);
}

function useFunds(
  state: WalletState,
  order: WalletOrder,
  provider: WalletProvider | undefined,
  dispatch: Dispatch,
): void {
  const { chainId, token } = order;
  const asks = state.step === 'connected' && state.chainId === chainId && state.funds === null;
  const account = state.step === 'connected' ? state.account : '';
  useEffect(() => {
    if (!asks || !provider) return;
    void readFunds(provider, account, token).then((funds) =>
      dispatch({ type: 'funds', about: { account, chainId, token }, token, funds }),
    );
  }, [asks, account, chainId, token, provider, dispatch]);
}
