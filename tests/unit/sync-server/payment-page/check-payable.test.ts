import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PaymentOption } from '../../../../shared/payment/payment-terms.ts';
import { signedInvoiceSchema } from '../../../../shared/sealing/signed-invoice.ts';
import { readLinkState } from '../../../../sync-server/payment-page/io/read-answer.ts';
import { checkPayable } from '../../../../sync-server/payment-page/state/check-payable.ts';
import { paymentChoice, tokenCaution } from '../../../../sync-server/payment-page/state/payment-choice.ts';
import { plainUnits, readableUnits, unitPrice } from '../../../../sync-server/payment-page/state/format.ts';
import { readSignedInvoice } from '../../../../sync-server/payment-page/state/read-signed-invoice.ts';
import { live, payable, payment } from './invoice-sample.ts';

const signed = {
  payable,
  signature: { algorithm: 'Ed25519' as const, publicKey: 'ab'.repeat(32), value: 'cd'.repeat(64) },
};

function withOption(change: Partial<PaymentOption>) {
  const options = payable.terms.options.map((option) => ({ ...option, ...change }));
  return { ...payable, terms: { ...payable.terms, options } };
}

describe('the terms ask for what the invoice says', () => {
  test('as issued', () => expect(checkPayable(payable)).toBe(true));
  test.each([
    ['one unit more', { exact: '1200000001' }],
    ['ten times as much', { exact: '12000000000', tagged: '12000004217' }],
    ['a tail of a cent', { tagged: '1200010000' }],
    ['less by hand than by wallet', { tagged: '1199999999' }],
    ['other decimals than the token has', { decimals: 18 }],
  ])('not with %s', (_, change) => expect(checkPayable(withOption(change))).toBe(false));
});

describe('reading what the page relies on', () => {
  test('takes a signed invoice as the schema does', () => {
    expect(signedInvoiceSchema.safeParse(signed).success).toBe(true);
    expect(readSignedInvoice(JSON.stringify(signed))).toEqual(signed);
  });

  test('refuses an invoice with any one field missing or of another type', () => {
    const strange = [undefined, null, 7, {}, []] as const;
    for (const path of pathsOf(signed).filter((each) => !isUnused(each)))
      for (const value of strange) {
        if (value === null && path.at(-1) === 'discountPercent') continue;
        if (Array.isArray(value) && /^(taxes|rates)$/.test(String(path.at(-1)))) continue;
        if (typeof value === 'number' && /^(chainId|decimals|tail)$/.test(String(path.at(-1)))) continue;
        expect(readSignedInvoice(JSON.stringify(replace(signed, path, value))), path.join('.')).toBeNull();
      }
  });

  test('refuses what is no invoice at all', () => {
    fc.assert(fc.property(fc.json(), (json) => readSignedInvoice(json) === null));
    expect(readSignedInvoice('{')).toBeNull();
  });

  test('takes a live state as the schema does and refuses a crippled one', () => {
    const state = live([payment({})]);
    expect(readLinkState(state)).toBe(state);
    for (const field of Object.keys(payment({})))
      expect(readLinkState({ ...state, payments: [{ ...payment({}), [field]: undefined }] }), field).toBeNull();
    expect(readLinkState({ ...state, payments: [{ ...payment({}), state: 'toString' }] })).toBeNull();
    for (const junk of [null, 3, 'open', [], {}, { status: 'open' }]) expect(readLinkState(junk)).toBeNull();
  });
});

describe('the choice of token and network', () => {
  const option = (chainId: number, symbol: string) =>
    ({ ...withOption({}).terms.options[0], chainId, symbol }) as PaymentOption;
  const options = [option(8453, 'USDC'), option(1, 'USDC'), option(1, 'USDT')];

  test('is none where there is one way', () => {
    expect(paymentChoice(options.slice(0, 1), { symbol: null, chainId: null })).toMatchObject({
      symbols: [],
      chainIds: [],
    });
  });

  test('follows the token, and leaves a network that does not carry it', () => {
    const first = paymentChoice(options, { symbol: null, chainId: null });
    expect(first).toMatchObject({ symbols: ['USDC', 'USDT'], chainIds: [8453, 1], option: { chainId: 8453 } });
    const tether = paymentChoice(options, { symbol: 'USDT', chainId: 8453 });
    expect(tether).toMatchObject({ chainIds: [], option: { chainId: 1, symbol: 'USDT' } });
  });

  test('says what it does not know, and what is bridged', () => {
    expect(tokenCaution(option(8453, 'USDC'))).toBeNull();
    expect(tokenCaution({ chainId: 8453, token: `0x${'1'.repeat(40)}`, symbol: 'USDC' })).toContain('no record');
    const bridged = { chainId: 42161, token: '0xFF970A61A04b1cA14834A43f5dE4533eBDDB5CC8', symbol: 'USDC.e' };
    expect(tokenCaution(bridged)).toContain('bridged');
  });
});

test('amounts to copy are exact and plain; amounts to read are the same digits, grouped', () => {
  expect(plainUnits(1_200_004_217n, 6)).toBe('1200.004217');
  expect(plainUnits(1_200_000_000n, 6)).toBe('1200.00');
  expect(plainUnits(1n, 18)).toBe('0.000000000000000001');
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 30n), fc.integer({ min: 0, max: 18 }), (units, decimals) => {
      const plain = plainUnits(units, decimals);
      const [whole = '', fraction = ''] = plain.split('.');
      expect(BigInt(whole + fraction.padEnd(decimals, '0'))).toBe(units);
      expect(readableUnits(units, decimals).replaceAll(',', '')).toBe(plain);
    }),
  );
  expect([unitPrice('85', 'USD'), unitPrice('0.00125', 'USD')]).toEqual(['$85.00', '0.00125 USD']);
});

type Path = readonly (string | number)[];

/** Fields that the page shows nowhere. */
function isUnused(path: Path): boolean {
  return /(^|\.)(kind|id|taxCategory|taxRate|taxReason)$/.test(path.join('.'));
}

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const below = Object.entries(value).flatMap(([name, each]) => pathsOf(each, [...path, name]));
  return path.length > 0 ? [path, ...below] : below;
}

function replace(value: unknown, path: Path, by: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return by;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  return Object.assign(copy, { [name]: replace(Reflect.get(value as object, name), rest, by) });
}
