import { createWalletClient, erc20Abi, http, publicActions, type Address } from 'viem';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { practiceAccounts } from '../../../../practice/chain/practice-accounts.ts';
import { practiceChainAt } from '../../../../practice/chain/practice-chain.ts';
import { startPracticeWorld, type PracticeWorld } from '../../../../practice/start-practice-world.ts';
import { forwarderAddress, type ForwarderSalt } from '../../../../shared/payment/forwarder-address.ts';
import { encodeSweep } from '../../../../shared/payment/sweep-calldata.ts';
import { chromiumFlags, findChromium } from '../../../../practice/browser/find-chromium.ts';
import { findViolations } from '../../../helpers/find-violations.ts';
import { temporaryFolder } from '../../src-main/engine/engine-fixture.ts';
import { sizes } from './page-world.ts';

const owner: Address = '0x90F79bf6EB2c4f870365E785982E1f101E93b906';
const usdc: Address = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
const salt: ForwarderSalt = `0x${'7'.repeat(64)}`;

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let world: PracticeWorld;
let browser: Browser;

beforeAll(async () => {
  folder = await temporaryFolder();
  [world, browser] = await Promise.all([
    startPracticeWorld({ folder: folder.path, blockTimeSeconds: 1, ports: 'any', log: () => {} }),
    chromium.launch({ executablePath: findChromium('headless'), args: chromiumFlags }),
  ]);
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
  await folder.remove();
});

test('a browser wallet sends the sweep, and the money is in the owner’s wallet', async () => {
  const { rpcUrl, relayOrigin } = world.addresses;
  const chain = createWalletClient({
    account: practiceAccounts.payer,
    chain: practiceChainAt(rpcUrl),
    transport: http(rpcUrl),
    pollingInterval: 50,
  }).extend(publicActions);
  await payInvoice({ rpcUrl, token: usdc, to: forwarderAddress(owner, salt), amount: 5_000_000n });
  const data = encodeSweep([{ owner, salt, token: usdc }]);
  const page = await (await browser.newContext({ viewport: sizes.phone })).newPage();
  await page.goto(`${relayOrigin}/collect#${new URLSearchParams({ chain: '31337', data })}`);
  await page.getByText(owner).waitFor();
  await page.getByRole('button', { name: 'Practice wallet Connect' }).click();
  await page.getByRole('button', { name: 'Collect' }).waitFor();
  expect(await findViolations(page, ['best-practice'])).toEqual([]);
  await page.getByRole('button', { name: 'Collect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Confirm' }).click();
  await page.getByText('The money is in your wallet.').waitFor();
  const held = await chain.readContract({ abi: erc20Abi, address: usdc, functionName: 'balanceOf', args: [owner] });
  expect(held).toBe(5_000_000n);
});

test('an address that asks for anything else sends nothing', async () => {
  const page = await browser.newPage();
  const data = `0xa9059cbb${'0'.repeat(128)}`;
  await page.goto(`${world.addresses.relayOrigin}/collect#${new URLSearchParams({ chain: '31337', data })}`);
  await page.getByRole('heading', { name: 'Nothing to collect' }).waitFor();
  expect(await page.getByRole('button').count()).toBe(0);
});
