/** @jsxImportSource preact */
import { useEffect, useReducer, useRef, useState } from 'preact/hooks';
import { calendarDateAt } from '../../../shared/invoice/calendar-date.ts';
import { loadLink } from '../io/load-link.ts';
import { discoverWallets, type DiscoveredWallet } from '../io/wallet-provider.ts';
import { watchLink } from '../io/watch-link.ts';
import type { LinkAddress } from '../state/link-address.ts';
import { initialPageState, nextPageState, retryDelay, type PageEvent } from '../state/page-state.ts';
import type { Moment } from '../state/standing.ts';
import { FailureScreen } from './failure-screen.tsx';
import { InvoiceScreen } from './invoice-screen.tsx';
import { LoadingScreen } from './loading-screen.tsx';

/** The payment page of one link: loads it, follows it, and shows the screen that its state asks for. */
export function App({ address }: { readonly address: LinkAddress }) {
  const [state, dispatch] = useReducer(nextPageState, initialPageState);
  const [round, setRound] = useState(0);
  const wallets = useWallets();
  const now = useNow();
  const attempts = state.kind === 'loading' ? state.attempts : 0;
  useLoading(address, state.kind === 'loading', attempts, round, dispatch);
  useEffect(() => {
    if (state.kind !== 'open') return;
    return watchLink(address.id, {
      news: (live, connection) => dispatch({ type: 'news', live, connection }),
      connection: (connection) => dispatch({ type: 'connection', connection }),
    });
  }, [state.kind, address]);
  switch (state.kind) {
    case 'loading':
      return <LoadingScreen attempts={attempts} onRetry={() => setRound(round + 1)} />;
    case 'failed':
      return <FailureScreen failure={state.failure} detail={state.detail} />;
    case 'open':
      return <InvoiceScreen {...state} now={now} wallets={wallets} />;
  }
}

/** Loads the link at once, and again after each call without an answer; a new `round` asks without waiting. */
function useLoading(
  address: LinkAddress,
  isLoading: boolean,
  attempts: number,
  round: number,
  dispatch: (event: PageEvent) => void,
): void {
  const askedRound = useRef(0);
  useEffect(() => {
    if (!isLoading) return;
    const isAsked = round !== askedRound.current;
    askedRound.current = round;
    let isCurrent = true;
    const load = () => void loadLink(address).then((event) => (isCurrent ? dispatch(event) : undefined));
    const timer = setTimeout(load, attempts === 0 || isAsked ? 0 : retryDelay(attempts));
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [address, isLoading, attempts, round, dispatch]);
}

function useWallets(): readonly DiscoveredWallet[] {
  const [wallets, setWallets] = useState<readonly DiscoveredWallet[]>([]);
  useEffect(() => discoverWallets(setWallets), []);
  return wallets;
}

/** The present moment, looked at twice a minute: enough for "overdue" and "expired". */
function useNow(): Moment {
  const [time, setTime] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setTime(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return { instant: time, today: calendarDateAt(new Date(time)) };
}
