import { describe, expect, test } from 'vitest';
import { transferUri } from '../../../../shared/money/eip681.ts';
import { taggedTransfers } from '../../../../shared/payment/payment-tag.ts';
import { drawQrCode } from '../../../../sync-server/payment-page/components/draw-qr-code.ts';
import { liveState, paymentOf } from './live-states.ts';
import { usePageWorld } from './page-world.ts';
import { sealInvoice, sellerAddress, tokenOf, type InvoiceWishes, type SealedInvoice } from './sealed-invoice.ts';
import { addTestWallet, walletCalls, type TestWalletWishes } from './test-wallet.ts';

const world = usePageWorld();
const usdcOnBase = { accept: [tokenOf(8453, 'USDC')] };
const plenty = '5000000000';

async function openWith(wallet: TestWalletWishes | null, wishes: InvoiceWishes = usdcOnBase) {
  const sealed = sealInvoice(wishes);
  const page = await world.newPage();
  if (wallet) await addTestWallet(page, wallet);
  await page.goto(world.server.publish(sealed, liveState(sealed.payable)));
  await page.getByRole('heading', { level: 1 }).waitFor();
  return { page, sealed };
}

/** What the transfer must carry, whoever sends it. */
function expectTransfer(data: string | undefined, sealed: SealedInvoice, units: string): void {
  const { tag } = sealed.payable.terms;
  expect(taggedTransfers(data ?? '')).toEqual([{ to: sellerAddress.toLowerCase(), units: BigInt(units), tag }]);
}

describe('by browser wallet', () => {
  test('connects, sends the exact amount with the tag to the token contract, and waits to be seen', async () => {
    const { page, sealed } = await openWith({ chainId: 8453, balance: plenty });
    await page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await page.getByText('holds 5,000.00 USDC').waitFor();
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
    await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
    const call = (await walletCalls(page)).find(({ method }) => method === 'eth_sendTransaction');
    const [option] = sealed.payable.terms.options;
    expect(call?.params?.[0]).toMatchObject({ to: option?.token, value: '0x0', chainId: '0x2105' });
    expectTransfer(call?.params?.[0]?.['data'], sealed, '1200000000');
    expect(await page.locator('.badge').innerText()).toBe('Payment sent');
    expect(await page.locator('.step-current').innerText()).toContain('Sent from your wallet');
  });

  test('a sent payment survives a reload, so that nobody pays twice, until the relay sees it', async () => {
    const { page, sealed } = await openWith({ chainId: 8453, balance: plenty });
    await page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
    await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
    await page.reload();
    await page.getByText('Please do not pay twice').waitFor();
    expect(await page.getByRole('heading', { name: 'Pay this invoice' }).count()).toBe(0);
    world.server.tell(sealed.id, liveState(sealed.payable, { payments: [paymentOf(sealed.payable)] }));
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: 'Paid' }).waitFor();
    expect(await page.getByText('Please do not pay twice').count()).toBe(0);
  });

  test('a wallet on another network is switched; one that does not know the network is taught it', async () => {
    const { page } = await openWith({ chainId: 1, balance: plenty });
    await page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await page.getByText('It is on Ethereum; this payment goes over Base.').waitFor();
    await page.getByRole('button', { name: 'Switch to Base' }).click();
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).waitFor();
    const calls = await walletCalls(page);
    const added = calls.find(({ method }) => method === 'wallet_addEthereumChain');
    expect(added?.params?.[0]).toMatchObject({ chainId: '0x2105', rpcUrls: ['https://mainnet.base.org'] });
    expect(calls.some(({ method }) => method === 'eth_sendTransaction')).toBe(false);
  });

  test('too little money is said before anything is sent', async () => {
    const { page } = await openWith({ chainId: 8453, balance: '1199999999' });
    await page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await page.getByText('It holds 1,199.999999 USDC on Base, and 1,200.00 USDC is needed.').waitFor();
    expect(await page.getByRole('button', { name: /^Pay / }).count()).toBe(0);
  });

  test('no coin for the fee is said too', async () => {
    const { page } = await openWith({ chainId: 8453, balance: plenty, native: '0' });
    await page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await page.getByText('Base charges its fee in ETH').waitFor();
  });

  test('declining is calm at every step and can be tried again', async () => {
    const refusing = { chainId: 8453, balance: plenty, rejects: ['eth_sendTransaction'] };
    const { page } = await openWith(refusing);
    await page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
    await page.getByText('You declined the payment. Nothing was sent.').waitFor();
    expect(await page.locator('.notice-bad').count()).toBe(0);
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
    await page.getByText('You declined the payment. Nothing was sent.').waitFor();
    expect((await walletCalls(page)).filter(({ method }) => method === 'eth_sendTransaction')).toHaveLength(2);

    const shy = await openWith({ chainId: 8453, rejects: ['eth_requestAccounts'] });
    await shy.page.getByRole('button', { name: 'Test wallet Connect' }).click();
    await shy.page.getByText('You did not connect. Nothing was sent.').waitFor();
  });

  test('the practice wallet pays after its own confirmation, and only then', async () => {
    const sealed = sealInvoice();
    const txHash = `0x${'ab'.repeat(32)}`;
    world.server.rpc = (method) =>
      ({ eth_call: `0x${plenty.padStart(64, '0')}`, eth_getBalance: '0x1', eth_sendTransaction: txHash })[method] ??
      null;
    const page = await world.newPage();
    await page.goto(world.server.publish(sealed, liveState(sealed.payable), true));
    await page.getByText('The money on this page is not real').waitFor();
    await page.getByRole('button', { name: 'Practice wallet Connect' }).click();
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
    const sheet = page.getByRole('dialog', { name: 'Send this payment?' });
    await sheet.getByText('1200.00 USDC').waitFor();
    await sheet.getByRole('button', { name: 'Reject' }).click();
    await page.getByText('You declined the payment').waitFor();
    const sent = () => world.server.rpcCalls.filter(({ method }) => method === 'eth_sendTransaction');
    expect(sent()).toEqual([]);
    await page.getByRole('button', { name: 'Pay 1,200.00 USDC' }).click();
    await sheet.getByRole('button', { name: 'Confirm' }).click();
    await page.getByRole('heading', { name: 'Your payment is on its way' }).waitFor();
    const [transaction] = (sent()[0]?.params ?? []) as { data: string }[];
    expectTransfer(transaction?.data, sealed, '1200000000');
  });

  test('the practice wallet is not there when it is not practice', async () => {
    const { page } = await openWith(null);
    await page.getByRole('tab', { name: 'Browser wallet' }).click();
    await page.getByText('There is no wallet in this browser').waitFor();
    expect(await page.locator('script[src*=practice]').count()).toBe(0);
  });
});

