import { describe, expect, test } from 'vitest';
import {
  initialWalletState,
  nextWalletState,
  obstacleOf,
  type WalletEvent,
  type WalletState,
} from '../../../../sync-server/payment-page/state/wallet-state.ts';
import { walletNotice } from '../../../../sync-server/payment-page/state/wallet-words.ts';
import { chainParameters } from '../../../../sync-server/payment-page/state/chain-parameters.ts';
import { chains } from '../../../../shared/money/chain.ts';

const wallet = { uuid: 'u', name: 'Metal Fox', icon: '', rdns: 'fox' };
const run = (...events: WalletEvent[]): WalletState => events.reduce(nextWalletState, initialWalletState);
const connected = [
  { type: 'connect', wallet },
  { type: 'connected', account: '0xA', chainId: 8453 },
] as const satisfies WalletEvent[];
const funds = (token: bigint, native = 1n) =>
  ({
    type: 'funds',
    about: { account: '0xA', chainId: 8453, token: '0xT' },
    token: '0xT',
    funds: { token, native },
  }) as const;

function obstacle(state: WalletState) {
  if (state.step !== 'connected') throw new Error('not connected');
  return obstacleOf(state, { chainId: 8453, units: 100n });
}

describe('wallet state', () => {
  test('declining to connect goes back to the list, calmly', () => {
    const notice = walletNotice({ code: 4001, message: 'User rejected' }, 'connect', 'Metal Fox');
    expect(run({ type: 'connect', wallet }, { type: 'failed', notice })).toEqual({
      step: 'choosing',
      notice: { tone: 'calm', text: 'You did not connect. Nothing was sent.' },
    });
  });

  test('names the obstacle: network, balance being read, too little, no fee money, none', () => {
    expect(obstacle(run(...connected, { type: 'chain', chainId: 1 }))).toBe('wrong-chain');
    expect(obstacle(run(...connected))).toBe('reading-funds');
    expect(obstacle(run(...connected, funds(99n)))).toBe('too-little');
    expect(obstacle(run(...connected, funds(100n, 0n)))).toBe('no-gas');
    expect(obstacle(run(...connected, funds(100n)))).toBeNull();
  });

  test('an answer about another account or chain is ignored', () => {
    const moved = run(...connected, { type: 'accounts', accounts: ['0xB'] }, funds(1_000_000n));
    expect(obstacle(moved)).toBe('reading-funds');
    const elsewhere = run(...connected, { type: 'chain', chainId: 1 }, funds(1_000_000n), {
      type: 'chain',
      chainId: 8453,
    });
    expect(obstacle(elsewhere)).toBe('reading-funds');
  });

  test('rejecting the payment keeps the connection, so that it can be tried again', () => {
    const notice = walletNotice({ code: 4001 }, 'send', 'Metal Fox');
    const state = run(...connected, funds(100n), { type: 'wait', wait: 'sending' }, { type: 'failed', notice });
    expect(state).toMatchObject({ step: 'connected', wait: null, notice: { tone: 'calm' } });
    expect(obstacle(state)).toBeNull();
  });

  test('a wallet that locks itself ends the connection', () => {
    expect(run(...connected, { type: 'accounts', accounts: [] }).step).toBe('choosing');
  });

  test('every failure says that nothing was sent, and long messages are cut', () => {
    const notice = walletNotice(new Error('x'.repeat(500)), 'send', 'Metal Fox');
    expect(notice.tone).toBe('bad');
    expect(notice.text).toContain('Nothing was sent');
    expect(notice.text.length).toBeLessThan(300);
  });
});

test('every public chain but those that wallets are born with can be added', () => {
  const missing = chains.filter((chain) => !chain.practice && !chainParameters(chain.chainId));
  expect(missing.map(({ name }) => name)).toEqual(['Ethereum', 'Sepolia']);
  expect(chainParameters(8453)).toMatchObject({ chainId: '0x2105', blockExplorerUrls: ['https://basescan.org'] });
});
