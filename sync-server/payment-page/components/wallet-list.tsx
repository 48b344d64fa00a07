/** @jsxImportSource preact */
import type { DiscoveredWallet } from '../io/wallet-provider.ts';
import { Notice } from './notice.tsx';
import type { WalletControl } from './use-wallet.ts';

interface WalletListProps {
  readonly control: WalletControl;
  readonly wallets: readonly DiscoveredWallet[];
}

/** The browser's wallets to choose from, and how connecting to one goes. */
export function WalletList({ control, wallets }: WalletListProps) {
  const { state } = control;
  const connecting = state.step === 'connecting' ? state.wallet : null;
  return (
    <>
      <ul class="wallets">
        {wallets.map((wallet) => (
          <li key={wallet.info.uuid}>
            <button
              type="button"
              class="wallet-button"
              aria-disabled={connecting !== null}
              onClick={() => (connecting ? undefined : void control.connect(wallet))}
            >
              {wallet.info.icon ? (
                <img src={wallet.info.icon} alt="" width={32} height={32} />
              ) : (
                <span class="wallet-blank" aria-hidden="true" />
              )}
              <span class="wallet-name">{wallet.info.name}</span>
              <span class="wallet-act">{connecting?.uuid === wallet.info.uuid ? 'Waiting…' : 'Connect'}</span>
            </button>
          </li>
        ))}
      </ul>
      <div role="status">
        {connecting ? <p class="fine">Answer in {connecting.name}. It may have opened a window of its own.</p> : null}
        {state.step === 'choosing' && state.notice ? (
          <Notice tone={state.notice.tone === 'calm' ? 'neutral' : 'bad'}>{state.notice.text}</Notice>
        ) : null}
      </div>
    </>
  );
}
