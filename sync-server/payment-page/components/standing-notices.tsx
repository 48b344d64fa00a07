/** @jsxImportSource preact */
import type { PayableInvoice, PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import { instant, money } from '../state/format.ts';
import { chainName } from '../state/payment-choice.ts';
import type { Standing } from '../state/standing.ts';
import { Notice } from './notice.tsx';
import { paymentAmount } from './payment-facts.tsx';

interface StandingNoticesProps {
  readonly payable: PayableInvoice;
  readonly standing: Standing;
}

/**
 * What the payer must know before paying: reversed, void, settled, in part, expired, closed, or a
 * network read with delay.
 */
export function StandingNotices({ payable, standing }: StandingNoticesProps) {
  const { invoice, terms } = payable;
  const sum = (minor: bigint) => money(minor, invoice.currency);
  const { phase, delayedChains, received, outstanding } = standing;
  // Once it is settled by another payment, there is nothing left to pay anew.
  const reversed = standing.asksForMoney || phase === 'void' ? standing.reversed : [];
  return (
    <div class="notices">
      {phase === 'void' ? (
        <Notice tone="bad" title="This invoice has been withdrawn">
          The seller has made it void. Do not pay it.{' '}
          {standing.counted.length + standing.underWay.length > 0
            ? 'A payment has been made: please ask the seller what happens with it.'
            : 'If you expected to pay, ask the seller for a new one.'}
        </Notice>
      ) : null}
      {phase === 'settled' ? (
        <Notice tone="good" title="There is nothing to pay">
          The seller holds this invoice for settled
          {received > 0n ? `, with ${sum(received)} received on chain` : ''}. It was paid in another way, credited, or
          its rest was waived.
        </Notice>
      ) : null}
      {standing.unwatched && phase !== 'void' ? (
        <Notice tone="caution" title="Ask the seller before you pay">
          Payments were looked for until {instant(Date.parse(terms.monitorUntil))}. A payment made now would not be
          recognised by itself, so this page no longer asks for one.
        </Notice>
      ) : null}
      {standing.nowhereWatched ? (
        <Notice tone="caution" title="Ask the seller how to pay">
          This page’s server watches none of the networks on which this invoice can be paid: {networksOf(terms)}. A
          payment made now would not be recognised by itself, so this page does not ask for one.
        </Notice>
      ) : null}
      {reversed.map((payment) => (
        <Notice key={payment.key} tone="bad" title="A payment was reversed">
          {chainName(payment.chainId)} reorganised its latest blocks and took back the payment of{' '}
          {paymentAmount(payment, terms)}. It does not count. Often such a payment comes back by itself; look in your
          wallet whether the money is there again before you pay anew.
        </Notice>
      ))}
      {received > 0n && outstanding > 0n && phase !== 'void' && phase !== 'settled' ? (
        <Notice tone="caution" title={`${sum(outstanding)} is still missing`}>
          {sum(received)} of {sum(standing.due)} has arrived and is confirmed. Thank you.
          {standing.asksForMoney ? ' Below is exactly what remains.' : ''}
        </Notice>
      ) : null}
      {standing.expired && standing.asksForMoney ? (
        <Notice tone="caution" title="The time to pay has passed">
          It ended on {instant(Date.parse(terms.expiresAt))}. You can still pay; the payment will be marked as late.
          Better ask the seller first.
        </Notice>
      ) : null}
      {standing.asksForMoney || standing.underWay.length > 0
        ? delayedChains.map((chain) => (
            <Notice
              key={chain.chainId}
              tone="neutral"
              title={`${chainName(chain.chainId)} is being checked with delay`}
            >
              A payment there is safe, but it will show on this page later than usual.
            </Notice>
          ))
        : null}
    </div>
  );
}

function networksOf({ options }: PaymentTerms): string {
  return [...new Set(options.map(({ chainId }) => chainName(chainId)))].join(', ');
}
