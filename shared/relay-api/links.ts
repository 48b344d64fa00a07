import { z } from 'zod';
import { addressSchema, unitsSchema } from '../payment/payment-terms.ts';
import { paymentSchema } from '../payment/payment.ts';
import { bytesSchema, linkIdSchema, nothingSchema } from './common.ts';
import { operation } from './operation.ts';

/** What the relay must watch for one payment option, in the clear; see `Watch` in shared/payment for units. */
export const watchRequestSchema = z.strictObject({
  chainId: z.int().positive(),
  token: addressSchema,
  address: addressSchema,
  ownAddress: z.boolean(),
  exact: unitsSchema,
  tagged: unitsSchema,
  /** Confirmations that the owner asks for on this chain; the relay's own policy is never undercut. */
  confirmations: z.int().min(1).max(10_000).optional(),
});
/** What the relay is asked to watch for one payment option. */
export type WatchRequest = z.infer<typeof watchRequestSchema>;

/**
 * Whether a link still asks for money: the owner's word, not the chain's. `settled`: the owner holds it for settled by
 * other means (paid outside, credited, a rest within the tolerance, written off), so its page asks for nothing more.
 */
export const linkStatuses = ['open', 'void', 'settled'] as const;

/**
 * The part of an invoice that is settled by more than transfers, by its owner's word: credited, paid outside, let go,
 * less what was refunded. An exact fraction, decimal text; below zero where more went back than was settled so.
 */
export const settledShareSchema = z
  .strictObject({ part: z.string().regex(/^-?\d{1,120}$/), whole: z.string().regex(/^[1-9]\d{0,119}$/) })
  .refine(({ part, whole }) => !isFraction(part, whole) || BigInt(part) <= BigInt(whole), {
    message: 'No more than the whole can be settled.',
  });

/** Refinements also see what the patterns have refused. */
function isFraction(...texts: readonly string[]): boolean {
  return texts.every((text) => /^-?\d{1,120}$/.test(text));
}

/**
 * Publishes an invoice's sealed link, or the same link again (idempotent; the sealed invoice of a link never changes,
 * while `assume` and `confirmations` are taken as they are told last). Transfers to its addresses are noticed on every
 * chain that the relay watches, also on those that no watch names.
 */
export const putLink = operation({
  method: 'PUT',
  path: '/v1/links/:id',
  summary: 'Publish a sealed invoice and watch for its payment',
  auth: 'session',
  params: z.strictObject({ id: linkIdSchema }),
  query: nothingSchema,
  body: z.strictObject({
    sealedInvoice: bytesSchema.max(3_000_000),
    sealedPdf: bytesSchema.max(14_000_000),
    tag: z.string().regex(/^[0-9a-f]{32}$/),
    watches: z.array(watchRequestSchema).min(1).max(200),
    expiresAt: z.iso.datetime(),
    monitorUntil: z.iso.datetime(),
    /** Whether an amount without its tail may be credited where exactly one open link fits (rule `assumed`). */
    assume: z.boolean().optional(),
    /** When the invoice was issued: payments are looked for from then on, at most a month back. Default: now. */
    issuedAt: z.iso.datetime().optional(),
  }),
  response: z.strictObject({ id: linkIdSchema, url: z.string(), watching: z.array(z.int()) }),
});

/**
 * Marks a link void or settled (its page says so and asks for nothing), or opens it again. Payments are still watched
 * and told. Status and share are one word: without `settled` nothing is settled otherwise.
 */
export const patchLink = operation({
  method: 'PATCH',
  path: '/v1/links/:id',
  summary: 'Void or settle a published link, or open it again',
  auth: 'session',
  params: z.strictObject({ id: linkIdSchema }),
  query: nothingSchema,
  body: z.strictObject({ status: z.enum(linkStatuses), settled: settledShareSchema.optional() }),
  response: z.strictObject({ id: linkIdSchema, status: z.enum(linkStatuses) }),
});

/** How far a chain has been read: "checked through block N". `behindSeconds` is the age of that block. */
export const chainStateSchema = z.strictObject({
  chainId: z.int(),
  checkedThrough: unitsSchema.nullable(),
  checkedAt: z.iso.datetime().nullable(),
  finalized: unitsSchema.nullable(),
  status: z.enum(['starting', 'following', 'catching-up', 'unreachable']),
  /** Plain words on what is wrong, with no endpoint address or key in them. */
  trouble: z.string().nullable(),
});
/** How far the relay has read a chain. */
export type ChainState = z.infer<typeof chainStateSchema>;

/** A link's live state: what the payment page needs beside the sealed invoice. */
export const linkStateSchema = z.strictObject({
  status: z.enum(linkStatuses),
  settled: settledShareSchema.optional(),
  payments: z.array(paymentSchema),
  chains: z.array(chainStateSchema),
});
/** A link's live state. */
export type LinkState = z.infer<typeof linkStateSchema>;

/** The payment page's first read. `practice` is true where the relay runs on the practice chain. */
export const getLink = operation({
  method: 'GET',
  path: '/v1/links/:id',
  summary: 'A published link: the sealed invoice and its live state',
  auth: 'public',
  params: z.strictObject({ id: linkIdSchema }),
  query: nothingSchema,
  body: nothingSchema,
  response: z.strictObject({
    id: linkIdSchema,
    sealedInvoice: bytesSchema,
    state: linkStateSchema,
    practice: z.boolean(),
  }),
});

/** The sealed PDF of a published link, for whoever has its address; only the key in the link's fragment opens it. */
export const getLinkPdf = operation({
  method: 'GET',
  path: '/v1/links/:id/pdf',
  summary: "A published link's sealed PDF",
  auth: 'public',
  params: z.strictObject({ id: linkIdSchema }),
  query: nothingSchema,
  body: nothingSchema,
  response: z.strictObject({ sealedPdf: bytesSchema }),
});

/** Server-sent events of one link (`GET /v1/links/:id/stream`, public): `state` with a whole `LinkState` each time. */
export const linkStreamPath = '/v1/links/:id/stream';
