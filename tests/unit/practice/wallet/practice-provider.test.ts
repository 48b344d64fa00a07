import { describe, expect, test } from 'vitest';
import { describeTransaction } from '../../../../practice/wallet/describe-transaction.ts';
import { createPracticeProvider, practiceAccount } from '../../../../practice/wallet/practice-provider.ts';
import { practiceTokens } from '../../../../practice/chain/practice-tokens.ts';
import { practiceAccounts } from '../../../../practice/chain/practice-accounts.ts';
import { encodeTransferCalldata } from '../../../../shared/payment/transfer-calldata.ts';

const receiver = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';
const [usdc] = practiceTokens;
const data = encodeTransferCalldata(receiver, 1_200_000_000n, '00112233445566778899aabbccddeeff');
const transaction = { from: practiceAccount, to: usdc?.address, value: '0x0', data, chainId: '0x7a69' };

function provider(confirm: () => Promise<boolean>) {
  const sent: unknown[] = [];
  const rpc = (method: string, params: readonly unknown[]) => {
    sent.push([method, ...params]);
    return Promise.resolve('0xhash');
  };
  return { sent, ...createPracticeProvider({ rpc, confirm }) };
}

describe('practice wallet', () => {
  test('its account is the one with the money', () => {
    expect(practiceAccount).toBe(practiceAccounts.payer.address);
  });

  test('sends what was confirmed, unchanged', async () => {
    const { request, sent } = provider(() => Promise.resolve(true));
    expect(await request({ method: 'eth_sendTransaction', params: [transaction] })).toBe('0xhash');
    const { from, to, value } = transaction;
    expect(sent).toEqual([['eth_sendTransaction', { from, to, value, data }]]);
  });

  test('sends nothing when rejected, from another account, or for another chain', async () => {
    const rejecting = provider(() => Promise.resolve(false));
    await expect(rejecting.request({ method: 'eth_sendTransaction', params: [transaction] })).rejects.toMatchObject({
      code: 4001,
    });
    const { request, sent } = provider(() => Promise.resolve(true));
    const other = { ...transaction, from: receiver };
    await expect(request({ method: 'eth_sendTransaction', params: [other] })).rejects.toMatchObject({ code: 4100 });
    const elsewhere = { ...transaction, chainId: '0x1' };
    await expect(request({ method: 'eth_sendTransaction', params: [elsewhere] })).rejects.toMatchObject({ code: 4901 });
    expect([...sent, ...rejecting.sent]).toEqual([]);
  });

  test('asks one question at a time', async () => {
    let answer: (yes: boolean) => void = () => undefined;
    const { request } = provider(() => new Promise((resolve) => void (answer = resolve)));
    const first = request({ method: 'eth_sendTransaction', params: [transaction] });
    await expect(request({ method: 'eth_sendTransaction', params: [transaction] })).rejects.toMatchObject({
      code: -32002,
    });
    answer(true);
    expect(await first).toBe('0xhash');
  });

  test('lets no other method of the node through', async () => {
    const { request, sent } = provider(() => Promise.resolve(true));
    for (const method of ['evm_mine', 'anvil_setBalance', 'personal_sign', 'eth_sendRawTransaction'])
      await expect(request({ method })).rejects.toMatchObject({ code: 4200 });
    await expect(request({ method: 'wallet_switchEthereumChain', params: [{ chainId: '0x1' }] })).rejects.toMatchObject(
      { code: 4902 },
    );
    expect(sent).toEqual([]);
  });
});

describe('what the confirmation says', () => {
  test('a transfer of a practice token, with its tag', () => {
    const words = describeTransaction(transaction);
    expect(words).toEqual({
      what: '1200.00 USDC',
      to: receiver.toLowerCase(),
      note: 'With the invoice’s tag (20 bytes)',
    });
  });

  test('anything else is not called a payment', () => {
    expect(describeTransaction({ to: receiver, data }).what).toContain('cannot read');
    expect(describeTransaction({ ...transaction, data: '0x095ea7b3' }).what).toContain('cannot read');
    expect(describeTransaction({}).to).toBe('a new contract');
  });
});
