import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { refuse } from '../refusal.ts';
import { sendProblem } from './problem.ts';
import type { Gate } from './register-operations.ts';

/** What practice mode adds to the relay; never given on a real chain. */
export interface PracticeParts {
  /** The practice chain's own endpoint. */
  readonly rpcUrl: string;
  /** The text of the practice wallet's script. */
  readonly walletScript: string;
}

/** What a payment page's wallet needs, and nothing that drives the node. */
const methods = [
  'eth_accounts',
  'eth_blockNumber',
  'eth_call',
  'eth_chainId',
  'eth_estimateGas',
  'eth_gasPrice',
  'eth_getBalance',
  'eth_getTransactionByHash',
  'eth_getTransactionCount',
  'eth_getTransactionReceipt',
  'eth_requestAccounts',
  'eth_sendTransaction',
] as const;

const requestSchema = z.object({
  jsonrpc: z.literal('2.0'),
  id: z.union([z.int(), z.string().max(64)]),
  method: z.enum(methods),
  params: z.array(z.unknown()).max(4).default([]),
});

/** Routes the practice wallet's script and a narrow way to the practice chain, from the page's own origin only. */
export function registerPractice(app: FastifyInstance, gate: Gate, parts: PracticeParts): void {
  app.get('/practice/wallet.js', async (_, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(parts.walletScript),
  );
  app.post('/practice/rpc', { bodyLimit: 64_000 }, async (request, reply) => {
    const refusal = gate.admit(request);
    if (refusal) return sendProblem(reply, refusal);
    const call = requestSchema.safeParse(request.body);
    if (!call.success)
      return sendProblem(
        reply,
        refuse(400, 'practice.method', 'The practice chain takes only what a paying wallet needs.').problem,
      );
    const { method, ...rest } = call.data;
    const forwarded = { ...rest, method: method === 'eth_requestAccounts' ? 'eth_accounts' : method };
    try {
      const answer = await fetch(parts.rpcUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(forwarded),
        signal: AbortSignal.timeout(15_000),
      });
      return await reply.type('application/json').send(await answer.text());
    } catch {
      return sendProblem(
        reply,
        refuse(503, 'practice.chain-away', 'The practice chain does not answer.', { retryable: true }).problem,
      );
    }
  });
}
