import { firstValueFrom, filter, from, startWith, switchMap } from 'rxjs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openLink } from '../../../../../shared/sealing/link-envelope.ts';
import { fromBase64url } from '../../../../../shared/sealing/base64url.ts';
import { fail, ok, unwrap } from '../../../../../shared/result.ts';
import type { JobDocument } from '../../../../../src-main/engine/database/documents.ts';
import { pruneJobs } from '../../../../../src-main/engine/courier/prune-jobs.ts';
import { retryJob } from '../../../../../src-main/engine/courier/retry-job.ts';
import { markUnwatched } from '../../../../../src-main/engine/ledger/mark-unwatched.ts';
import { recordMailState } from '../../../../../src-main/engine/ledger/record-mail-state.ts';
import { sendInvoice } from '../../../../../src-main/engine/invoices/send.ts';
import { reinstateInvoice, voidInvoice } from '../../../../../src-main/engine/invoices/void.ts';
import { engineOptions, memorySecrets, temporaryFolder } from '../engine-fixture.ts';
import { openBench, type InvoiceBench } from '../invoice-bench.ts';
import { mailState, scriptedRelay } from './scripted-relay.ts';

async function jobs({ db }: InvoiceBench): Promise<JobDocument[]> {
  return (await db.jobs.find({ sort: [{ createdAt: 'asc' }] }).exec())
    .map((job) => job.toMutableJSON())
    .sort((a, b) => a.place - b.place);
}

/** Waits until the jobs are as `test` wants them, told by the database itself. */
function jobsWhen(bench: InvoiceBench, test: (jobs: JobDocument[]) => boolean): Promise<JobDocument[]> {
  return firstValueFrom(
    bench.db.jobs.eventBulks$.pipe(
      startWith(null),
      switchMap(() => from(jobs(bench))),
      filter(test),
    ),
  );
}

const allDone = (list: JobDocument[]): boolean =>
  list.length > 0 && list.every((job) => job.status === 'done' || job.accepted);

