import { isNumberPrefix } from '../../../shared/invoice/invoice-number.ts';
import { partyProblems } from '../../../shared/invoice/party-problems.ts';
import { parseReceivingAddress } from '../../../shared/money/address.ts';
import { findChain } from '../../../shared/money/chain.ts';
import { isCurrencyCode } from '../../../shared/money/currency.ts';
import { findTokenByKey } from '../../../shared/money/token.ts';
import { parseAccountXpub } from '../../../shared/payment/account-xpub.ts';
import { checkTolerance } from '../../../shared/payment/tolerance.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Settings } from '../../../shared/app-api/settings.ts';
import { isUsableLogo } from '../pdf/is-usable-logo.ts';

type Check<Name extends keyof Settings> = (value: Settings[Name], all: Settings) => Result<Settings[Name]>;

/**
 * Checks the fields of settings that are about to change and gives them in their settled form (addresses with EIP-55
 * capitals, origins without a path). The first problem names its field in `path`.
 */
export function checkSettings(patch: Partial<Settings>, current: Settings): Result<Settings> {
  const next: Settings = { ...current, ...patch };
  let settled: Settings = next;
  for (const name of Object.keys(patch) as (keyof Settings)[]) {
    const check = checks[name] as Check<keyof Settings> | undefined;
    if (!check) continue;
    const result = check(next[name], next);
    if (!result.ok) return result;
    settled = { ...settled, [name]: result.value };
  }
  return ok(settled);
}

const checks: { readonly [Name in keyof Settings]?: Check<Name> } = {
  wallet: checkWallet,
  accept: checkAccept,
  seller: checkSeller,
  logo: checkLogo,
  currency: (currency) =>
    currency === '' || isCurrencyCode(currency)
      ? ok(currency)
      : fail('currency.unknown', `"${currency}" is not a currency code such as USD or EUR.`, { path: ['currency'] }),
  numberPrefix: (prefix) =>
    isNumberPrefix(prefix)
      ? ok(prefix)
      : fail(
          'settings.number-prefix',
          `"${prefix}" cannot begin invoice numbers. Use up to 12 capitals and digits, such as INV.`,
          { path: ['numberPrefix'] },
        ),
  relayOrigin: checkRelayOrigin,
  rpcEndpoints: checkRpcEndpoints,
  receiving: checkReceiving,
  tolerance: checkTolerance,
  confirmations(confirmations) {
    const unknown = Object.keys(confirmations).find((chainId) => !findChain(Number(chainId)));
    return unknown === undefined ? ok(confirmations) : unknownChain(unknown, ['confirmations', unknown]);
  },
};

/** An xpub is kept when the mode changes, and checked whenever there is one: what is typed there may be a secret. */
function checkReceiving(receiving: Settings['receiving']): Result<Settings['receiving']> {
  const typed = receiving.xpub.trim();
  if (typed === '' && receiving.mode !== 'account') return ok({ ...receiving, xpub: '' });
  const xpub = parseAccountXpub(typed);
  if (!xpub.ok) return { ok: false, problem: { ...xpub.problem, path: ['receiving', 'xpub'] } };
  return ok({ ...receiving, xpub: xpub.value.xpub });
}

/** An empty wallet is a gap that issuing will name, no mistake. */
function checkWallet(wallet: string, all: Settings): Result<string> {
  if (wallet.trim() === '') return ok('');
  const chainIds = [...new Set(all.accept.map((key) => Number(key.split(':')[0])))];
  const parsed = parseReceivingAddress(wallet, chainIds);
  return parsed.ok ? parsed : { ok: false, problem: { ...parsed.problem, path: ['wallet'] } };
}

function checkAccept(accept: string[]): Result<string[]> {
  const unknown = accept.findIndex((key) => !findTokenByKey(key));
  if (unknown !== -1) {
    const message = `"${accept[unknown]}" is no token that Quittance knows.`;
    return fail('accept.unknown-token', message, { path: ['accept', unknown] });
  }
  return ok([...new Set(accept.map((key) => key.toLowerCase()))]);
}

function checkSeller(seller: Settings['seller']): Result<Settings['seller']> {
  const [problem] = partyProblems(seller, 'Your', ['seller']);
  return problem ? { ok: false, problem } : ok(seller);
}

function checkLogo(logo: string | null): Result<string | null> {
  const refuse = (message: string) => fail('settings.logo', message, { path: ['logo'] });
  if (logo === null) return ok(logo);
  if (!/^data:image\/(png|jpeg|svg\+xml)[;,]/.test(logo))
    return refuse('The logo is not a PNG, JPEG or SVG picture. Choose another file.');
  if (isUsableLogo(logo)) return ok(logo);
  return refuse('This picture cannot be printed: it is damaged, or an SVG without a size. Choose another file.');
}

function checkRelayOrigin(origin: string): Result<string> {
  if (origin.trim() === '') return ok('');
  const url = parseHttpUrl(origin.trim());
  if (!url || url.pathname !== '/' || url.search || url.hash || url.username) {
    const message = `"${origin}" is not a relay's address. Write it like https://relay.example.com, with nothing after the name.`;
    return fail('settings.relay-origin', message, { path: ['relayOrigin'] });
  }
  if (!isPrivateEnough(url)) return insecure(origin, ['relayOrigin']);
  return ok(url.origin);
}

function checkRpcEndpoints(endpoints: Settings['rpcEndpoints']): Result<Settings['rpcEndpoints']> {
  for (const [chainId, urls] of Object.entries(endpoints)) {
    if (!findChain(Number(chainId))) return unknownChain(chainId, ['rpcEndpoints', chainId]);
    for (const [at, text] of urls.entries()) {
      const path = ['rpcEndpoints', chainId, at];
      const url = parseHttpUrl(text.trim());
      if (!url) {
        const message = `"${text}" is not the address of an RPC endpoint. Write it like https://rpc.example.com.`;
        return fail('settings.rpc-endpoint', message, { path });
      }
      if (!isPrivateEnough(url)) return insecure(text, path);
    }
  }
  return ok(endpoints);
}

function unknownChain(chainId: string, path: readonly string[]): Result<never> {
  return fail('settings.unknown-chain', `${chainId} is no chain that Quittance knows.`, { path });
}

function parseHttpUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && (url.protocol === 'https:' || url.protocol === 'http:') ? url : null;
}

/** Plain http is for this machine and its own network alone. */
function isPrivateEnough({ protocol, hostname }: URL): boolean {
  if (protocol === 'https:') return true;
  return (
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname.endsWith('.local') ||
    hostname === '[::1]' ||
    /^(127|10)\.|^192\.168\.|^172\.(1[6-9]|2\d|3[01])\./.test(hostname)
  );
}

function insecure(text: string, path: readonly (string | number)[]): Result<never> {
  return fail('settings.not-encrypted', `"${text}" would be reached without encryption. Write it with https://.`, {
    path,
  });
}
