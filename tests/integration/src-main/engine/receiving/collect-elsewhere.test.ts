import { erc20Abi, parseAbi, type Address, type Hex } from 'viem';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { payInvoice } from '../../../../../practice/chain/payer.ts';
import { practiceAccounts } from '../../../../../practice/chain/practice-accounts.ts';
import { PracticeToken } from '../../../../../practice/contracts/artifacts.ts';
import { deterministicDeploymentProxy } from '../../../../../contracts/deterministic-deployment-proxy.ts';
import { tokenKey, tokensOn, type Token } from '../../../../../shared/money/token.ts';
import { decodeSweep } from '../../../../../shared/payment/decode-sweep.ts';
import { forwarderContracts } from '../../../../../shared/payment/forwarder-contracts.ts';
import { unwrap } from '../../../../../shared/result.ts';
import {
  hasAnvil,
  openBlankWorld,
  openForwarderWorld,
  type ForwarderWorld,
} from '../../../contracts/forwarder-world.ts';
import {
  createWorkspace,
  engineOptions,
  practiceUsdc,
  simpleDraft,
  startEngine,
  temporaryFolder,
  wallet,
  waitFor,
} from '../engine-fixture.ts';

const polygon = 137;
const tokenOn = (chainId: number, symbol: string): Token => tokensOn(chainId).find((token) => token.symbol === symbol)!;
const dai = tokenOn(31337, 'DAI').address;
const polygonUsdc = tokenOn(polygon, 'USDC').address;
const mintAbi = parseAbi(['function mint(address to, uint256 value)']);

describe.runIf(hasAnvil)('a forwarder that was paid otherwise than its invoice says', () => {
  let home: ForwarderWorld;
  let elsewhere: ForwarderWorld;
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  beforeAll(async () => {
    [home, elsewhere, folder] = await Promise.all([openForwarderWorld(), openBlankWorld(polygon), temporaryFolder()]);
    const model = await elsewhere.deploy(PracticeToken, ['USD Coin', 'USDC', 6]);
    const bytecode = await elsewhere.client.getCode({ address: model });
    await elsewhere.client.setCode({ address: polygonUsdc, bytecode: bytecode! });
  });
  afterAll(async () => {
    await Promise.all([home?.stop(), elsewhere?.stop()]);
    await folder.remove();
  });

  const held = ({ read }: ForwarderWorld, token: Address) => read(token, erc20Abi, 'balanceOf', [wallet]);

  test('is found by its balances and collected: another token, the coin, and a chain that had no contracts', async () => {
    const nowhere = 'http://127.0.0.1:1';
    const practice = { relayOrigin: nowhere, chainId: 31337, rpcUrl: home.rpcUrl, wallet, mailInboxUrl: nowhere };
    const { app, close } = await startEngine(engineOptions(`${folder.path}/one`, { practice }));
    await createWorkspace(app);
    const rpcEndpoints = { '31337': [home.rpcUrl], [polygon]: [elsewhere.rpcUrl] };
    unwrap(await app.call('settings.update', { accept: [tokenKey(31337, practiceUsdc)], rpcEndpoints }));
    unwrap(await app.call('settings.update', { receiving: { mode: 'forwarder', xpub: '' } }));
    const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
    unwrap(await app.call('invoice.issue', { id }));
    const view = await waitFor(app, 'invoice', { id }, (value) => value?.lifecycle === 'issued');
    const address = view!.signed!.payable.terms.options[0]!.address as Address;

    await payInvoice({ rpcUrl: home.rpcUrl, token: dai, to: address, amount: 10n ** 18n });
    await home.send({ to: address, value: 77n });
    await elsewhere.write(polygonUsdc, mintAbi, 'mint', [address, 5_000_000n]);
    const found = await waitFor(app, 'forwarders', {}, (rows) => rows.length === 2);
    expect(found.map(({ chainId, balances }) => [chainId, balances])).toEqual([
      [polygon, [{ symbol: 'USDC', decimals: 6, units: '5000000' }]],
      [31337, [{ symbol: 'DAI', decimals: 18, units: String(10n ** 18n) }]],
    ]);

    const here = unwrap(await app.call('receiving.sweep', { chainId: 31337, invoiceIds: [id] }));
    // Nothing is swept that is not there.
    expect(decodeSweep(here.data)?.items.map(({ token }) => token)).toEqual([dai, null]);
    const daiBefore = await held(home, dai);
    await home.send({ to: here.to as Address, data: here.data as Hex });
    expect(await held(home, dai)).toBe(daiBefore + 10n ** 18n);
    expect(await home.client.getBalance({ address })).toBe(0n);
    const empty = await app.call('receiving.sweep', { chainId: 31337, invoiceIds: [id] });
    expect(empty).toMatchObject({ ok: false, problem: { code: 'receiving.nothing-held', retryable: true } });

    const request = { chainId: polygon, invoiceIds: [id] };
    const early = await app.call('receiving.sweep', request);
    expect(early).toMatchObject({ ok: false, problem: { code: 'receiving.not-ready' } });
    expect(JSON.stringify(early)).toContain('npm run deploy-forwarder');
    const { signer, cost, transaction } = deterministicDeploymentProxy;
    await elsewhere.send({ to: signer, value: cost });
    await elsewhere.client.sendRawTransaction({ serializedTransaction: transaction });
    const { deploymentProxy, deploymentCalldata } = forwarderContracts;
    await elsewhere.send({ to: deploymentProxy, data: deploymentCalldata });
    const there = unwrap(await app.call('receiving.sweep', request));
    await elsewhere.send({ to: there.to as Address, data: there.data as Hex });
    expect(await held(elsewhere, polygonUsdc)).toBe(5_000_000n);

    // The wallet is another one from now on; one transaction of the browser page pays one wallet.
    const otherWallet = practiceAccounts.others[1]!.address;
    unwrap(await app.call('settings.update', { wallet: otherWallet }));
    const next = unwrap(await app.call('invoice.create', { draft: simpleDraft() })).id;
    unwrap(await app.call('invoice.issue', { id: next }));
    const both = await app.call('receiving.sweep', { chainId: 31337, invoiceIds: [id, next] });
    expect(both).toMatchObject({ ok: false, problem: { code: 'receiving.several-wallets' } });
    expect(JSON.stringify(both)).toMatch(new RegExp(`0001 to ${wallet}.*0002 to ${otherWallet}`));
    await close();
  });
});
