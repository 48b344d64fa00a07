import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { toBase64url } from '../../../shared/sealing/base64url.ts';
import { sealLink, type LinkContent } from '../../../shared/sealing/link-envelope.ts';
import type { RelayClient } from '../../../shared/relay-api/relay-client.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import type { InvoiceDocument, JobDocument } from '../database/documents.ts';
import { loadInvoice } from '../invoices/invoice-context.ts';
import { readLedger } from '../ledger/invoice-ledger.ts';
import { settledNow } from '../ledger/settled-shares.ts';
import { markPublished } from '../ledger/mark-published.ts';
import { markUnwatched } from '../ledger/mark-unwatched.ts';
import { readSettings } from '../workspace/settings-store.ts';
import { enqueueAssignment } from './enqueue.ts';
import { followLinkStatus } from './follow-link-status.ts';
import { done, type JobChange, type JobTools } from './job-tools.ts';
import { runAssignment } from './run-assignment.ts';
import { runEmail } from './run-email.ts';

/** Runs one job once. Each can be run again at any time: the relay tells the same link, email or status by its id. */
export async function runJob(tools: JobTools, job: JobDocument): Promise<Result<JobChange>> {
  if (job.kind === 'assign') return runAssignment(tools, job);
  const invoice = await loadInvoice(tools.db, job.invoiceId);
  if (!invoice.ok) return invoice;
  switch (job.kind) {
    case 'publish':
      return publish(tools, invoice.value, job);
    case 'email':
    case 'receipt':
    case 'correction':
    case 'credit-note':
      return runEmail(tools, invoice.value, job);
    case 'void':
    case 'settle':
    case 'reinstate':
      return setLinkStatus(tools, invoice.value, job.kind);
  }
}

async function publish(tools: JobTools, invoice: InvoiceDocument, job: JobDocument): Promise<Result<JobChange>> {
  const { signed, linkId } = invoice;
  if (!signed) return fail('invoice.not-issued', 'Only an issued invoice can be published.');
  const pdf = await tools.papers.pdf(invoice);
  if (!pdf.ok) return pdf;
  const sealedInvoice = seal(utf8ToBytes(JSON.stringify(signed)), invoice, 'invoice');
  if (!sealedInvoice.ok) return sealedInvoice;
  const sealedPdf = seal(pdf.value.content, invoice, 'pdf');
  if (!sealedPdf.ok) return sealedPdf;
  const { terms } = signed.payable;
  const settings = await readSettings(tools.db, null);
  const answer = await tools.client.call('putLink', {
    params: { id: linkId },
    body: {
      sealedInvoice: sealedInvoice.value,
      sealedPdf: sealedPdf.value,
      tag: terms.tag,
      watches: terms.options.map(({ chainId, token, address, ownAddress, exact, tagged }) => ({
        chainId,
        token: token.toLowerCase(),
        address: address.toLowerCase(),
        ownAddress,
        exact,
        tagged,
        ...ownMinimum(settings, chainId),
      })),
      expiresAt: terms.expiresAt,
      monitorUntil: terms.monitorUntil,
      assume: settings.assumeExactAmount,
      // Payments are looked for from then on, however long the relay was out of reach.
      ...(invoice.issuedAt === '' ? {} : { issuedAt: invoice.issuedAt }),
    },
  });
  let watching: readonly number[] | null;
  if (answer.ok) ({ watching } = answer.value);
  else {
    watching = await chainsOfPublished(tools.client, linkId, sealedInvoice.value, answer.problem.code);
    if (watching === null) return answer;
  }
  const at = tools.now();
  await markPublished(tools.db, linkId, at.toISOString());
  await markUnwatched(tools.db, invoice.id, { terms, watching }, at.toISOString());
  await passOnDecisions(tools, job, at.toISOString());
  return ok(done(at));
}

/** What was decided before the relay had the link: that it asks for nothing more, and which transfers pay it. */
async function passOnDecisions({ db }: JobTools, publication: JobDocument, at: string): Promise<void> {
  const invoice = await loadInvoice(db, publication.invoiceId);
  if (!invoice.ok) return;
  const ledger = await readLedger(db, invoice.value);
  await followLinkStatus(db, invoice.value, ledger, at);
  for (const word of ledger.words) if (!word.undone) await enqueueAssignment(db, word, publication.id);
}

/** The relay's policy is never undercut, so an owner who asks for nothing says nothing. */
function ownMinimum({ confirmations }: Settings, chainId: number): { confirmations?: number } {
  const minimum = confirmations[String(chainId)];
  return minimum === undefined ? {} : { confirmations: minimum };
}

/**
 * The chains on which a refused publication is watched, where it is there already from an attempt whose answer was
 * lost: the same signed invoice under the same id. Only its PDF can differ since, by another version of the app, say;
 * the first one stands. Null when it is not.
 */
async function chainsOfPublished(
  client: RelayClient,
  id: string,
  sealedInvoice: string,
  refusal: string,
): Promise<readonly number[] | null> {
  if (refusal !== 'link.already-published') return null;
  const link = await client.call('getLink', { params: { id } });
  if (!link.ok || link.value.sealedInvoice !== sealedInvoice) return null;
  return link.value.state.chains.map(({ chainId }) => chainId);
}

const linkStatusAfter = { void: 'void', settle: 'settled', reinstate: 'open' } as const;

async function setLinkStatus(
  tools: JobTools,
  invoice: InvoiceDocument,
  kind: keyof typeof linkStatusAfter,
): Promise<Result<JobChange>> {
  // As it is now, not when it was queued: the newest word on both is the one to pass on.
  const share = invoice.signed && settledNow(invoice.signed.payable, await readLedger(tools.db, invoice));
  const settled = share && share.part !== 0n ? { part: String(share.part), whole: String(share.whole) } : null;
  const body = { status: linkStatusAfter[kind], ...(settled ? { settled } : {}) };
  const answer = await tools.client.call('patchLink', { params: { id: invoice.linkId }, body });
  return answer.ok ? ok(done(tools.now())) : answer;
}

/**
 * Seals content so that the same content gives the same bytes, and a publication that is repeated after a crash is the
 * same one: the nonce is a hash of key and content (as in SIV modes), so no nonce is ever used for two contents.
 */
function seal(content: Uint8Array, invoice: InvoiceDocument, kind: LinkContent): Result<string> {
  const seed = sha256(concatBytes(utf8ToBytes(`quittance/link-nonce|${kind}|${invoice.linkKey}|`), sha256(content)));
  const sealed = sealLink(content, invoice.linkId, invoice.linkKey, kind, (bytes) => expand(seed, bytes));
  return sealed.ok ? ok(toBase64url(sealed.value)) : sealed;
}

function expand(seed: Uint8Array, bytes: number): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (let at = 0; at * 32 < bytes; at++) blocks.push(sha256(concatBytes(seed, Uint8Array.of(at))));
  return concatBytes(...blocks).slice(0, bytes);
}
