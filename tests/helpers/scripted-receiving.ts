import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { QueryOutput } from '../../shared/app-api/app-api.ts';
import { toChecksumAddress } from '../../shared/money/address.ts';
import { chains, findChain } from '../../shared/money/chain.ts';
import { fail, ok } from '../../shared/result.ts';
import * as data from './scripted-data.ts';
import type { ScriptedState } from './scripted-engine.ts';

type Forwarder = QueryOutput<'forwarders'>[number];

/** An account's key of the right shape, for the screens: nothing here derives from it. */
export const sampleXpub =
  'xpub6BosfCnifzxcFwrSzQiqu2DBVTshkCXacvNsWGYJVVhhawA7d4R5WSWGFNbi8Aw6ZRc1brxMyWMzG3DSSSSoekkudhUd9yLb6qx39T9nMdj';

/** The scripted engine's commands on where money arrives. */
export function receivingCommands(
  state: ScriptedState,
): Pick<AppHandlers['commands'], 'receiving.preview' | 'receiving.sweep'> {
  return {
    'receiving.preview': async ({ mode, xpub }) => {
      if (mode === 'account' && !/^xpub[1-9A-HJ-NP-Za-km-z]{107}$/.test(xpub.trim()))
        return fail(
          'account-xpub.malformed',
          'This is not an xpub. It must begin with xpub and have 111 letters and digits, without spaces. Copy the whole of it again.',
          { path: ['xpub'] },
        );
      const used = chains.filter(({ chainId }) => state.settings.accept.some((key) => key.startsWith(`${chainId}:`)));
      const isReady = (chainId: number): boolean => mode !== 'forwarder' || chainId !== 8453;
      return ok({
        addresses: mode === 'shared' ? [shared(state)] : [0, 1, 2].map((index) => own(mode, index)),
        chains: used.map(({ chainId, name }) => ({
          chainId,
          ready: isReady(chainId),
          detail: isReady(chainId) ? '' : `The forwarder factory is not deployed on ${name} yet.`,
        })),
      });
    },
    'receiving.sweep': async ({ chainId, invoiceIds }) => {
      const asked = state.forwarders.filter((one) => one.chainId === chainId && invoiceIds.includes(one.invoiceId));
      const byOwner = Map.groupBy(
        asked,
        ({ invoiceId }) => state.forwarderOwners.get(invoiceId) ?? state.settings.wallet,
      );
      if (byOwner.size > 1) return severalWallets(byOwner);
      if (asked.length === 0) {
        const name = findChain(chainId)?.name ?? '';
        return fail('receiving.nothing-held', `These forwarders hold nothing on ${name} now.`, { retryable: true });
      }
      const data = `0x8d80ff0a${invoiceIds.map((_, index) => String(index).padStart(64, '0')).join('')}`;
      const { origin } = state.workspace.relay;
      const page = origin === null ? null : `${origin}/collect#chain=${chainId}&data=${data}`;
      return ok({ to: factory, data, page });
    },
  };
}

const factory = '0x3fcefD3A53c4cEc70FD471Be66bFB5909CcAEf19';

function severalWallets(byOwner: ReadonlyMap<string, readonly Forwarder[]>) {
  const named = [...byOwner].map(([owner, some]) => `${some.map(({ number }) => number).join(', ')} to ${owner}`);
  const message = `These invoices pay to different wallets: ${named.join('; ')}. Collect each wallet's by themselves.`;
  return fail('receiving.several-wallets', message, { path: ['invoiceIds'] });
}

/** Forwarders that hold money, one an invoice. */
export function forwarder(n: number, change: Partial<Forwarder> = {}): Forwarder {
  return {
    invoiceId: `invoice-${n}`,
    number: `INV-${data.today.slice(0, 4)}-${String(n).padStart(4, '0')}`,
    chainId: 31337,
    chainName: 'Practice chain',
    address: address(n + 40),
    balances: [{ symbol: 'USDC', decimals: 6, units: String((n + 1) * 137_010_000) }],
    ...change,
  };
}

function shared(state: ScriptedState) {
  return { index: null, path: null, address: state.settings.wallet };
}

function own(mode: 'account' | 'forwarder', index: number) {
  return { index, path: mode === 'account' ? `m/44'/60'/0'/0/${index}` : null, address: address(index) };
}

function address(n: number): string {
  return toChecksumAddress(`0x${(0x7a11ce00 + n * 7919).toString(16)}${'5eedbeef'.repeat(4)}`);
}
