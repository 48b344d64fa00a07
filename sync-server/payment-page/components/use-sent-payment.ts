import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Payment } from '../../../shared/payment/payment.ts';
import { openSentMemory, type SentPayment } from '../io/sent-memory.ts';
import { transactionOutcome } from '../io/wallet-calls.ts';
import type { DiscoveredWallet, WalletProvider } from '../io/wallet-provider.ts';

/** A payment sent from this browser that the relay has not seen yet, across reloads. */
export interface SentControl {
  readonly sent: SentPayment | null;
  /** The network took it up and it moved nothing (receipt status 0). */
  readonly failed: boolean;
  remember(sent: SentPayment, wallet: DiscoveredWallet): void;
  forget(): void;
}

/** Milliseconds between two questions to the wallet about a sent transaction. */
const askEvery = 3000;

/** Keeps the sent payment until the relay tells of its transaction, and asks the wallet meanwhile whether it failed. */
export function useSentPayment(linkId: string, payments: readonly Payment[]): SentControl {
  const memory = useMemo(() => openSentMemory(linkId, () => localStorage), [linkId]);
  const [sent, setSent] = useState(() => memory.read());
  const [provider, setProvider] = useState<WalletProvider | null>(null);
  const [failed, setFailed] = useState(false);
  const isSeen = sent !== null && payments.some((payment) => payment.txHash === sent.txHash);
  const change = (next: SentPayment | null) => {
    memory.write(next);
    setSent(next);
    setFailed(false);
  };
  useEffect(() => {
    if (!isSeen) return;
    memory.write(null);
    setSent(null);
    setFailed(false);
  }, [isSeen, memory]);
  useEffect(() => {
    if (!sent || !provider || failed || isSeen) return;
    const timer = setInterval(() => {
      void transactionOutcome(provider, sent.txHash).then((outcome) => {
        if (outcome === 'failed') setFailed(true);
      });
    }, askEvery);
    return () => clearInterval(timer);
  }, [sent, provider, failed, isSeen]);
  return {
    sent: isSeen ? null : sent,
    failed,
    remember(next, wallet) {
      setProvider(wallet.provider);
      change(next);
    },
    forget: () => change(null),
  };
}
