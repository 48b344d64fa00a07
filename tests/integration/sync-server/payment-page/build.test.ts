import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildPaymentPage, type BuiltPage } from '../../../../sync-server/payment-page/build.ts';
import { paymentPageBench } from '../../../bench/payment-page.bench.ts';

let outDir: string;
let built: BuiltPage;

beforeAll(async () => {
  outDir = await mkdtemp(join(tmpdir(), 'payment-page-build-'));
  await writeFile(join(outDir, 'main-OLD.js'), 'left over');
  built = await buildPaymentPage({ outDir, base: '/elsewhere/' });
});
afterAll(() => rm(outDir, { recursive: true, force: true }));

test('writes index.html and three hashed files, and nothing of an older build stays', async () => {
  expect((await readdir(outDir)).toSorted()).toEqual(built.files.toSorted());
  expect(built.files.filter((name) => /^\w+-[0-9A-Z]{8}\.(js|css|svg)$/.test(name))).toHaveLength(3);
});

test('index.html links every file under its base and holds nothing inline', async () => {
  const html = await readFile(join(outDir, 'index.html'), 'utf8');
  for (const name of built.files.slice(1)) expect(html).toContain(`"/elsewhere/${name}"`);
  expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|%[A-Z]+%/);
});

test('the same source builds the same names', async () => {
  const again = await mkdtemp(join(tmpdir(), 'payment-page-build-'));
  expect((await buildPaymentPage({ outDir: again, base: '/elsewhere/' })).files).toEqual(built.files);
  await rm(again, { recursive: true });
});

test('the script has no eval and no validator or chain library, and the page keeps its budget', async () => {
  const script = await readFile(join(outDir, built.files[1] ?? ''), 'utf8');
  expect(script).not.toMatch(/\beval\(|new Function\(|ZodError|viem@/);
  const [figure] = await paymentPageBench();
  expect(figure).toMatchObject({ id: 'payment-page.bytes', met: true });
});
