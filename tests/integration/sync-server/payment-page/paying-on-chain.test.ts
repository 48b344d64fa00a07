import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPracticeChain, type PracticeChain } from '../../../../practice/chain/start-practice-chain.ts';
import { taggedTransfers } from '../../../../shared/payment/payment-tag.ts';
import { liveState, paymentOf } from './live-states.ts';
import { usePageWorld } from './page-world.ts';
import { sealInvoice, sellerAddress } from './sealed-invoice.ts';

const world = usePageWorld();
let chain: PracticeChain;

beforeAll(async () => {
  chain = await startPracticeChain({ blockTimeSeconds: 0 });
});
afterAll(() => chain.stop());

test('the practice wallet moves real practice money, with the tag in the mined transaction', async () => {
  const sealed = sealInvoice();
  world.server.rpc = rpc;
  const page = await world.newPage();
  await page.goto(world.server.publish(sealed, liveState(sealed.payable), true));
  await page.getByRole('button', { name: 'Practice wallet Connect' }).click();
  await page.getByText('holds 1,000,000.00 USDC').waitFor();
  await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();

  const [option] = sealed.payable.terms.options;
  const logs = (await rpc('eth_getLogs', [{ fromBlock: '0x0', address: option?.token }])) as Log[];
  const log = logs.find(({ topics }) => topics[2]?.endsWith(sellerAddress.slice(2).toLowerCase()));
  expect(BigInt(log?.data ?? 0)).toBe(1_200_000_000n);
  const transaction = (await rpc('eth_getTransactionByHash', [log?.transactionHash])) as { input: string };
  const { tag } = sealed.payable.terms;
  expect(taggedTransfers(transaction.input)).toEqual([{ to: sellerAddress.toLowerCase(), units: 1_200_000_000n, tag }]);

  // The hash that the page remembered is the mined one: the relay's word on it ends the waiting.
  const payment = paymentOf(sealed.payable, { txHash: log?.transactionHash ?? '', state: 'seen', confirmations: 1 });
  world.server.tell(sealed.id, liveState(sealed.payable, { payments: [payment] }));
  await page.getByText('It is in a block, and waits to be confirmed.').waitFor();
  expect(await page.getByText('Please do not pay twice').count()).toBe(0);
});

interface Log {
  readonly topics: readonly string[];
  readonly data: string;
  readonly transactionHash: string;
}

async function rpc(method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch(chain.rpcUrl, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  const { result, error } = (await response.json()) as { result?: unknown; error?: { message: string } };
  if (error) throw new Error(error.message);
  return result;
}
