import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { paymentPagePolicy } from '../payment-page/content-security-policy.ts';
import { refuse } from '../refusal.ts';
import { pageBase, type PageFile, type PaymentPages } from './payment-page-files.ts';
import { sendProblem } from './problem.ts';
import type { Gate } from './register-operations.ts';

/**
 * Routes the pages. `/i/:id` is the same HTML for every link and `/collect` for every sweep (what is secret stays
 * behind the `#`), kept out of search engines, frames and referrers; their files carry their content's hash and
 * may be kept for a year.
 */
export function registerPages(app: FastifyInstance, gate: Gate, pages: PaymentPages | null): void {
  const routes = [
    ['/i/:id', pages?.payment],
    ['/collect', pages?.collect],
  ] as const;
  for (const [path, html] of routes) app.get(path, (request, reply) => sendPage(gate, request, reply, html));
  app.get(`${pageBase}:file`, async (request, reply) => {
    const file = pages?.assets.get((request.params as { file: string }).file);
    if (!file)
      return sendProblem(reply, refuse(404, 'request.unknown-path', 'There is nothing at this address.').problem);
    void reply.header('cache-control', 'public, max-age=31536000, immutable');
    return sendFile(request, reply, file);
  });
  app.get('/robots.txt', async (_, reply) => reply.type('text/plain').send('User-agent: *\nDisallow: /\n'));
}

async function sendPage(
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
  html: PageFile | undefined,
): Promise<FastifyReply> {
  const refusal = gate.admit(request);
  if (refusal) return sendProblem(reply, refusal);
  if (!html) return sendProblem(reply, refuse(503, 'page.missing', 'This relay has no payment page built.').problem);
  void reply.headers({
    'content-security-policy': paymentPagePolicy,
    'cache-control': 'no-cache',
    'x-robots-tag': 'noindex, nofollow, noarchive',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  });
  return sendFile(request, reply, html);
}

function sendFile(request: FastifyRequest, reply: FastifyReply, file: PageFile): FastifyReply {
  const accepted = String(request.headers['accept-encoding'] ?? '');
  const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : null;
  void reply.type(file.type).header('vary', 'accept-encoding');
  return encoding ? reply.header('content-encoding', encoding).send(file[encoding]) : reply.send(file.plain);
}
