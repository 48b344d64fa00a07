import type { UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import { chainOf, explorerTxUrl } from '../../shared/money/chain.ts';
import { requiredConfirmations } from '../../shared/money/confirmation-policy.ts';
import { tokensOn } from '../../shared/money/token.ts';
import * as data from './scripted-data.ts';
import type { ScriptedState } from './scripted-engine.ts';
import { rowOf, type ScriptedInvoice } from './scripted-invoices.ts';

const verified = { status: 'verified', detail: '', checkedAt: data.minutesAgo(1) } as const;

/** A transfer of practice USDC that no rule credits; `units` in base units, `n` tells transfers apart. */
export function transfer(n: number, units: bigint, change: Partial<UnmatchedView> = {}): UnmatchedView {
  const chainId = change.chainId ?? 31337;
  const token = tokensOn(chainId)[0];
  if (!token) throw new Error(`Chain ${chainId} has no token`);
  const digits = n.toString(16).padStart(4, '0');
  const txHash = `0x${digits.repeat(16)}`;
  const chain = chainOf(chainId);
  const needed = requiredConfirmations(chainId, token.address, units).blocks;
  return {
    key: `${chainId}:0x${'c'.repeat(64)}:${txHash}:0`,
    at: data.minutesAgo(3 + n * 47),
    chainId,
    chainName: chain.name,
    txHash,
    explorerUrl: explorerTxUrl(chainId, txHash),
    symbol: token.symbol,
    decimals: token.decimals,
    units: units.toString(),
    currency: token.peg,
    value: (units / 10_000n).toString(),
    from: `0x${digits}9bf6eb2c4f870365e785982e1f101e93b906`.slice(0, 42),
    to: data.practiceWallet.toLowerCase(),
    state: 'confirmed',
    confirmations: needed,
    requiredConfirmations: needed,
    explanation: 'Its amount is no invoice’s, and nothing else says whose it is.',
    verification: verified,
    suggestions: [],
    assignment: null,
    ...change,
  };
}

/** What speaks for an invoice, as the engine would say it. */
export function suggest(invoice: ScriptedInvoice, ...reasons: string[]): UnmatchedView['suggestions'][number] {
  const { view } = invoice;
  const { number, buyerName, currency } = rowOf(invoice);
  return { invoiceId: view.id, number: number ?? '', buyerName, currency, remaining: remainingOf(invoice), reasons };
}

/** What an invoice still asks for, minor units. */
export function remainingOf({ view }: ScriptedInvoice): string {
  return view.settlement?.remaining ?? '0';
}

/** Fills the inbox with transfers of every kind, newest first; suggestions name open invoices of the world. */
export function fillInbox(state: ScriptedState, count: number): void {
  const open = [...state.invoices.values()].filter((invoice) => remainingOf(invoice) !== '0');
  for (let n = 0; n < count; n++) {
    const [first, second, third] = [0, 1, 2].map((step) => open[(n * 3 + step) % Math.max(1, open.length)]);
    const made = kinds[n % kinds.length]?.(
      n,
      [first, second, third].filter((one) => one !== undefined),
    );
    if (made) state.transfers.set(made.key, made);
  }
}

type Kind = (n: number, open: readonly ScriptedInvoice[]) => UnmatchedView;

const unitsOf = (invoice: ScriptedInvoice | undefined): bigint =>
  BigInt(invoice ? remainingOf(invoice) : '5000') * 10_000n;

const kinds: readonly Kind[] = [
  (n, [first, second, third]) =>
    transfer(n, unitsOf(first), {
      explanation: 'It carries no tag and not the tail of any invoice, and two invoices ask for this amount.',
      suggestions: [
        ...(first
          ? [
              suggest(
                first,
                'The amount is exactly what it still asks for.',
                'This payer has paid this client’s invoices before.',
              ),
            ]
          : []),
        ...(second ? [suggest(second, 'It was issued two days before the transfer.')] : []),
        ...(third ? [suggest(third, 'Its client has paid in USDC on this chain before.')] : []),
      ],
    }),
  (n, [first]) =>
    transfer(n, unitsOf(first) - 2_500_000n, {
      state: 'confirming',
      confirmations: 1,
      explanation: 'It is 2.50 USDC short of an invoice, which is more than the tolerance that you allow.',
      suggestions: first
        ? [suggest(first, 'The amount is within 1 % of what it still asks for: an exchange may have kept its fee.')]
        : [],
    }),
  (n) =>
    transfer(n, 250_000_000n, {
      chainId: 8453,
      explanation: 'Base is a chain that none of your open invoices at this address names.',
      verification: { status: 'unchecked', detail: '', checkedAt: null },
    }),
  (n) =>
    transfer(n, 1_000_000_000_000_000_000n, {
      symbol: 'USDC',
      decimals: 18,
      currency: null,
      value: null,
      explanation:
        'This contract calls itself USDC and is not: anybody can make such a token. It is worth nothing here.',
      verification: { status: 'waiting', detail: '', checkedAt: null },
    }),
  (n, [first]) =>
    transfer(n, unitsOf(first) * 2n, {
      state: 'final',
      confirmations: 70,
      explanation: 'It came after the last day on which the invoice was watched.',
      suggestions: first ? [suggest(first, 'It was sent to this invoice’s own address.')] : [],
    }),
  (n) =>
    transfer(n, 75_000_000n, {
      state: 'reversed',
      confirmations: 0,
      explanation: 'Its amount is no invoice’s, and nothing else says whose it is.',
    }),
  (n) =>
    transfer(n, 3_000_000n, {
      verification: {
        status: 'mismatch',
        detail: 'Your endpoint knows no such log in block 1281.',
        checkedAt: data.minutesAgo(2),
      },
    }),
];
