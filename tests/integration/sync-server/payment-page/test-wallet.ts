import type { Page } from 'playwright-core';

/** What a scripted wallet holds and does. */
export interface TestWalletWishes {
  readonly name?: string;
  /** The chain that the wallet is on at first. */
  readonly chainId: number;
  /** Chains that it knows; switching to another answers 4902. */
  readonly knows?: readonly number[];
  /** What the account holds of any token, base units. */
  readonly balance?: string;
  readonly native?: string;
  /** Methods that the payer rejects (4001). */
  readonly rejects?: readonly string[];
}

/** A call that the scripted wallet received. */
export interface WalletCall {
  readonly method: string;
  readonly params: readonly Record<string, string>[] | undefined;
}

/**
 * Puts a scripted EIP-6963 wallet into a page before it loads. It stands in for a browser extension, which headless tests
 * cannot click; its calls are read with {@link walletCalls}.
 */
export async function addTestWallet(page: Page, wishes: TestWalletWishes): Promise<void> {
  await page.addInitScript(installWallet, {
    name: 'Test wallet',
    knows: [wishes.chainId],
    balance: '0',
    native: '1000000000000000000',
    rejects: [],
    ...wishes,
  });
}

/** The calls that the scripted wallet of a page has received. */
export function walletCalls(page: Page): Promise<readonly WalletCall[]> {
  return page.evaluate(() => Reflect.get(window, 'testWalletCalls') as WalletCall[]);
}

/** Runs in the page, so it stands alone. */
function installWallet(wishes: Required<TestWalletWishes>): void {
  const calls: { method: string; params: unknown }[] = [];
  Object.assign(window, { testWalletCalls: calls });
  const known = new Set(wishes.knows);
  const listeners: ((chainId: string) => void)[] = [];
  let chainId = wishes.chainId;
  const hex = (value: number | bigint) => `0x${value.toString(16)}`;
  const fail = (code: number, message: string) => Promise.reject(Object.assign(new Error(message), { code }));
  const provider = {
    async request({ method, params }: { method: string; params?: Record<string, string>[] }) {
      calls.push({ method, params });
      if (wishes.rejects.includes(method)) return fail(4001, 'User rejected the request.');
      const asked = Number(params?.[0]?.['chainId']);
      switch (method) {
        case 'eth_requestAccounts':
          return ['0x70997970C51812dc3A010C7d01b50e0d17dc79C8'];
        case 'eth_chainId':
          return hex(chainId);
        case 'wallet_addEthereumChain':
          known.add(asked);
          return null;
        case 'wallet_switchEthereumChain':
          if (!known.has(asked)) return fail(4902, 'Unrecognized chain ID.');
          chainId = asked;
          for (const listener of listeners) listener(hex(chainId));
          return null;
        case 'eth_call':
          return `0x${BigInt(wishes.balance).toString(16).padStart(64, '0')}`;
        case 'eth_getBalance':
          return hex(BigInt(wishes.native));
        case 'eth_sendTransaction':
          return `0x${'ab'.repeat(32)}`;
        default:
          return null;
      }
    },
    on(event: string, listener: (chainId: string) => void) {
      if (event === 'chainChanged') listeners.push(listener);
    },
    removeListener() {},
  };
  const icon = 'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg"/%3E';
  const detail = { info: { uuid: 'test-1', name: wishes.name, icon, rdns: 'example.wallet' }, provider };
  window.addEventListener('eip6963:requestProvider', () =>
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail })),
  );
}