describe('by any other wallet or an exchange', () => {
  test('shows QR code, exact tagged amount, address and network, each to be copied exactly', async () => {
    const { page, sealed } = await openWith(null);
    const [option] = sealed.payable.terms.options;
    if (!option) throw new Error('no option');
    const uri = transferUri({
      chainId: 8453,
      token: tokenOf(8453, 'USDC').address,
      recipient: sellerAddress,
      units: BigInt(option.tagged),
    });
    expect(await page.locator('.qr path').getAttribute('d')).toBe(drawQrCode(uri).path);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (name: string) => {
      await page.getByRole('button', { name }).click();
      await page.getByText(`${name}: copied.`).waitFor({ state: 'attached' });
      return page.evaluate(() => navigator.clipboard.readText());
    };
    expect(await copied('Copy amount')).toBe('1200.004217');
    expect(await copied('Copy address')).toBe(sellerAddress);
    const text = await page.getByRole('tabpanel').innerText();
    for (const said of ['to the last digit', 'only on Base', 'withdrawal fee comes on top'])
      expect(text).toContain(said);
  });

  test('an address of its own needs no tail', async () => {
    const { page } = await openWith(null, { ...usdcOnBase, ownAddress: true });
    expect(await page.locator('.field-large').innerText()).toBe('1200.00 USDC');
    expect(await page.getByText('to the last digit').count()).toBe(0);
  });

  test('token and network are chosen only where there is a choice, and the QR code follows', async () => {
    const accept = [tokenOf(8453, 'USDC'), tokenOf(1, 'USDC'), tokenOf(1, 'USDT')];
    const { page } = await openWith(null, { accept });
    const drawn = () => page.locator('.qr').getAttribute('aria-label');
    expect(await drawn()).toContain('1200.004217 USDC on Base');
    await page.getByRole('radio', { name: 'Ethereum' }).check();
    expect(await drawn()).toContain('1200.004217 USDC on Ethereum');
    await page.getByRole('radio', { name: 'USDT' }).check();
    expect(await drawn()).toContain('1200.004217 USDT on Ethereum');
    expect(await page.getByRole('group', { name: 'On the network' }).count()).toBe(0);
    expect(await (await openWith(null)).page.getByRole('radio').count()).toBe(0);
  });
});
