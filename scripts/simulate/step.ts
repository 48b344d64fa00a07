import { z } from 'zod';
import { faultModes } from './chain/fault-modes.ts';

/**
 * How a payer pays an invoice.
 *
 * `tagged`: the exact amount with its tail; `wallet`: what the page's button sends, the exact amount with the tag
 * behind the call; `smart-wallet`: the same from inside a contract; `part` and `part-tagged`: `share` per cent of it,
 * without and with the tag; `over`: more, with the tag; `twice`: the tagged amount in two payments; `rest`: what the
 * page asks for after part payments, and `rest-wallet` the same with the tag; `no-tail`: the exact amount, as from an
 * exchange with two decimals; `fee-short`: the same less the exchange's fee; `other-token` and `other-token-tagged`: in
 * a token that the owner does not take; `minted`: the tagged amount from nobody; `failed`: a transfer that reverts.
 */
export const payments = [
  'tagged',
  'wallet',
  'smart-wallet',
  'part',
  'part-tagged',
  'over',
  'twice',
  'rest',
  'rest-wallet',
  'no-tail',
  'fee-short',
  'other-token',
  'other-token-tagged',
  'minted',
  'failed',
] as const;
export type PaymentKind = (typeof payments)[number];

/**
 * What happens on chain that is no payment. `look-alike`: the amount in a contract that calls itself USDC; `zero`: a
 * transfer of nothing to the owner; `poison`: one that looks as if the owner had sent nothing to a stranger;
 * `strangers`: between others; `self`: from the owner's address to itself; `internal`: between the owner's two
 * addresses; `tag-astray`: an invoice's tag on a transfer to somebody else; `odd`: an amount that means nothing.
 */
export const noises = ['look-alike', 'zero', 'poison', 'strangers', 'self', 'internal', 'tag-astray', 'odd'] as const;

const small = z.int().min(0).max(99);
/**
 * Which of what there is, as a thousandth of the way through the list: still means something when the list is another.
 */
const which = z.int().min(0).max(999);
const chain = small;
const one = z.strictObject({ invoice: which, token: small, kind: z.enum(payments), share: z.int().min(1).max(99) });

/**
 * One thing that happens. Steps are data: any part of a script is a script, and the same script does the same again.
 */
export const stepSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('issue'), amount: small, currency: z.enum(['USD', 'EUR']), dueDays: small }),
  z.strictObject({ do: z.literal('void'), invoice: which }),
  z.strictObject({ do: z.literal('wallet'), wallet: small }),
  one.extend({ do: z.literal('pay'), chain }),
  /** Several payments in one transaction. */
  z.strictObject({ do: z.literal('batch'), chain, parts: z.array(one).min(1).max(6), isWallet: z.boolean() }),
  z.strictObject({ do: z.literal('noise'), chain, kind: z.enum(noises), invoice: which, token: small }),
  z.strictObject({ do: z.literal('mine'), chain, blocks: small, seconds: small }),
  /** Hours that pass. */
  z.strictObject({ do: z.literal('clock'), hours: small }),
  /** `keep` per cent of what was in the orphaned blocks comes again; `seen`: the relay has read them before. */
  z.strictObject({ do: z.literal('reorganise'), chain, depth: small, blocks: small, keep: small, seen: z.boolean() }),
  /** Waits until the relay has read the chain. */
  z.strictObject({ do: z.literal('catch-up'), chain }),
  /** `endpoint` 0 and 1 are the relay's, 2 is the devices'. */
  z.strictObject({
    do: z.literal('fault'),
    chain,
    endpoint: z.int().min(0).max(2),
    mode: z.enum(faultModes),
    every: z.int().min(1).max(10),
  }),
  z.strictObject({ do: z.literal('heal'), chain }),
  /** SIGKILL; it starts again after so many steps. */
  z.strictObject({ do: z.literal('kill-relay'), downFor: small }),
  z.strictObject({ do: z.literal('kill-device'), downFor: small }),
  /** Another device takes over: one that is restored from the phrase now (`isFresh`), or one that was there before. */
  z.strictObject({ do: z.literal('switch-device'), isFresh: z.boolean(), device: which }),
]);
export type Step = z.infer<typeof stepSchema>;
export type PaymentStep = z.infer<typeof one>;

/** The step of one kind. */
export type StepOf<Kind extends Step['do']> = Extract<Step, { do: Kind }>;

/** What a script runs on, and its steps. */
export const scriptSchema = z.strictObject({
  seed: z.int(),
  chains: z.int().min(1).max(5),
  checkEvery: z.int().min(1),
  steps: z.array(stepSchema),
});
export type Script = z.infer<typeof scriptSchema>;