describe('the courier', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let bench: InvoiceBench;
  let options: ReturnType<typeof engineOptions>;
  beforeEach(async () => {
    folder = await temporaryFolder();
    options = engineOptions(folder.path, { secrets: memorySecrets(), relayOrigin: 'http://relay.localhost' });
    bench = await openBench(options);
  });
  afterEach(async () => {
    await bench.close();
    await folder.remove();
  });

  test.each([true, false])(
    'a link that is out already, with this very invoice: %s, counts as published',
    async (same) => {
      const relay = scriptedRelay();
      const invoice = await bench.issue();
      relay.setOnline(false);
      bench.courier.use(relay.session);
      unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'publish-only', to: null }));
      // The relay's word on a publication with another PDF than that of the attempt whose answer was lost.
      const refused = fail('link.already-published', 'This link is published already, with other content.');
      relay.answerWith('putLink', ({ body }) => {
        relay.links.set(invoice.linkId, { ...body, ...(same ? {} : { sealedInvoice: 'AA' }) });
        return refused;
      });
      relay.setOnline(true);
      const [job] = await jobsWhen(bench, ([first]) => first?.status === 'done' || first?.status === 'failed');
      expect([job?.status, (await bench.read(invoice.id)).publishedAt !== '']).toEqual(
        same ? ['done', true] : ['failed', false],
      );
    },
  );

  test('the history names the chains that the relay does not watch', async () => {
    const relay = scriptedRelay();
    const invoice = await bench.issue();
    relay.answerWith('putLink', ({ params }) => ok({ id: params?.['id'], url: '', watching: [8453] }));
    bench.courier.use(relay.session);
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'publish-only', to: null }));
    await jobsWhen(bench, allDone);
    const told = async () => {
      const entries = await bench.db.timeline.find({ selector: { kind: 'chains-unwatched' } }).exec();
      return entries.map(({ detail }) => /does not watch (.*): the payment page/.exec(detail)?.[1]);
    };
    expect(await told()).toEqual(['Practice chain']);
    const [option] = invoice.signed?.payable.terms.options ?? [];
    const options = [137, 8453, 137, 10].flatMap((chainId) => (option ? [{ ...option, chainId }] : []));
    for (const watching of [[8453], [8453], [10, 137, 8453]])
      await markUnwatched(bench.db, invoice.id, { terms: { options }, watching }, invoice.issuedAt);
    expect((await told()).toSorted()).toEqual(['OP Mainnet, Polygon PoS', 'Practice chain']);
  });

  test('publishes before it emails, and what it publishes opens with the key in the link', async () => {
    const relay = scriptedRelay();
    const invoice = await bench.issue();
    const sent = unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'pdf', to: null }));
    expect(sent.jobIds).toHaveLength(2);
    bench.courier.use(relay.session);
    await jobsWhen(bench, allDone);
    expect(relay.calls.map((call) => call.name)).toEqual(['putLink', 'createMail']);
    const link = relay.links.get(invoice.linkId);
    const sealed = fromBase64url(String(link?.['sealedInvoice'])) ?? new Uint8Array();
    const key = sent.link.split('#')[1] ?? '';
    const opened = unwrap(openLink(sealed, invoice.linkId, key, 'invoice'));
    expect(JSON.parse(new TextDecoder().decode(opened))).toEqual(invoice.signed);
    // What was paid since then is looked for, however late the publication.
    expect(link?.['issuedAt']).toBe((await bench.read(invoice.id)).issuedAt);
    expect([...relay.mails.values()][0]).toMatchObject({
      to: 'grace@example.com',
      linkId: invoice.linkId,
      replyTo: 'ada@example.com',
    });
    expect((await bench.read(invoice.id)).publishedAt).not.toBe('');
  });

  test('waits calmly while offline, and goes by itself when the relay is there', async () => {
    const relay = scriptedRelay();
    relay.setOnline(false);
    bench.courier.use(relay.session);
    const invoice = await bench.issue();
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'link', to: 'grace@example.com' }));
    expect((await jobs(bench)).every((job) => job.status === 'queued' && job.attempts === 0)).toBe(true);
    expect(relay.calls).toEqual([]);
    relay.setOnline(true);
    await jobsWhen(bench, allDone);
    expect(relay.mails.size).toBe(1);
  });

  test('a job that cannot be retried fails visibly; the email behind it waits; a retry sends both once', async () => {
    const relay = scriptedRelay();
    relay.failNext(fail('link.too-large', 'The PDF is too large.'));
    const invoice = await bench.issue();
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'pdf', to: null }));
    bench.courier.use(relay.session);
    const [publish, email] = await jobsWhen(
      bench,
      ([first, second]) => first?.status === 'failed' && second?.status === 'waiting',
    );
    expect(publish?.problem?.code).toBe('link.too-large');
    expect(email?.problem?.code).toBe('invoice.not-published');
    const context = { ...bench.context, session: relay.session };
    unwrap(await retryJob(context, publish?.id ?? ''));
    await jobsWhen(bench, ([first]) => first?.status === 'done');
    unwrap(await retryJob(context, email?.id ?? ''));
    await jobsWhen(bench, allDone);
    expect(relay.mails.size).toBe(1);
  });

  test('a failure that can pass is tried again with the same id and the same bytes', async () => {
    const relay = scriptedRelay();
    const invoice = await bench.issue();
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'publish-only', to: null }));
    relay.failNext(fail('relay.unreachable', 'No answer.', { retryable: true }));
    bench.courier.use(relay.session);
    const [waiting] = await jobsWhen(bench, ([job]) => job?.status === 'waiting');
    expect(waiting).toMatchObject({ attempts: 0, problem: { code: 'relay.unreachable' } });
    relay.setOnline(false);
    relay.setOnline(true);
    await jobsWhen(bench, allDone);
    const bodies = relay.calls
      .filter((call) => call.name === 'putLink')
      .map((call) => call.input.body?.['sealedInvoice']);
    expect(bodies).toHaveLength(2);
    expect(bodies[0]).toBe(bodies[1]);
  });

  test('a job that was running when the engine was killed runs again, under the same id', async () => {
    const invoice = await bench.issue();
    const sent = unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'link', to: 'a@example.com' }));
    for (const job of await bench.db.jobs.find().exec())
      await job.incrementalPatch({ status: 'running', lease: '2099' });
    await bench.close();
    bench = await openBench(options);
    const relay = scriptedRelay();
    bench.courier.use(relay.session);
    await jobsWhen(bench, allDone);
    expect([...relay.mails.keys()]).toEqual([sent.jobIds[1]]);
  });

  test("the relay's word on an email ends its job, and a refused one can be retried under its Message-ID", async () => {
    const relay = scriptedRelay();
    const invoice = await bench.issue();
    const { jobIds } = unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'link', to: null }));
    bench.courier.use(relay.session);
    await jobsWhen(bench, allDone);
    const id = jobIds[1] ?? '';
    await recordMailState(bench.db, mailState(id, 'failed', invoice.linkId), '2026-11-23T09:00:00.000Z');
    expect((await jobs(bench))[1]).toMatchObject({ status: 'failed', problem: { code: 'mail.refused' } });
    unwrap(await retryJob({ ...bench.context, session: relay.session }, id));
    expect(relay.calls.at(-1)?.name).toBe('retryMail');
    const sent = mailState(id, 'sent', invoice.linkId);
    await recordMailState(bench.db, sent, '2026-11-23T10:00:00.000Z');
    await recordMailState(bench.db, sent, '2026-11-23T10:00:01.000Z');
    expect((await jobs(bench))[1]).toMatchObject({ status: 'done', messageId: sent.messageId });
    const kinds = (await bench.db.timeline.find().exec()).map((entry) => entry.kind).sort();
    expect(kinds).toEqual(['created', 'email-failed', 'email-queued', 'email-sent', 'issued', 'published']);
  });

  test('a void takes back what has not left, and tells the relay of what has', async () => {
    const relay = scriptedRelay();
    const unsent = await bench.issue();
    unwrap(await sendInvoice(bench.context, { id: unsent.id, mode: 'pdf', to: null }));
    unwrap(await voidInvoice(bench.context, unsent.id, 'typo'));
    expect(await jobs(bench)).toEqual([]);

    const published = await bench.issue();
    unwrap(await sendInvoice(bench.context, { id: published.id, mode: 'publish-only', to: null }));
    bench.courier.use(relay.session);
    await jobsWhen(bench, allDone);
    unwrap(await voidInvoice(bench.context, published.id, ''));
    unwrap(await reinstateInvoice(bench.context, published.id));
    await jobsWhen(bench, (list) => allDone(list) && list.some((job) => job.kind === 'reinstate'));
    expect(relay.calls.at(-1)).toMatchObject({ name: 'patchLink', input: { body: { status: 'open' } } });
  });

  test('a void tells the relay too where the answer to the publication was lost', async () => {
    const relay = scriptedRelay();
    const invoice = await bench.issue();
    let isLost = true;
    relay.answerWith('putLink', ({ params, body }) => {
      relay.links.set(params?.['id'] ?? '', body ?? {});
      return isLost
        ? fail('relay.unreachable', 'No answer.', { retryable: true })
        : ok({ id: invoice.linkId, watching: [31337] });
    });
    bench.courier.use(relay.session);
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'publish-only', to: null }));
    await jobsWhen(bench, ([publish]) => publish?.status === 'waiting');
    unwrap(await voidInvoice(bench.context, invoice.id, ''));
    isLost = false;
    relay.setOnline(true);
    await jobsWhen(bench, (list) => allDone(list) && list.some((job) => job.kind === 'void'));
    expect(relay.calls.at(-1)).toMatchObject({ name: 'patchLink', input: { body: { status: 'void' } } });
  });

  test('the same email is not queued twice while it waits', async () => {
    const invoice = await bench.issue();
    const request = { id: invoice.id, mode: 'pdf', to: null } as const;
    const [one, two] = await Promise.all([sendInvoice(bench.context, request), sendInvoice(bench.context, request)]);
    expect(unwrap(one).jobIds).toEqual(unwrap(two).jobIds);
    expect(await jobs(bench)).toHaveLength(2);
  });

  test('what was done more than thirty days ago is removed; what failed stays, and new jobs keep their order', async () => {
    const relay = scriptedRelay();
    const invoice = await bench.issue();
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'publish-only', to: null }));
    bench.courier.use(relay.session);
    const [published] = await jobsWhen(bench, allDone);
    const [failed, old] = [
      { ...published, id: 'failed-job', status: 'failed', place: 7 },
      { ...published, id: 'recent-job', place: 3 },
    ] as JobDocument[];
    const longAgo = '2020-01-01T00:00:00.000Z';
    await bench.db.jobs.bulkInsert([
      { ...failed, createdAt: longAgo, updatedAt: longAgo } as JobDocument,
      old as JobDocument,
    ]);
    const document = await bench.db.jobs.findOne(published?.id ?? '').exec(true);
    await document.incrementalPatch({ createdAt: longAgo, updatedAt: longAgo });
    await pruneJobs(bench.db, options.now());
    expect((await jobs(bench)).map(({ id }) => id)).toEqual(['recent-job', 'failed-job']);
    unwrap(await sendInvoice(bench.context, { id: invoice.id, mode: 'link', to: null }));
    expect((await jobs(bench)).at(-1)).toMatchObject({ kind: 'email', place: 8 });
  });
});
