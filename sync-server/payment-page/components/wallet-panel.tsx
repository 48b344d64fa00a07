/** @jsxImportSource preact */
import { encodeTransferCalldata } from '../../../shared/payment/transfer-calldata.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';
import type { SentPayment } from '../io/sent-memory.ts';
import type { DiscoveredWallet } from '../io/wallet-provider.ts';
import { useWallet } from './use-wallet.ts';
import { ConnectedWallet } from './connected-wallet.tsx';
import { WalletList } from './wallet-list.tsx';

interface WalletPanelProps {
  readonly option: PaymentOption;
  readonly units: bigint;
  readonly tag: string;
  readonly wallets: readonly DiscoveredWallet[];
  readonly onSent: (sent: SentPayment, wallet: DiscoveredWallet) => void;
  readonly onElsewhere: () => void;
}

/** Paying by a wallet in this browser: choose it, connect, be on the right network, have enough, confirm. */
export function WalletPanel({ option, units, tag, wallets, onSent, onElsewhere }: WalletPanelProps) {
  const { chainId, token, symbol, decimals } = option;
  const data = encodeTransferCalldata(option.address, units, tag);
  const control = useWallet({ chainId, token, data });
  const { state } = control;
  const pay = () =>
    control.pay((txHash, wallet) => {
      const sent = { txHash, chainId, symbol, decimals, units: units.toString(), at: Date.now() };
      onSent({ ...sent, wallet: wallet.info.name }, wallet);
    });
  if (state.step === 'connected')
    return <ConnectedWallet state={state} option={option} units={units} control={control} onPay={() => void pay()} />;
  if (wallets.length === 0) return <NoWallet onElsewhere={onElsewhere} />;
  return (
    <div class="wallet">
      <WalletList control={control} wallets={wallets} />
      <p class="fine">You see and confirm the payment in your wallet before anything is sent.</p>
    </div>
  );
}

function NoWallet({ onElsewhere }: { readonly onElsewhere: () => void }) {
  return (
    <div class="wallet">
      <p>There is no wallet in this browser.</p>
      <p class="fine">
        Open this link in a browser that has one, or in the browser inside your wallet app. You can also pay from any
        wallet or exchange by hand.
      </p>
      <button type="button" class="button" onClick={onElsewhere}>
        Show QR code and address
      </button>
    </div>
  );
}
