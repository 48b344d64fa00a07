import { describe, expect, test } from 'vitest';
import { initialPageState, nextPageState, retryDelay } from '../../../../sync-server/payment-page/state/page-state.ts';
import { readLinkAddress } from '../../../../sync-server/payment-page/state/link-address.ts';
import { pdfFileName } from '../../../../sync-server/payment-page/state/pdf-file-name.ts';
import { live, payable } from './invoice-sample.ts';

const signature = { algorithm: 'Ed25519', publicKey: '', value: '' } as const;
const link = { id: 'i', key: 'k', signed: { payable, signature }, fingerprint: '', practice: false };
const opened = nextPageState(initialPageState, { type: 'opened', link, live: live([]) });

describe('page state', () => {
  test('keeps count while the relay does not answer, and opens when it does', () => {
    const twice = nextPageState(nextPageState(initialPageState, { type: 'unreachable' }), { type: 'unreachable' });
    expect(twice).toEqual({ kind: 'loading', attempts: 2 });
    expect(nextPageState(twice, { type: 'opened', link, live: live([]) }).kind).toBe('open');
  });

  test('an opened invoice survives every kind of trouble', () => {
    const lost = nextPageState(opened, { type: 'unreachable' });
    expect(lost).toMatchObject({ kind: 'open', connection: 'lost', link });
    expect(nextPageState(lost, { type: 'failed', failure: 'not-found', detail: '' })).toBe(lost);
    expect(nextPageState(lost, { type: 'news', live: live([], 'void'), connection: 'live' })).toMatchObject({
      connection: 'live',
      live: { status: 'void' },
    });
  });

  test('a failure is final', () => {
    const failed = nextPageState(initialPageState, { type: 'failed', failure: 'tampered', detail: '' });
    expect(nextPageState(failed, { type: 'opened', link, live: live([]) })).toBe(failed);
    expect(nextPageState(failed, { type: 'unreachable' })).toBe(failed);
  });

  test('waits longer each time, up to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 60].map(retryDelay)).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
  });
});

describe('link address', () => {
  const id = 'AbCdEfGhIjKlMnOpQrStUv';
  const read = (pathname: string, hash: string) => readLinkAddress({ pathname, hash });

  test('reads id and key', () => {
    expect(read(`/i/${id}`, '#key_-9')).toEqual({ ok: true, value: { id, key: 'key_-9' } });
  });

  test('forgives what mail programs append', () => {
    expect(read(`/i/${id}/`, '#key.')).toMatchObject({ value: { key: 'key' } });
    expect(read(`/i/${id}`, '#key%3E')).toMatchObject({ value: { key: 'key' } });
    expect(read(`/i/${id}`, '#key%')).toMatchObject({ value: { key: 'key' } });
  });

  test('tells a missing key from an address that is no invoice', () => {
    expect(read(`/i/${id}`, '')).toMatchObject({ problem: { code: 'link.key-missing' } });
    expect(read('/i/short', '#key')).toMatchObject({ problem: { code: 'link.not-found' } });
  });
});

test('a PDF is named after the invoice, whatever its number holds', () => {
  expect(pdfFileName('INV-2026-0001')).toBe('INV-2026-0001.pdf');
  expect(pdfFileName('../../etc/passwd')).toBe('etc-passwd.pdf');
  expect(pdfFileName('請求書 7')).toBe('請求書-7.pdf');
  expect(pdfFileName('///')).toBe('invoice.pdf');
});
