/** @jsxImportSource preact */
import { findChain } from '../../../shared/money/chain.ts';
import type { PaymentOption } from '../../../shared/payment/payment-terms.ts';
import { readableUnits, shortHex } from '../state/format.ts';
import { chainName } from '../state/payment-choice.ts';
import { obstacleOf, type WalletState } from '../state/wallet-state.ts';
import { Notice } from './notice.tsx';
import type { WalletControl } from './use-wallet.ts';

interface ConnectedWalletProps {
  readonly state: Extract<WalletState, { step: 'connected' }>;
  readonly option: PaymentOption;
  readonly units: bigint;
  readonly control: WalletControl;
  readonly onPay: () => void;
}

/** A connected wallet: its account and balance, what stands in the way, and the one button that is next. */
export function ConnectedWallet({ state, option, units, control, onPay }: ConnectedWalletProps) {
  const amount = `${readableUnits(units, option.decimals)} ${option.symbol}`;
  const obstacle = obstacleOf(state, { chainId: option.chainId, units });
  const { funds, wallet } = state;
  const balance =
    funds !== null && funds !== 'unreadable' ? `${readableUnits(funds.token, option.decimals)} ${option.symbol}` : '—';
  return (
    <div class="wallet">
      <div class="account">
        {wallet.icon ? <img src={wallet.icon} alt="" width={32} height={32} /> : null}
        <p>
          <span class="wallet-name">{wallet.name}</span>
          <span class="fine">
            <span class="mono" title={state.account}>
              {shortHex(state.account)}
            </span>
            {obstacle === 'wrong-chain' ? null : ` holds ${obstacle === 'reading-funds' ? '…' : balance}`}
          </span>
        </p>
        <button type="button" class="button-quiet" onClick={control.leave}>
          Change
        </button>
      </div>
      <div role="status">
        <ObstacleNotice {...{ state, option, obstacle, amount, balance }} />
        {state.wait ? <p class="fine">Answer in {wallet.name}. It may have opened a window of its own.</p> : null}
        {state.notice ? (
          <Notice tone={state.notice.tone === 'calm' ? 'neutral' : 'bad'}>{state.notice.text}</Notice>
        ) : null}
      </div>
      <NextButton {...{ state, option, obstacle, amount, control, onPay }} />
    </div>
  );
}

interface NextButtonProps extends Pick<ConnectedWalletProps, 'state' | 'option' | 'control' | 'onPay'> {
  readonly obstacle: ReturnType<typeof obstacleOf>;
  readonly amount: string;
}

function NextButton({ state, option, obstacle, amount, control, onPay }: NextButtonProps) {
  if (obstacle === 'wrong-chain')
    return (
      <button
        type="button"
        class="button button-wide"
        aria-disabled={state.wait !== null}
        onClick={() => void control.switchNetwork()}
      >
        {state.wait === 'switching' ? 'Waiting for the wallet…' : `Switch to ${chainName(option.chainId)}`}
      </button>
    );
  if (obstacle === 'too-little' || obstacle === 'no-gas')
    return (
      <button type="button" class="button button-wide button-second" onClick={control.checkFunds}>
        Check the balance again
      </button>
    );
  const isWaiting = state.wait !== null || obstacle === 'reading-funds';
  return (
    <button
      type="button"
      class="button button-wide"
      aria-disabled={isWaiting}
      onClick={() => (isWaiting ? undefined : onPay())}
    >
      {state.wait === 'sending' ? 'Waiting for the wallet…' : `Pay ${amount}`}
    </button>
  );
}

interface ObstacleNoticeProps extends Pick<NextButtonProps, 'state' | 'option' | 'obstacle' | 'amount'> {
  readonly balance: string;
}

function ObstacleNotice({ state, option, obstacle, amount, balance }: ObstacleNoticeProps) {
  const network = chainName(option.chainId);
  switch (obstacle) {
    case 'wrong-chain':
      return (
        <Notice tone="caution" title="Another network is chosen in the wallet">
          It is on {chainName(state.chainId)}; this payment goes over {network}. Switching asks you in{' '}
          {state.wallet.name} and costs nothing.
        </Notice>
      );
    case 'too-little':
      return (
        <Notice tone="caution" title="Not enough in this account">
          It holds {balance} on {network}, and {amount} is needed. Choose another account in {state.wallet.name}, or top
          this one up.
        </Notice>
      );
    case 'no-gas':
      return (
        <Notice tone="caution" title="Nothing there for the network’s fee">
          {network} charges its fee in {findChain(option.chainId)?.nativeSymbol ?? 'its own coin'}, and this account
          holds none. A few cents’ worth is enough.
        </Notice>
      );
    default:
      return null;
  }
}
