import type { WalletNotice } from './wallet-state.ts';

/** What was being asked of the wallet when it failed. */
export type WalletAct = 'connect' | 'switch' | 'send';

/** Error codes of EIP-1193 and of JSON-RPC that wallets give. */
const userRejected = 4001;
const requestPending = -32002;
const unrecognizedChain = 4902;

/** The `code` of a wallet's error, also where MetaMask mobile wraps it; undefined when there is none. */
export function walletErrorCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const { code, data } = error as { code?: unknown; data?: unknown };
  const inner = (data as { originalError?: { code?: unknown } } | null | undefined)?.originalError?.code;
  if (typeof inner === 'number') return inner;
  return typeof code === 'number' ? code : undefined;
}

/** Tells whether a wallet answered that it does not know the chain (EIP-3326: 4902), so that it has to be added. */
export function isUnknownChain(error: unknown): boolean {
  return walletErrorCode(error) === unrecognizedChain;
}

/** Turns a wallet's error into a sentence. Declining is the payer's right, so it is said calmly. */
export function walletNotice(error: unknown, act: WalletAct, wallet: string): WalletNotice {
  const code = walletErrorCode(error);
  if (code === userRejected) return { tone: 'calm', text: `${declined[act]} Nothing was sent.` };
  if (code === requestPending)
    return { tone: 'calm', text: `${wallet} already has a question open. Look for its window and answer there.` };
  const said = messageOf(error);
  return { tone: 'bad', text: `${failed[act]} Nothing was sent.${said ? ` ${wallet} says: “${said}”` : ''}` };
}

const declined: Readonly<Record<WalletAct, string>> = {
  connect: 'You did not connect.',
  switch: 'You stayed on the other network.',
  send: 'You declined the payment.',
};

const failed: Readonly<Record<WalletAct, string>> = {
  connect: 'The wallet could not be connected.',
  switch: 'The wallet could not change network. Choose the network in the wallet itself.',
  send: 'The wallet could not send the payment.',
};

function messageOf(error: unknown): string {
  const message = (error as { message?: unknown } | null | undefined)?.message;
  if (typeof message !== 'string') return '';
  return message.length > 160 ? `${message.slice(0, 156)}…` : message;
}
