/** @jsxImportSource preact */
import { explorerTxUrl } from '../../../shared/money/chain.ts';
import { findToken } from '../../../shared/money/token.ts';
import { optionOf } from '../../../shared/payment/exact-sum.ts';
import type { Payment } from '../../../shared/payment/payment.ts';
import type { PaymentTerms } from '../../../shared/payment/payment-terms.ts';
import { instant, readableUnits, shortHex } from '../state/format.ts';
import { chainName } from '../state/payment-choice.ts';
import { Fact, Hash } from './fact.tsx';

/** A payment as the chain has it: amount, network, transaction, time and sender. */
export function PaymentFacts({ payment, terms }: { readonly payment: Payment; readonly terms: PaymentTerms }) {
  return (
    <dl class="facts-list">
      <Fact name="Amount">{paymentAmount(payment, terms)}</Fact>
      <Fact name="Network">{chainName(payment.chainId)}</Fact>
      <Fact name="Transaction">
        <Hash hash={payment.txHash} href={explorerTxUrl(payment.chainId, payment.txHash)} what="transaction" />
      </Fact>
      <Fact name="Time">
        <time dateTime={new Date(payment.blockTime * 1000).toISOString()}>{instant(payment.blockTime * 1000)}</time>
        {payment.late ? ' — after the invoice expired' : ''}
      </Fact>
      {wordsOfRule[payment.rule] ? <Fact name="Matched">{wordsOfRule[payment.rule]}</Fact> : null}
      <Fact name="From">
        <span class="mono" title={payment.from}>
          {shortHex(payment.from)}
        </span>
      </Fact>
    </dl>
  );
}

/** How a payment was matched, where it was not by a mark of the invoice. */
const wordsOfRule: Partial<Record<Payment['rule'], string>> = {
  assumed: 'by its amount alone',
  manual: 'by the seller',
};

/** The amount of a payment in its token; the token is known by its contract, never by what it calls itself. */
export function paymentAmount(payment: Payment, terms: PaymentTerms): string {
  const token = optionOf(terms.options, payment) ?? findToken(payment.chainId, payment.token);
  if (!token) return `${payment.units} base units of ${shortHex(payment.token)}`;
  return `${readableUnits(BigInt(payment.units), token.decimals)} ${token.symbol}`;
}
