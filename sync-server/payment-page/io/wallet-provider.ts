import type { WalletInfo } from '../state/wallet-state.ts';

/** A wallet's door (EIP-1193): requests out, events in. */
export interface WalletProvider {
  request(call: { readonly method: string; readonly params?: readonly unknown[] | object }): Promise<unknown>;
  on?(event: string, listener: (value: never) => void): unknown;
  removeListener?(event: string, listener: (value: never) => void): unknown;
}

/** A wallet that announced itself, with its door. */
export interface DiscoveredWallet {
  readonly info: WalletInfo;
  readonly provider: WalletProvider;
}

/**
 * Collects the browser's wallets by EIP-6963 and tells of the whole list whenever it grows. Returns the way to stop.
 *
 * An announcement is whatever some extension says: what is malformed is ignored, names are cut, and an icon is shown
 * only when it is an image in a data URI (as the EIP requires), so that looking at the list calls nobody.
 */
export function discoverWallets(tell: (wallets: readonly DiscoveredWallet[]) => void): () => void {
  const found = new Map<string, DiscoveredWallet>();
  const listen = (event: Event) => {
    const wallet = readAnnouncement((event as CustomEvent<unknown>).detail);
    if (!wallet || found.has(wallet.info.uuid)) return;
    found.set(wallet.info.uuid, wallet);
    tell([...found.values()]);
  };
  window.addEventListener('eip6963:announceProvider', listen);
  window.dispatchEvent(new Event('eip6963:requestProvider'));
  return () => window.removeEventListener('eip6963:announceProvider', listen);
}

function readAnnouncement(detail: unknown): DiscoveredWallet | undefined {
  const { info, provider } = (detail ?? {}) as { info?: Partial<WalletInfo>; provider?: WalletProvider };
  if (typeof info?.uuid !== 'string' || typeof info.name !== 'string' || info.name.trim() === '') return undefined;
  if (typeof provider?.request !== 'function') return undefined;
  const icon = typeof info.icon === 'string' && info.icon.startsWith('data:image/') ? info.icon : '';
  const rdns = typeof info.rdns === 'string' ? info.rdns : '';
  return { info: { uuid: info.uuid, name: info.name.slice(0, 40), icon, rdns }, provider };
}
