/** @jsxImportSource preact */
import { useState } from 'preact/hooks';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import type { SentPayment } from '../io/sent-memory.ts';
import type { DiscoveredWallet } from '../io/wallet-provider.ts';
import { amountToSend } from '../state/amount-to-send.ts';
import { money, readableUnits } from '../state/format.ts';
import { chainName, paymentChoice, tokenCaution } from '../state/payment-choice.ts';
import type { Standing } from '../state/standing.ts';
import { Notice } from './notice.tsx';
import { OptionChoice } from './option-choice.tsx';
import { Tabs } from './tabs.tsx';
import { TransferPanel } from './transfer-panel.tsx';
import { WalletPanel } from './wallet-panel.tsx';

interface PayPanelProps {
  readonly terms: PaymentTerms;
  readonly currency: string;
  readonly standing: Standing;
  readonly wallets: readonly DiscoveredWallet[];
  readonly onSent: (sent: SentPayment, wallet: DiscoveredWallet) => void;
}

/** The two ways to pay what is outstanding: a wallet in this browser, or any other wallet or exchange by hand. */
export function PayPanel({ terms, currency, standing, wallets, onSent }: PayPanelProps) {
  const [wanted, setWanted] = useState<{ symbol: string | null; chainId: number | null }>({
    symbol: null,
    chainId: null,
  });
  const [tab, setTab] = useState<'wallet' | 'transfer' | null>(null);
  const choice = paymentChoice(standing.options, wanted);
  const { option } = choice;
  const amounts = amountToSend(option, terms, standing);
  const caution = tokenCaution(option);
  const isRest = standing.received > 0n || standing.pending > 0n || standing.otherwise > 0n;
  const shown = tab ?? (wallets.length > 0 ? 'wallet' : 'transfer');
  return (
    <section class="card pay" aria-labelledby="pay-heading">
      <h2 id="pay-heading" tabIndex={-1}>
        {isRest ? `Pay the remaining ${money(standing.outstanding, currency)}` : 'Pay this invoice'}
      </h2>
      <OptionChoice
        choice={choice}
        onSymbol={(symbol) => setWanted({ ...wanted, symbol })}
        onChain={(chainId) => setWanted({ symbol: option.symbol, chainId })}
      />
      <p class="pay-what">
        <strong>
          {readableUnits(amounts.byWallet, option.decimals)} {option.symbol}
        </strong>{' '}
        on {chainName(option.chainId)}
      </p>
      {caution ? <Notice tone="caution">{caution}</Notice> : null}
      <Tabs
        label="Ways to pay"
        tabs={[
          { id: 'wallet', label: 'Browser wallet' },
          { id: 'transfer', label: 'QR or exchange' },
        ]}
        shown={shown}
        onShow={setTab}
      >
        {shown === 'wallet' ? (
          <WalletPanel
            key={`${option.chainId}:${option.token}`}
            option={option}
            units={amounts.byWallet}
            tag={terms.tag}
            wallets={wallets}
            onSent={onSent}
            onElsewhere={() => setTab('transfer')}
          />
        ) : (
          <TransferPanel option={option} units={amounts.byHand} untailed={amounts.byWallet} />
        )}
      </Tabs>
    </section>
  );
}
