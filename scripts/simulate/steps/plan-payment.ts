import type { SimulatedToken } from '../chain/token-set.ts';
import { rest, sum, take } from '../oracle/fraction.ts';
import type { OracleOption } from '../oracle/model.ts';
import { taggedRest } from '../oracle/tagged-rest.ts';
import type { PaymentStep } from '../step.ts';
import type { IssuedInvoice } from '../world/owner.ts';

/** One movement of money that a payer wants to make. `via` is how, `tag` what goes behind the call. */
export interface PlannedTransfer {
  readonly token: SimulatedToken;
  readonly to: string;
  readonly units: bigint;
  readonly tag: string | null;
  readonly via: 'plain' | 'smart-wallet' | 'mint';
}

/** What payers have sent for each invoice so far, by its link: what a payer who looks at the page would see. */
export type SentSoFar = Map<string, { readonly option: OracleOption; readonly units: bigint }[]>;

/** More than anybody has. */
const impossible = 1n << 200n;

/** Plans the transfers of a payment on one chain; none where the invoice cannot be paid there. */
export function planPayment(
  payment: PaymentStep,
  tokens: readonly SimulatedToken[],
  invoice: IssuedInvoice,
  sent: SentSoFar,
): PlannedTransfer[] {
  const accepted = tokens.filter((token) => token.accepted);
  const token = accepted[payment.token % accepted.length];
  const option = invoice.options.find(
    ({ chainId, token: contract }) =>
      chainId === token?.token.chainId && contract === token.token.address.toLowerCase(),
  );
  if (!token || !option) return [];
  // Nobody has heard of it yet.
  if (invoice.publishedAt.size === 0) return [];
  const planned = transfersOf(payment, {
    token,
    option,
    invoice,
    sent,
    refused: tokens.find((each) => !each.accepted),
  });
  if (!payment.kind.startsWith('other') && payment.kind !== 'failed')
    for (const { units } of planned) append(sent, invoice.linkId, { option, units });
  return planned;
}

interface Place {
  readonly token: SimulatedToken;
  readonly option: OracleOption;
  readonly invoice: IssuedInvoice;
  readonly sent: SentSoFar;
  readonly refused: SimulatedToken | undefined;
}

function transfersOf({ kind, share }: PaymentStep, place: Place): PlannedTransfer[] {
  const { token, option, invoice, refused } = place;
  const { exact, tagged, address: to } = option;
  const cent = 10n ** BigInt(token.token.decimals - 2);
  const part = (exact * BigInt(share)) / 100n;
  const plain = (units: bigint, more: Partial<PlannedTransfer> = {}): PlannedTransfer[] =>
    units > 0n ? [{ token, to, units, tag: null, via: 'plain', ...more }] : [];
  const { tag } = invoice;
  switch (kind) {
    case 'tagged':
      return plain(tagged);
    case 'wallet':
      return plain(exact, { tag });
    case 'smart-wallet':
      return plain(exact, { tag, via: 'smart-wallet' });
    case 'part':
      return plain(part);
    case 'part-tagged':
      return plain(part, { tag });
    case 'over':
      return plain(exact + part, { tag });
    case 'twice':
      return [...plain(tagged), ...plain(tagged)];
    case 'rest':
    case 'rest-wallet':
      return payRest(kind, place, part, plain);
    case 'no-tail':
      return plain(exact);
    case 'fee-short':
      return plain(exact - (exact > cent * 100n ? cent * 100n : cent));
    case 'other-token':
      return refused ? plain(tagged, { token: refused }) : [];
    case 'other-token-tagged':
      return refused ? plain(exact, { token: refused, tag }) : [];
    case 'minted':
      return plain(tagged, { via: 'mint' });
    case 'failed':
      return plain(impossible);
  }
}

/** The first to come pays a part, so that there is a rest; who comes when nothing is left pays the whole. */
function payRest(
  kind: 'rest' | 'rest-wallet',
  { option, invoice, sent }: Place,
  part: bigint,
  plain: (units: bigint, more?: Partial<PlannedTransfer>) => PlannedTransfer[],
): PlannedTransfer[] {
  const paid = sent.get(invoice.linkId) ?? [];
  if (paid.length === 0) return plain(part, { tag: invoice.tag });
  const unpaid = rest(sum(paid.map((each) => ({ part: each.units, whole: each.option.exact }))));
  if (unpaid.part <= 0n) return plain(option.tagged);
  if (kind === 'rest') return plain(taggedRest(unpaid, option));
  return plain(take(unpaid, option.exact) + 1n, { tag: invoice.tag });
}

function append<Value>(map: Map<string, Value[]>, key: string, value: Value): void {
  map.set(key, [...(map.get(key) ?? []), value]);
}
