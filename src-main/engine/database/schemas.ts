import type { RxJsonSchema } from 'rxdb';
import type { EngineDocuments } from './engine-database.ts';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const count = { type: 'number', minimum: 0, maximum: 1_000_000_000_000, multipleOf: 1 } as const;
const open = { type: 'object', additionalProperties: true } as const;
const openOrNull = { type: ['object', 'null'], additionalProperties: true };
const textOrNull = { type: ['string', 'null'] };
const bounded = (maxLength: number) => ({ type: 'string', maxLength }) as const;
const id = bounded(64);
const rev = bounded(32);
const instant = bounded(24);
const day = bounded(10);
const paymentKey = bounded(180);

const party = { ...open } as const;
const base = { version: 0, type: 'object', primaryKey: 'id' } as const;

/**
 * The schemas of all collections. A field in an index is required and bounded, as RxDB asks. Raise `version` with a
 * migration strategy in `migrations.ts`, and `FILE_VERSION` of the storage where an older app must not open the file.
 */
export const schemas: { readonly [Name in keyof EngineDocuments]: RxJsonSchema<EngineDocuments[Name]> } = {
  settings: {
    ...base,
    version: 1,
    properties: {
      id,
      rev,
      updatedAt: instant,
      seller: party,
      logo: textOrNull,
      wallet: text,
      accept: { type: 'array', items: text },
      currency: text,
      dueDays: count,
      notes: text,
      terms: text,
      numberPrefix: text,
      monitorDays: count,
      emailMode: text,
      relayOrigin: text,
      rpcEndpoints: open,
      receiving: open,
      tolerance: open,
      assumeExactAmount: flag,
      confirmations: open,
      sendReceipts: flag,
    },
    required: ['id', 'rev'],
  },
  contacts: {
    ...base,
    properties: {
      id,
      rev,
      party,
      note: text,
      currency: text,
      name: bounded(300),
      trashed: flag,
      createdAt: instant,
      updatedAt: instant,
    },
    required: ['id', 'rev', 'name', 'trashed'],
    indexes: [['trashed', 'name']],
  },
  invoices: {
    ...base,
    version: 1,
    properties: {
      id,
      rev,
      lifecycle: bounded(16),
      settlement: bounded(10),
      phase: bounded(10),
      trashed: flag,
      series: bounded(40),
      sequence: count,
      number: bounded(60),
      buyerName: bounded(300),
      currency: text,
      issueDate: day,
      dueDate: day,
      total: bounded(24),
      received: text,
      searchText: text,
      draft: open,
      signed: openOrNull as never,
      linkId: bounded(22),
      linkKey: text,
      addressIndex: { type: 'number', minimum: -1, maximum: 2_147_483_647, multipleOf: 1 },
      forwarderOwner: text,
      voidReason: text,
      createdAt: instant,
      updatedAt: instant,
      issuedAt: instant,
      publishedAt: instant,
      emailedAt: instant,
    },
    required: [
      'id',
      'rev',
      'phase',
      'trashed',
      'series',
      'sequence',
      'dueDate',
      'total',
      'linkId',
      'addressIndex',
      'createdAt',
    ],
    indexes: [
      ['trashed', 'createdAt'],
      ['phase', 'createdAt'],
      ['phase', 'dueDate'],
      ['series', 'sequence'],
      ['total', 'dueDate'],
      ['linkId'],
      ['addressIndex'],
    ],
  },
  letterheads: {
    ...base,
    properties: { id, rev, value: text },
    required: ['id', 'rev'],
  },
  payments: {
    ...base,
    properties: {
      id: paymentKey,
      rev,
      linkId: bounded(22),
      state: bounded(10),
      seq: count,
      seenAt: instant,
      updatedAt: instant,
      payment: open,
    },
    required: ['id', 'rev', 'linkId', 'state'],
    indexes: [['linkId'], ['state']],
  },
  unmatched: {
    ...base,
    properties: {
      id: paymentKey,
      rev,
      seq: count,
      at: instant,
      reason: text,
      candidates: { type: 'array', items: text },
      transfer: open,
    },
    required: ['id', 'rev', 'at'],
    indexes: [['at']],
  },
  timeline: {
    ...base,
    properties: {
      id: bounded(200),
      rev,
      invoiceId: id,
      at: instant,
      kind: text,
      detail: text,
      paymentKey: textOrNull as never,
      txHash: textOrNull as never,
    },
    required: ['id', 'rev', 'invoiceId', 'at'],
    indexes: [['invoiceId', 'at']],
  },
  jobs: {
    ...base,
    properties: {
      id,
      invoiceId: id,
      kind: text,
      status: bounded(10),
      place: count,
      attempts: count,
      nextAttemptAt: instant,
      lease: text,
      problem: openOrNull as never,
      createdAt: instant,
      updatedAt: instant,
      to: text,
      mode: text,
      messageId: text,
      accepted: flag,
    },
    required: ['id', 'invoiceId', 'status', 'place', 'createdAt'],
    indexes: [['status', 'createdAt'], ['invoiceId', 'place'], ['createdAt']],
  },
  device: {
    version: 0,
    type: 'object',
    primaryKey: 'key',
    properties: { key: bounded(200), value: {} as never },
    required: ['key'],
  },
  quarantine: {
    ...base,
    version: 1,
    properties: { id: bounded(140), source: text, hashedId: text, rev: text, reason: text, at: instant },
    required: ['id', 'at'],
    indexes: [['at']],
  },
  verifications: {
    ...base,
    version: 1,
    properties: {
      id: paymentKey,
      linkId: bounded(22),
      status: bounded(10),
      detail: text,
      checkedAt: text,
      facts: text,
      confirmations: count,
      isFinal: flag,
      due: flag,
    },
    required: ['id', 'linkId', 'status', 'due'],
    indexes: [['linkId'], ['due', 'status']],
  },
};
