import { issueInvoice } from '../../../../shared/invoice/issue-invoice.ts';
import type { Token } from '../../../../shared/money/token.ts';
import { tokensOn } from '../../../../shared/money/token.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import type { PayableInvoice, PaymentOption } from '../../../../shared/payment/payment-terms.ts';
import { makePaymentTerms, payableInvoice, type TermsRequest } from '../../../../shared/payment/terms.ts';
import type { TransferLog } from '../../../../shared/payment/transfer.ts';
import type { Watch } from '../../../../shared/payment/watch.ts';
import { unwrap } from '../../../../shared/result.ts';
import { invoiceDraft, lineDraft, seller, today } from '../invoice/fixtures.ts';

export const chainId = 31337;
export const wallet = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
export const payer = '0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc';
export const tag = '00112233445566778899aabbccddeeff';

const [usdcToken, usdtToken, daiToken, eurcToken] = tokensOn(chainId);
if (!usdcToken || !usdtToken || !daiToken || !eurcToken) throw new Error('The practice tokens are missing');
export const usdc: Token = usdcToken;
export const usdt: Token = usdtToken;
export const dai: Token = daiToken;
export const eurc: Token = eurcToken;

/** A token's address as logs and watches write it. */
export function lower(address: string): `0x${string}` {
  return `0x${address.slice(2).toLowerCase()}`;
}

/** An issued invoice of 1,200.00 USD payable at a shared address with tail 4217; name only what matters to the test. */
export function payable(amount = '1200.00', currency = 'USD', fields: Partial<TermsRequest> = {}): PayableInvoice {
  const draft = invoiceDraft({ currency, lines: [lineDraft({ unitPrice: amount })] });
  const invoice = unwrap(issueInvoice(draft, { id: 'inv-1', number: 'INV-2026-0001', seller, today }));
  const terms = makePaymentTerms({
    total: { minor: BigInt(invoice.totals.total), currency },
    accept: [usdc, usdt, dai, eurc],
    receiver: { address: wallet, ownAddress: false },
    rates: [],
    tag,
    tail: 4217,
    dueDate: invoice.dueDate,
    monitorDays: 90,
    ...fields,
  });
  return payableInvoice(invoice, unwrap(terms));
}

/** The option of an invoice that a token pays. */
export function optionFor(invoice: PayableInvoice, token: Token): PaymentOption {
  const option = invoice.terms.options.find((each) => each.token === token.address);
  if (!option) throw new Error(`${token.symbol} is no option`);
  return option;
}

let nextLog = 0;

/** A confirmed payment; name only what matters to the test. */
export function payment(token: Token, units: bigint | string, fields: Partial<Payment> = {}): Payment {
  nextLog += 1;
  return {
    key: `${token.chainId}:log-${nextLog}`,
    chainId: token.chainId,
    blockNumber: '7',
    blockHash: `0x${'ab'.repeat(32)}`,
    blockTime: 1_800_000_000,
    txHash: `0x${'cd'.repeat(32)}`,
    logIndex: nextLog,
    token: lower(token.address),
    from: payer,
    to: wallet,
    units: units.toString(),
    rule: 'tag',
    state: 'confirmed',
    confirmations: 3,
    requiredConfirmations: 3,
    late: false,
    ...fields,
  };
}

/** A watch at the shared address for 1,200 USDC with tail 4217; name only what matters to the test. */
export function watch(fields: Partial<Watch> = {}): Watch {
  return {
    linkId: 'link-a',
    chainId,
    token: lower(usdc.address),
    address: wallet,
    ownAddress: false,
    exact: 1_200_000_000n,
    tagged: 1_200_004_217n,
    tag,
    expiresAt: 1_800_000_000,
    monitorUntil: 1_900_000_000,
    ...fields,
  };
}

/** A USDC transfer of 1,200 to the shared address, in time; name only what matters to the test. */
export function transfer(fields: Partial<TransferLog> = {}): TransferLog {
  return {
    chainId,
    blockNumber: 7n,
    blockHash: `0x${'ab'.repeat(32)}`,
    blockTime: 1_700_000_000,
    txHash: `0x${'cd'.repeat(32)}`,
    logIndex: 0,
    token: lower(usdc.address),
    from: payer,
    to: wallet,
    units: 1_200_000_000n,
    ...fields,
  };
}
