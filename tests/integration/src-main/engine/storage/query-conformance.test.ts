import * as fc from 'fast-check';
import { type MangoQuery, getQueryMatcher, getSortComparator, normalizeMangoQuery, prepareQuery } from 'rxdb';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { expect, test } from 'vitest';
import { queryToSql } from '../../../../../src-main/engine/storage/document-query.ts';
import { getSqliteStorage } from '../../../../../src-main/engine/storage/get-sqlite-storage.ts';
import { openCollectionOf } from '../../../../../src-main/engine/storage/open-collection-of.ts';
import {
  SAMPLE_SCHEMA_MAYBE,
  type Sample,
  type SampleInstance,
  openSamples,
  sample,
  stored,
  temporaryFolder,
} from './storage-fixture.ts';

/** Few values, so that documents and queries meet; from every type, and both sides of the surrogates. */
const word = fc.constantFrom('', 'a', 'b', 'ab', 'B', 'a b', 'é', '\u{1f600}', '\ue001', '"', '%');
const integer = fc.integer({ min: -3, max: 6 });
const scalar = fc.oneof(word, integer, fc.boolean(), fc.constant(null), fc.constantFrom(0.5, 2 ** 60, '1'));
const anything = fc.oneof(
  { weight: 4, arbitrary: scalar },
  fc.array(scalar, { maxLength: 3 }),
  fc.record({ sub: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }, { requiredKeys: [], noNullPrototype: true }),
  fc.array(fc.record({ sub: scalar, other: integer }, { noNullPrototype: true }), { maxLength: 3 }),
);

const sampleArbitrary = fc.record(
  {
    name: word,
    age: integer,
    isActive: fc.boolean(),
    nested: fc.record({ rank: integer }, { noNullPrototype: true }),
    maybe: scalar,
    any: anything,
  },
  { requiredKeys: ['name', 'age', 'isActive', 'nested'], noNullPrototype: true },
);

const operatorsOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    fc
      .tuple(fc.constantFrom('$eq', '$ne', '$gt', '$gte', '$lt', '$lte'), value)
      .map(([key, operand]) => ({ [key]: operand })),
    fc
      .tuple(fc.constantFrom('$in', '$nin'), fc.array(value, { maxLength: 3 }))
      .map(([key, operand]) => ({ [key]: operand })),
    fc
      .tuple(fc.constantFrom('$gt', '$gte'), value, fc.constantFrom('$lt', '$lte'), value)
      .map(([a, x, b, y]) => ({ [a]: x, [b]: y })),
    fc.boolean().map(($exists) => ({ $exists })),
    fc.constantFrom('string', 'number', 'int', 'boolean', 'null', 'array', 'object').map(($type) => ({ $type })),
    fc.constantFrom('^a', 'b$', 'A', '.').chain(($regex) => fc.constantFrom({ $regex }, { $regex, $options: 'i' })),
    fc.tuple(fc.constantFrom(2, 3), fc.constantFrom(0, 1)).map(($mod) => ({ $mod })),
    fc.integer({ min: 0, max: 2 }).map(($size) => ({ $size })),
    value.map((operand) => ({ $elemMatch: { $gte: operand } })),
    value.map((operand) => ({ $elemMatch: { sub: { $eq: operand } } })),
  );

const matcherOf = (value: fc.Arbitrary<unknown>): fc.Arbitrary<object> =>
  fc.oneof(
    { weight: 5, arbitrary: operatorsOf(value) },
    operatorsOf(value).map(($not) => ({ $not })),
  );

/** Operands of an indexed field are of its type: with others RxDB's memory storage cannot even build the bounds of its index. */
const condition = fc.oneof(
  matcherOf(word).map((name) => ({ name })),
  matcherOf(integer).map((age) => ({ age })),
  matcherOf(fc.boolean()).map((isActive) => ({ isActive })),
  matcherOf(integer).map((rank) => ({ 'nested.rank': rank })),
  matcherOf(scalar).map((maybe) => ({ maybe })),
  matcherOf(anything).map((any) => ({ any })),
  matcherOf(scalar).map((sub) => ({ 'any.sub': sub })),
);

const { selector } = fc.letrec<{ selector: object }>((tie) => ({
  selector: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.array(condition, { maxLength: 2 }).map((parts): object => Object.assign({}, ...parts)),
    fc
      .tuple(fc.constantFrom('$and', '$or', '$nor'), fc.array(tie('selector'), { minLength: 1, maxLength: 3 }))
      .map(([key, parts]) => ({ [key]: parts })),
  ),
}));

const sort = fc
  .uniqueArray(fc.constantFrom('id', 'name', 'age', 'isActive', 'nested.rank', 'maybe', 'any'), {
    minLength: 1,
    maxLength: 3,
  })
  .chain((fields) => fc.tuple(...fields.map((field) => fc.constantFrom('asc', 'desc').map((to) => ({ [field]: to })))));

const query = fc.record(
  { selector, sort, skip: fc.integer({ min: 0, max: 3 }), limit: fc.integer({ min: 0, max: 5 }) },
  { requiredKeys: ['selector'], noNullPrototype: true },
);

test('every query finds, orders and counts as RxDB’s memory storage does', { timeout: 120_000 }, async () => {
  const folder = temporaryFolder();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(sampleArbitrary, { maxLength: 12 }),
      fc.array(query, { minLength: 12, maxLength: 12 }),
      async (samples, queries) => {
        run += 1;
        const memory = await openSamples(getRxStorageMemory(), `memory${run}`);
        const sqlite = await openSamples(getSqliteStorage({ folder }), `sqlite${run}`);
        const rows = samples.map((value, at) => ({
          document: stored({ ...value, id: `d${(at * 7) % 13}` }, { deleted: at % 6 === 5 }),
        }));
        await memory.bulkWrite(structuredClone(rows), 'test');
        await sqlite.bulkWrite(rows, 'test');
        for (const one of queries) await expectSame(one, memory, sqlite);
        await Promise.all([memory.remove(), sqlite.remove()]);
      },
    ),
    { numRuns: 250 },
  );
});

