import type { Payment } from '../../../shared/payment/payment.ts';
import { readHead, type ChainHead } from '../own-chain/read-head.ts';
import { readPaymentFacts, type PaymentFacts } from './read-payment-facts.ts';

/** Everything that one endpoint says of a payment. */
export interface ChainFacts extends PaymentFacts {
  readonly at: ChainHead;
}

/** A round of questions to the owner's own endpoints, about any number of payments. */
export interface EndpointRound {
  /** Where an endpoint's chain stands; asked once for all payments that are looked at within two seconds. */
  head(endpoint: string): Promise<ChainHead>;
  /** What an endpoint says of a payment; the head is never younger than the rest. */
  facts(payment: Payment, endpoint: string): Promise<ChainFacts>;
}

/** Milliseconds for one answer. */
const longestAnswer = 8_000;
/** Milliseconds for which a head will do. */
const headLasts = 2_000;

/**
 * Begins a round. Each method rejects where an endpoint does not answer, and at once where it hung before in this
 * round: a hundred payments must not wait for it one after the other.
 */
export function beginRound(timeout: number = longestAnswer): EndpointRound {
  const heads = new Map<string, { readonly answer: Promise<ChainHead>; readonly askedAt: number }>();
  const hung = new Map<string, unknown>();
  const ask = async <T>(endpoint: string, question: () => Promise<T>): Promise<T> => {
    if (hung.has(endpoint)) throw hung.get(endpoint);
    const began = performance.now();
    try {
      return await question();
    } catch (error) {
      if (performance.now() - began > timeout / 2) hung.set(endpoint, error);
      throw error;
    }
  };
  const askHead = async (endpoint: string): Promise<ChainHead> => {
    const known = heads.get(endpoint);
    if (known && performance.now() - known.askedAt < headLasts) return known.answer;
    const asked = { answer: readHead(endpoint, timeout), askedAt: performance.now() };
    heads.set(endpoint, asked);
    // What failed is no answer: the next payment asks again.
    asked.answer.catch(() => heads.get(endpoint) === asked && heads.delete(endpoint));
    return asked.answer;
  };
  const head = (endpoint: string): Promise<ChainHead> => ask(endpoint, () => askHead(endpoint));
  return {
    head,
    async facts(payment, endpoint) {
      const at = await head(endpoint);
      return { at, ...(await ask(endpoint, () => readPaymentFacts(payment, endpoint, timeout))) };
    },
  };
}
