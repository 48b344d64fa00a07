import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { verifyCanonical } from '../../../../shared/sealing/canonical-signature.ts';
import { unwrap } from '../../../../shared/result.ts';
import { openEngine } from '../../../../src-main/engine/open-engine.ts';
import {
  createWorkspace,
  engineOptions,
  memorySecrets,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
} from './engine-fixture.ts';

describe('the engine, offline', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeEach(async () => {
    folder = await temporaryFolder();
  });
  afterEach(() => folder.remove());

  test('create, draft, issue, print and list, and all of it survives a restart', async () => {
    const options = engineOptions(folder.path);
    let { app, close } = await startEngine(options);
    expect((await waitFor(app, 'workspace', {})).state).toBe('absent');
    const early = await app.call('invoice.create', { draft: simpleDraft() });
    expect(early).toMatchObject({ ok: false, problem: { code: 'workspace.absent' } });
    const phrase = await createWorkspace(app);
    expect(phrase.split(' ')).toHaveLength(24);

    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    const draft = await waitFor(app, 'invoice', { id });
    expect(draft).toMatchObject({ state: 'draft', problems: [], signed: null, link: null });
    const issued = unwrap(await app.call('invoice.issue', { id }));
    expect(issued.number).toMatch(/^INV-\d{4}-0001$/);

    const view = await waitFor(app, 'invoice', { id }, (value) => value?.state === 'open');
    expect(view?.signed && verifyCanonical(view.signed.payable, 'payable-invoice', view.signed.signature)).toBe(true);
    expect(view?.timeline.map((entry) => entry.kind)).toEqual(['created', 'issued']);
    expect(view?.link).toMatch(/^http:\/\/127\.0\.0\.1:1\/i\/[\w-]{22}#[\w-]{45}$/);

    const pdf = unwrap(await app.call('invoice.pdf', { id }));
    expect(pdf.filename).toBe(`${issued.number}.pdf`);
    expect(Buffer.from(pdf.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    const list = await waitFor(app, 'invoices', { filter: 'open', search: '', offset: 0, limit: 50 });
    expect(list).toMatchObject({ total: 1, rows: [{ id, number: issued.number, total: '120000', state: 'open' }] });
    await close();

    ({ app, close } = await startEngine(options));
    expect(await waitFor(app, 'invoice', { id })).toEqual(view);
    const again = unwrap(await app.call('invoice.pdf', { id }));
    expect(again.content === pdf.content).toBe(true);
    expect(unwrap(await app.call('workspace.revealPhrase', {})).phrase).toBe(phrase);
    await close();
  });

  test('a second engine on the same folder is refused, and the folder is free after close', async () => {
    const options = engineOptions(folder.path);
    const { close } = await startEngine(options);
    const second = await openEngine(options);
    expect(second).toMatchObject({ ok: false, problem: { code: 'data.in-use' } });
    await close();
    const third = unwrap(await openEngine(options));
    await third.close();
  });

  test('search finds by number, client, line text and amount; counts follow', async () => {
    const { app, close } = await startEngine(engineOptions(folder.path));
    await createWorkspace(app);
    const one = unwrap(await app.call('invoice.create', { draft: simpleDraft() })).id;
    const { number } = unwrap(await app.call('invoice.issue', { id: one }));
    unwrap(await app.call('invoice.create', { draft: simpleDraft({ dueDate: '2098-05-05' }) }));
    const search = async (text: string, filter: 'all' | 'open' = 'open') =>
      (await waitFor(app, 'invoices', { filter, search: text, offset: 0, limit: 10 })).rows.map((row) => row.id);
    expect(await search(number)).toEqual([one]);
    expect(await search('hopper')).toEqual([one]);
    expect(await search('analytical week')).toEqual([one]);
    expect(await search('1200.00')).toEqual([one]);
    expect(await search('hopper', 'all')).toHaveLength(2);
    expect(await search('nothing such')).toEqual([]);
    expect(await waitFor(app, 'invoiceCounts', {})).toEqual({
      all: 2,
      draft: 1,
      open: 1,
      overdue: 0,
      paid: 0,
      void: 0,
    });
    await close();
  });

  test('a draft that is not finished is shown all the same, with what is wrong; its letter is shown once issued', async () => {
    const { app, close } = await startEngine(engineOptions(folder.path));
    await createWorkspace(app);
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    const draft = (await waitFor(app, 'invoice', { id }))?.draft;
    if (!draft) throw new Error('The draft is gone');
    const typed = { ...draft, dueDate: '', lines: draft.lines.map((line) => ({ ...line, unitPrice: '1,200.00' })) };
    const preview = unwrap(await app.call('invoice.preview', { id, draft: typed }));
    expect(Buffer.from(preview.content, 'base64').subarray(0, 5).toString()).toBe('%PDF-');
    expect(preview.problems.map((problem) => problem.code)).toEqual(['date.missing', 'amount.wrong-separator']);
    expect(await app.call('invoice.emailPreview', { id, mode: 'pdf' })).toMatchObject({
      problem: { code: 'invoice.not-issued' },
    });
    const { number } = unwrap(await app.call('invoice.issue', { id }));
    const letter = unwrap(await app.call('invoice.emailPreview', { id, mode: 'pdf' }));
    const link = (await waitFor(app, 'invoice', { id }))?.link ?? 'none';
    expect(letter.subject).toBe(`Invoice ${number} from Ada Lovelace`);
    expect(letter.text).toContain(link);
    unwrap(await app.call('invoice.void', { id, reason: 'typo' }));
    const voided = await waitFor(
      app,
      'invoices',
      { filter: 'void', search: '', offset: 0, limit: 5 },
      ({ total }) => total === 1,
    );
    expect(voided.rows[0]).toMatchObject({ id, state: 'void', delivery: 'none' });
    await close();
  });

  test('a reprint is the paper that went out, whatever logo came later; the same file, byte for byte', async () => {
    const dot = (fill: string) =>
      `data:image/svg+xml;base64,${btoa(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="9" fill="${fill}"/></svg>`)}`;
    const reprintFolder = await temporaryFolder();
    const secrets = memorySecrets();
    let engine = await startEngine(engineOptions(reprintFolder.path, { secrets }));
    await createWorkspace(engine.app);
    const issue = async () => {
      const { id } = unwrap(await engine.app.call('invoice.create', { draft: simpleDraft() }));
      unwrap(await engine.app.call('invoice.issue', { id }));
      return id;
    };
    const print = async (id: string) => unwrap(await engine.app.call('invoice.pdf', { id })).content;
    const plain = await issue();
    unwrap(await engine.app.call('settings.update', { logo: dot('red') }));
    const red = await issue();
    const before = [await print(plain), await print(red)];
    expect(before[0]?.length).not.toBe(before[1]?.length);
    unwrap(await engine.app.call('settings.update', { logo: dot('blue') }));
    await engine.close();
    engine = await startEngine(engineOptions(reprintFolder.path, { secrets }));
    expect([await print(plain), await print(red)]).toEqual(before);
    await engine.close();
    await reprintFolder.remove();
  });
});
