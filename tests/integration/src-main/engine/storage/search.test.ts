import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { searchDocuments, searchPage } from '../../../../../src-main/engine/storage/search-documents.ts';
import { foldText } from '../../../../../src-main/engine/storage/text-index.ts';
import { openSamples, sample, stored, temporaryFolder } from './storage-fixture.ts';

async function openWith(names: readonly string[]) {
  const storage = getSqliteStorage({ folder: temporaryFolder(), search: { samples: { paths: ['name', 'any.text'] } } });
  const instance = await openSamples(storage);
  await instance.bulkWrite(
    names.map((name, at) => ({ document: stored(sample(`d${at}`, { name })) })),
    't',
  );
  return instance;
}

test('finds parts of words in any script, without case or accents', async () => {
  const instance = await openWith(['Émile Zola GmbH', '東京都 請求書', 'Công ty Đà Nẵng', 'Straße 7', 'ПРИВЕТ мир']);
  const found = (text: string) => searchDocuments(instance, text);
  expect(found('emile')).toEqual(['d0']);
  expect(found('GMB')).toEqual(['d0']);
  expect(found('zola emi')).toEqual(['d0']);
  expect(found('請求書')).toEqual(['d1']);
  expect(found('京')).toEqual(['d1']);
  expect(found('求書')).toEqual(['d1']);
  expect(found('da nang')).toEqual(['d2']);
  expect(found('7')).toEqual(['d3']);
  expect(found('привет')).toEqual(['d4']);
  expect(found('и')).toEqual(['d4']);
  expect(found('zola tokyo')).toEqual([]);
  expect(found('   ')).toEqual([]);
  await instance.close();
});

test('a whole word comes before its beginning, that before a part; equals newest first, page by page', async () => {
  const instance = await openWith(['decorate rated', 'rate', 'corporate', 'rates', 'rate again']);
  expect(searchDocuments(instance, 'rate')).toEqual(['d4', 'd1', 'd3', 'd0', 'd2']);
  expect(searchDocuments(instance, 'rate', { limit: 2, offset: 1 })).toEqual(['d1', 'd3']);
  await instance.close();
});

test('pages over more hits than are ranked give each hit once', async () => {
  const instance = await openWith(Array.from({ length: 700 }, (_, at) => `common item ${at}`));
  for (const text of ['common', 'co']) {
    const seen = [];
    for (let offset = 0; ; offset += 90) {
      const page = searchDocuments(instance, text, { limit: 90, offset });
      if (page.length === 0) break;
      seen.push(...page);
    }
    expect(seen).toHaveLength(700);
    expect(new Set(seen).size).toBe(700);
  }
  await instance.close();
});

test('follows changes, deletions and new settings', async () => {
  const folder = temporaryFolder();
  const first = stored(sample('a', { name: 'before', any: [{ text: 'deep line' }] }));
  const instance = await openSamples(
    getSqliteStorage({ folder, search: { samples: { paths: ['name', 'any.text'] } } }),
  );
  await instance.bulkWrite([{ document: first }], 't');
  expect(searchDocuments(instance, 'deep')).toEqual(['a']);
  const second = stored(sample('a', { name: 'after' }), { rev: '2-a' });
  await instance.bulkWrite([{ previous: first, document: second }], 't');
  expect(searchDocuments(instance, 'before')).toEqual([]);
  expect(searchDocuments(instance, 'after')).toEqual(['a']);
  await instance.bulkWrite(
    [{ previous: second, document: stored(sample('a', { name: 'after' }), { rev: '3-a', deleted: true }) }],
    't',
  );
  expect(searchDocuments(instance, 'after')).toEqual([]);
  await instance.bulkWrite([{ document: stored(sample('b', { name: 'nothing' })) }], 't');
  await instance.close();
  const text = (document: Readonly<Record<string, unknown>>) => `made of ${String(document['id'])}`;
  const other = await openSamples(getSqliteStorage({ folder, search: { samples: { text, version: 1 } } }));
  expect(searchDocuments(other, 'made of b')).toEqual(['b']);
  expect(searchDocuments(other, 'nothing')).toEqual([]);
  await other.close();
  const none = await openSamples(getSqliteStorage({ folder }));
  expect(() => searchDocuments(none, 'x')).toThrow(/search/);
  await none.close();
});

test('any text is safe, and finds exactly the documents that hold its words', { timeout: 60_000 }, async () => {
  const alphabet = fc.constantFrom(
    'a',
    'b',
    'A',
    'é',
    '"',
    "'",
    '*',
    '(',
    ')',
    ':',
    '-',
    '^',
    ' ',
    ' AND ',
    ' OR ',
    'NEAR(',
    '%',
    '_',
    '\u0000',
    '京',
    '\u{1f600}',
    '\ud800',
  );
  const text = fc.array(alphabet, { maxLength: 8 }).map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.array(text, { maxLength: 12 }),
      fc.array(text, { minLength: 8, maxLength: 8 }),
      async (names, queries) => {
        const instance = await openWith(names);
        for (const query of queries) {
          const words = foldText(query)
            .split(/\s+/u)
            .filter((word) => word !== '');
          const wanted = names.flatMap((name, at) =>
            words.every((word) => foldText(name).includes(word)) ? [`d${at}`] : [],
          );
          expect(searchDocuments(instance, query).toSorted(), JSON.stringify(query)).toEqual(
            words.length === 0 ? [] : wanted.toSorted(),
          );
        }
        await instance.close();
      },
    ),
    { numRuns: 60 },
  );
});

test.each([700, 2_600])('a page among the rows of a filter is the same, with %i documents', async (count) => {
  const storage = getSqliteStorage({ folder: temporaryFolder(), search: { samples: { paths: ['name'] } } });
  const instance = await openSamples(storage);
  const documents = Array.from({ length: count }, (_, at) =>
    stored(sample(`d${at}`, { name: `item ${at}`, age: at % 2 })),
  );
  await instance.bulkWrite(
    documents.map((document) => ({ document })),
    't',
  );
  const odd = searchDocuments(instance, 'item', { limit: count }).filter((id) => Number(id.slice(1)) % 2 === 1);
  const selector = { age: 1 };
  const page = searchPage(instance, 'item', { selector, most: 300, offset: 20, limit: 30 });
  expect(page).toEqual({ ids: odd.slice(20, 50), total: 300 });
  expect(searchPage(instance, 'item 41', { selector, most: 300, limit: 1 }).ids).toEqual(['d41']);
  expect(searchPage(instance, 'item', { selector: { age: 7 }, most: 300 })).toEqual({ ids: [], total: 0 });
  await instance.close();
});
