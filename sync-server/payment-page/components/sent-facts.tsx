/** @jsxImportSource preact */
import { explorerTxUrl } from '../../../shared/money/chain.ts';
import type { SentPayment } from '../io/sent-memory.ts';
import { readableUnits } from '../state/format.ts';
import { chainName } from '../state/payment-choice.ts';
import { Fact, Hash } from './fact.tsx';
import { Notice } from './notice.tsx';

interface SentFactsProps {
  readonly sent: SentPayment;
  readonly failed: boolean;
  readonly onForget: () => void;
}

/** A payment that this browser sent and that no one has seen on the network yet, with the way out if it never comes. */
export function SentFacts({ sent, failed, onForget }: SentFactsProps) {
  return (
    <>
      {failed ? (
        <Notice tone="bad">
          The network refused the transfer, so no money moved except the network’s fee. You can pay again.
        </Notice>
      ) : null}
      <dl class="facts-list">
        <Fact name="Amount">
          {readableUnits(BigInt(sent.units), sent.decimals)} {sent.symbol}
        </Fact>
        <Fact name="Network">{chainName(sent.chainId)}</Fact>
        <Fact name="Transaction">
          <Hash hash={sent.txHash} href={explorerTxUrl(sent.chainId, sent.txHash)} what="transaction" />
        </Fact>
      </dl>
      <div class="forget">
        {failed ? null : (
          <p class="fine">Please do not pay twice. If your wallet says that it failed, you can pay again.</p>
        )}
        <button type="button" class={failed ? 'button' : 'button-quiet'} onClick={onForget}>
          {failed ? 'Pay again' : 'It did not go through'}
        </button>
      </div>
    </>
  );
}
