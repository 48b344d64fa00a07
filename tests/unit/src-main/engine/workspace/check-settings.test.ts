import { describe, expect, test } from 'vitest';
import type { Settings } from '../../../../../shared/app-api/settings.ts';
import { findTokenByKey } from '../../../../../shared/money/token.ts';
import { checkSettings } from '../../../../../src-main/engine/workspace/check-settings.ts';
import { defaultSettings } from '../../../../../src-main/engine/workspace/default-settings.ts';

const current = defaultSettings(null);
const codeOf = (patch: Partial<Settings>): string | null => {
  const result = checkSettings(patch, current);
  return result.ok ? null : result.problem.code;
};

describe('settings', () => {
  test('begin with native stablecoins of live chains, or with the practice chain alone', () => {
    const kinds = current.accept.map((key) => findTokenByKey(key)?.kind);
    expect(new Set(kinds)).toEqual(new Set(['native']));
    const practice = { relayOrigin: '', chainId: 31337, rpcUrl: 'http://127.0.0.1:8545', wallet: '', mailInboxUrl: '' };
    expect(defaultSettings(practice).accept).toHaveLength(4);
  });

  test.each<[string, Partial<Settings>, string | null]>([
    ['a wallet in lower case', { wallet: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8' }, null],
    [
      'a wallet with a wrong character',
      { wallet: '0x70997970C51812dc3A010C7d01b50e0d17dc79C9' },
      'address.bad-checksum',
    ],
    ['the zero address', { wallet: `0x${'0'.repeat(40)}` }, 'address.zero'],
    ["a token's own contract", { wallet: '0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913' }, 'address.token-contract'],
    ['a relay with a path', { relayOrigin: 'https://relay.example.com/x' }, 'settings.relay-origin'],
    ['a relay without encryption', { relayOrigin: 'http://relay.example.com' }, 'settings.not-encrypted'],
    ['a relay on this machine', { relayOrigin: 'http://127.0.0.1:8080' }, null],
    ['no relay', { relayOrigin: '' }, null],
    ['a relay that is none', { relayOrigin: 'javascript:alert(1)' }, 'settings.relay-origin'],
    ['an endpoint', { rpcEndpoints: { '8453': ['https://base.example.com/key'] } }, null],
    ['an endpoint of no chain', { rpcEndpoints: { '4': ['https://x.example.com'] } }, 'settings.unknown-chain'],
    ['an endpoint that is no address', { rpcEndpoints: { '1': ['mainnet'] } }, 'settings.rpc-endpoint'],
    ['a tolerance', { tolerance: { absolute: '5.00', percent: '' } }, null],
    ['a tolerance of nothing', { tolerance: { absolute: '', percent: ' ' } }, null],
    ['a tolerance with a comma', { tolerance: { absolute: '5,00', percent: '' } }, 'tolerance.absolute'],
    ['a tolerance below zero', { tolerance: { absolute: '-1', percent: '' } }, 'tolerance.absolute'],
    ['a tolerance of more than all', { tolerance: { absolute: '', percent: '100.1' } }, 'tolerance.percent'],
    ['a tolerance in words', { tolerance: { absolute: '', percent: 'half' } }, 'tolerance.percent'],
    ['confirmations on no chain', { confirmations: { '4': 9 } }, 'settings.unknown-chain'],
    ['an unknown token', { accept: [`1:0x${'1'.repeat(40)}`] }, 'accept.unknown-token'],
    ['an unknown currency', { currency: 'XYZ' }, 'currency.unknown'],
    ['a prefix with a space', { numberPrefix: 'my inv' }, 'settings.number-prefix'],
    ['a logo that is a page', { logo: 'data:text/html,<script>' }, 'settings.logo'],
    ['a logo that is damaged', { logo: 'data:image/png;base64,bm90IGEgcG5n' }, 'settings.logo'],
    ['a logo without a size', { logo: 'data:image/svg+xml,<svg></svg>' }, 'settings.logo'],
    [
      'a header in the email',
      { seller: { ...current.seller, email: 'a@b.example\r\nBcc: c@d.example' } },
      'email.line-break',
    ],
    ['a name of two lines', { seller: { ...current.seller, name: 'Ada\nBcc: eve@x.example' } }, 'text.line-break'],
    ['a name turned around', { seller: { ...current.seller, name: 'Ada \u202e' } }, 'text.control-characters'],
    ['half of a character', { seller: { ...current.seller, address: 'Road \ud83d' } }, 'text.malformed-unicode'],
    ['a tax id that rings', { seller: { ...current.seller, taxId: 'DE1\u0007' } }, 'text.control-characters'],
    ['a country that is none', { seller: { ...current.seller, country: 'ZZ' } }, 'country.unknown'],
    ['a seller of any script', { seller: { ...current.seller, name: 'סטודיו', address: 'Road 1\n10115' } }, null],
  ])('%s', (_, patch, code) => expect(codeOf(patch)).toBe(code));

  test('a wallet gets its checksum; nothing else changes', () => {
    const result = checkSettings({ wallet: '0x70997970c51812dc3a010c7d01b50e0d17dc79c8' }, current);
    expect(result).toEqual({ ok: true, value: { ...current, wallet: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' } });
  });
});
