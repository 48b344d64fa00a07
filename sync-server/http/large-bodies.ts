import type { FastifyReply, FastifyRequest } from 'fastify';
import { refuse, type Refusal } from '../refusal.ts';

/** Bodies above this many bytes, or of unknown length, are large. */
const largeBytes = 256_000;
/**
 * Large calls under way at one time: one account's, and everybody's. At 20 MB each this bounds the memory they take.
 */
const mostPerAccount = 4;
const mostInAll = 40;

/** Counts the large bodies that are being read and answered. */
export interface LargeBodies {
  /** Makes room for a call's body until its answer is sent or its connection ends; the refusal says to come back. */
  admit(request: FastifyRequest, reply: FastifyReply, account: string): Refusal | null;
}

/** Creates the counter: a body is held in memory while it is read, so how many there are must be bounded. */
export function createLargeBodies(): LargeBodies {
  const perAccount = new Map<string, number>();
  let all = 0;
  return {
    admit(request, reply, account) {
      const { 'content-length': length, 'transfer-encoding': coding } = request.headers;
      if (coding === undefined && Number(length ?? 0) <= largeBytes) return null;
      const own = perAccount.get(account) ?? 0;
      if (own >= mostPerAccount || all >= mostInAll)
        return refuse(429, 'limit.large-calls', 'Too many large calls are under way. Try again in a moment.', {
          retryAfter: 1,
        }).problem;
      perAccount.set(account, own + 1);
      all += 1;
      reply.raw.once('close', () => {
        all -= 1;
        const left = (perAccount.get(account) ?? 1) - 1;
        if (left > 0) perAccount.set(account, left);
        else perAccount.delete(account);
      });
      return null;
    },
  };
}
