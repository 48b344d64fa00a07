/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks';
import { explorerTxUrl } from '../../../shared/money/chain.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { Hash } from '../components/fact.tsx';
import { Notice } from '../components/notice.tsx';
import { useWallet, type WalletControl } from '../components/use-wallet.ts';
import { WalletList } from '../components/wallet-list.tsx';
import { discoverWallets, type DiscoveredWallet, type WalletProvider } from '../io/wallet-provider.ts';
import { shortHex } from '../state/format.ts';
import { chainName } from '../state/payment-choice.ts';
import type { WalletState } from '../state/wallet-state.ts';
import type { CollectRequest } from './collect-request.ts';
import { sweepOutcome, type SweepOutcome } from './sweep-outcome.ts';

/** Milliseconds between two questions to the wallet about a sent transaction. */
const askEvery = 2000;

/**
 * Moves what forwarders hold to their owner's wallet: who gets it, by which wallet it is sent, and what became of it.
 */
export function CollectScreen({ request }: { readonly request: CollectRequest }) {
  const { chainId, data, owner, addresses, symbols } = request;
  const [wallets, setWallets] = useState<readonly DiscoveredWallet[]>([]);
  const [sent, setSent] = useState<{ txHash: string; provider: WalletProvider } | null>(null);
  const outcome = useOutcome(sent);
  const control = useWallet({ chainId, token: forwarderContracts.factory, data });
  useEffect(() => discoverWallets(setWallets), []);
  useEffect(() => void (document.title = 'Collect payments'), []);
  return (
    <main class="lone">
      <div class="card lone-card">
        <h1>Collect payments</h1>
        <p>
          {addresses === 1 ? 'One payment address' : `${addresses} payment addresses`} on {chainName(chainId)}:
          everything in {symbols.join(', ')} goes to
        </p>
        <p class="mono selectable collect-owner">{owner}</p>
        <p class="fine">
          The contracts can send it nowhere else, whoever pays for the transaction. Compare the address with your own.
        </p>
        {sent ? (
          <SentNotice {...{ chainId, outcome }} txHash={sent.txHash} onAgain={() => setSent(null)} />
        ) : (
          <Sender
            control={control}
            chainId={chainId}
            wallets={wallets}
            onSend={() => void control.pay((txHash, { provider }) => setSent({ txHash, provider }))}
          />
        )}
      </div>
    </main>
  );
}

interface SenderProps {
  readonly control: WalletControl;
  readonly chainId: number;
  readonly wallets: readonly DiscoveredWallet[];
  readonly onSend: () => void;
}

function Sender({ control, chainId, wallets, onSend }: SenderProps) {
  const { state } = control;
  if (state.step !== 'connected' && wallets.length === 0)
    return (
      <Notice tone="neutral" title="There is no wallet in this browser">
        Open this page in a browser that has one, or in the browser inside your wallet app.
      </Notice>
    );
  if (state.step !== 'connected') return <WalletList control={control} wallets={wallets} />;
  return (
    <div class="wallet">
      <p>
        <span class="wallet-name">{state.wallet.name}</span>{' '}
        <span class="mono fine" title={state.account}>
          {shortHex(state.account)}
        </span>
      </p>
      <div role="status">
        {state.wait ? <p class="fine">Answer in {state.wallet.name}. It may have opened a window of its own.</p> : null}
        {state.notice ? (
          <Notice tone={state.notice.tone === 'calm' ? 'neutral' : 'bad'}>{state.notice.text}</Notice>
        ) : null}
      </div>
      <NextStep state={state} chainId={chainId} onSwitch={() => void control.switchNetwork()} onSend={onSend} />
    </div>
  );
}

interface NextStepProps {
  readonly state: Extract<WalletState, { step: 'connected' }>;
  readonly chainId: number;
  readonly onSwitch: () => void;
  readonly onSend: () => void;
}

function NextStep({ state, chainId, onSwitch, onSend }: NextStepProps) {
  const isElsewhere = state.chainId !== chainId;
  const label = isElsewhere ? `Switch to ${chainName(chainId)}` : 'Collect';
  return (
    <button
      type="button"
      class="button button-wide"
      aria-disabled={state.wait !== null}
      onClick={isElsewhere ? onSwitch : onSend}
    >
      {state.wait === null ? label : 'Waiting for the wallet…'}
    </button>
  );
}

interface SentNoticeProps {
  readonly chainId: number;
  readonly txHash: string;
  readonly outcome: SweepOutcome;
  readonly onAgain: () => void;
}

function SentNotice({ chainId, txHash, outcome, onAgain }: SentNoticeProps) {
  const { tone, title, text } = wordsOf(outcome);
  return (
    <>
      <div role="status">
        <Notice tone={tone} title={title}>
          {text} <Hash hash={txHash} href={explorerTxUrl(chainId, txHash)} what="transaction" />
        </Notice>
      </div>
      {tone === 'bad' ? (
        <button type="button" class="button button-wide" onClick={onAgain}>
          Try again
        </button>
      ) : null}
    </>
  );
}

function wordsOf(outcome: SweepOutcome) {
  if (outcome === 'unknown')
    return { tone: 'neutral', title: 'Sent', text: 'Waiting for the network to take it up.' } as const;
  if (outcome === 'failed')
    return {
      tone: 'bad',
      title: 'The transaction failed',
      text: 'Nothing was moved; the money is still at the payment addresses.',
    } as const;
  if (outcome.refused === 0) return { tone: 'good', title: 'Collected', text: 'The money is in your wallet.' } as const;
  const count = outcome.refused === 1 ? 'One transfer was' : `${outcome.refused} transfers were`;
  return {
    tone: 'bad',
    title: 'Collected in part',
    text: `${count} refused by the token itself, which may be paused. That money is still at its payment address.`,
  } as const;
}

/** Asks the wallet every two seconds what became of the transaction, until it says. */
function useOutcome(sent: { readonly txHash: string; readonly provider: WalletProvider } | null): SweepOutcome {
  const [outcome, setOutcome] = useState<SweepOutcome>('unknown');
  useEffect(() => {
    setOutcome('unknown');
    if (!sent) return;
    const timer = setInterval(() => {
      void sweepOutcome(sent.provider, sent.txHash).then((told) => {
        if (told === 'unknown') return;
        clearInterval(timer);
        setOutcome(told);
      });
    }, askEvery);
    return () => clearInterval(timer);
  }, [sent]);
  return outcome;
}