test(
  'optional, mixed and array values in an index follow RxDB’s matcher and comparator',
  { timeout: 120_000 },
  async () => {
    const folder = temporaryFolder();
    let run = 0;
    const mixed = fc.record(
      {
        name: word,
        age: integer,
        isActive: fc.boolean(),
        nested: fc.record({ rank: fc.oneof(integer, anything) }, { noNullPrototype: true }),
        maybe: anything,
      },
      { requiredKeys: ['name', 'age', 'isActive', 'nested'], noNullPrototype: true },
    );
    const mixedCondition = fc.oneof(
      matcherOf(anything).map((maybe) => ({ maybe })),
      matcherOf(anything).map((rank) => ({ 'nested.rank': rank })),
      matcherOf(anything).map((name) => ({ name })),
    );
    const scalarSort = fc.constantFrom(
      [{ maybe: 'asc' }, { age: 'desc' }],
      [{ name: 'desc' }],
      [{ 'nested.rank': 'asc' }],
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.oneof(
            mixed,
            mixed.map((value) => ({ ...value, maybe: 'x', nested: { rank: 1 } })),
          ),
          { maxLength: 10 },
        ),
        fc.array(fc.record({ selector: mixedCondition, sort: scalarSort }), { minLength: 10, maxLength: 10 }),
        async (samples, queries) => {
          const sqlite = await openSamples(getSqliteStorage({ folder }), `mixed${(run += 1)}`, SAMPLE_SCHEMA_MAYBE);
          const documents = samples.map((value, at) => stored(toSample(value, `d${at}`)));
          await sqlite.bulkWrite(
            documents.map((document) => ({ document })),
            'test',
          );
          for (const one of queries) {
            const normal = normalizeMangoQuery<Sample>(sqlite.schema, asQuery({ ...one, selector: living(one) }));
            const matches = getQueryMatcher(sqlite.schema, normal);
            const wanted = documents.filter((document) => matches(document));
            const found = (await sqlite.query(prepareQuery(sqlite.schema, normal))).documents;
            expect(found.map(({ id }) => id).toSorted()).toEqual(wanted.map(({ id }) => id).toSorted());
            const compare = getSortComparator(sqlite.schema, normal);
            const isTotal = documents.every((document) => isScalar(document.maybe) && isScalar(document.nested.rank));
            if (isTotal) expect(found).toEqual(wanted.toSorted(compare));
          }
          await sqlite.remove();
        },
      ),
      { numRuns: 150 },
    );
  },
);

test('newest-first under a filter reads one index, in order, and stops at the limit', async () => {
  const instance = await openSamples(getSqliteStorage({ folder: temporaryFolder() }));
  const rows = Array.from({ length: 3000 }, (_, at) => sample(`d${at}`, { name: `n${at % 7}`, age: at % 90 }));
  await instance.bulkWrite(
    rows.map((value) => ({ document: stored(value) })),
    'test',
  );
  const planOf = (asked: MangoQuery<Sample>) => {
    const { connection, table } = openCollectionOf(instance);
    const { sql, values } = queryToSql(table, normalizeMangoQuery(instance.schema, asked));
    return connection.rows(`EXPLAIN QUERY PLAN ${sql}`, ...values).map((row) => String(row[3]));
  };
  const newest = planOf(asQuery({ selector: { _deleted: false, name: 'n3' }, sort: [{ age: 'desc' }], limit: 50 }));
  expect(newest[0]).toMatch(/^SEARCH c1 USING INDEX c1_i1 \(deleted=\? AND f\d=\?\)$/);
  expect(newest.slice(1)).toEqual(['USE TEMP B-TREE FOR LAST TERM OF ORDER BY']);
  const all = planOf(asQuery({ selector: { _deleted: false }, sort: [{ age: 'asc' }], limit: 50 }));
  expect(all).toEqual(['SEARCH c1 USING INDEX c1_i0 (deleted=?)']);
  const range = planOf(
    asQuery({ selector: { _deleted: false, 'nested.rank': { $gt: 5 } }, sort: [{ 'nested.rank': 'asc' }] }),
  );
  expect(range[0]).toMatch(/USING INDEX c1_i\d \(deleted=\? AND f\d>\? AND f\d<\?\)$/);
  await instance.close();
});

async function expectSame(asked: object, memory: SampleInstance, sqlite: SampleInstance): Promise<void> {
  const normal = normalizeMangoQuery<Sample>(memory.schema, asQuery({ ...asked, selector: living(asked) }));
  const prepared = prepareQuery(memory.schema, normal);
  const [wanted, found] = await Promise.all([memory.query(prepared), sqlite.query(prepared)]);
  expect(found.documents, JSON.stringify(asked)).toEqual(wanted.documents);
  expect(await sqlite.count(prepared)).toEqual({ count: wanted.documents.length, mode: 'fast' });
}

/** RxDB asks for living documents only, and puts that into every selector. */
function living(asked: object): object {
  return {
    ...('selector' in asked && asked.selector instanceof Object ? asked.selector : {}),
    _deleted: { $eq: false },
  };
}

/** Random queries are of RxDB's shape by construction, which its types cannot see. */
function asQuery(asked: object): MangoQuery<Sample> {
  return structuredClone(asked);
}

function toSample(value: object, id: string): Sample {
  return Object.assign(sample(id), value, { id });
}

function isScalar(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}
