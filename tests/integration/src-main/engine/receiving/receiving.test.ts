import { createHmac, hkdfSync } from 'node:crypto';
import { createWalletClient, erc20Abi, http, parseAbi, publicActions, type Address, type Hex } from 'viem';
import { mnemonicToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HDKey } from '@scure/bip32';
import { mnemonicToEntropy, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { payInvoice } from '../../../../../practice/chain/payer.ts';
import { practiceAccounts } from '../../../../../practice/chain/practice-accounts.ts';
import { createPracticeClient, practiceChainAt } from '../../../../../practice/chain/practice-chain.ts';
import { startPracticeChain, type PracticeChain } from '../../../../../practice/chain/start-practice-chain.ts';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import { forwarderContracts } from '../../../../../shared/payment/forwarder-contracts.ts';
import { tokenKey } from '../../../../../shared/money/token.ts';
import { unwrap } from '../../../../../shared/result.ts';
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

const words = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const account = HDKey.fromMasterSeed(mnemonicToSeedSync(words)).derive("m/44'/60'/0'");
const xpub = account.publicExtendedKey;

let chain: PracticeChain;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  [chain, folder] = await Promise.all([startPracticeChain({ blockTimeSeconds: 0 }), temporaryFolder()]);
});
afterAll(async () => {
  await chain.stop();
  await folder.remove();
});

/** An engine whose own endpoint is the chain; `rpcUrl` elsewhere stands for a chain out of reach. */
function optionsOf(name: string, rpcUrl: string = chain.rpcUrl) {
  const nowhere = 'http://127.0.0.1:1';
  const practice = { relayOrigin: nowhere, chainId: 31337, rpcUrl, wallet, mailInboxUrl: nowhere };
  return engineOptions(`${folder.path}/${name}`, { practice });
}

async function issue(app: AppClient) {
  const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
  unwrap(await app.call('invoice.issue', { id }));
  const view = await waitFor(app, 'invoice', { id }, (value) => value?.lifecycle === 'issued');
  const terms = view?.signed?.payable.terms;
  const option = terms?.options.find(({ token }) => token === practiceUsdc);
  if (!terms || !option) throw new Error('not issued');
  return { id, terms, option, address: option.address as Address };
}

test('each invoice gets the next address of the account, offline, and none twice', async () => {
  const options = optionsOf('account', 'http://127.0.0.1:1');
  const { app, close } = await startEngine(options);
  await createWorkspace(app);
  const preview = unwrap(await app.call('receiving.preview', { mode: 'account', xpub }));
  unwrap(await app.call('settings.update', { receiving: { mode: 'account', xpub: ` ${xpub}\n` } }));
  const first = await issue(app);
  const second = await issue(app);
  const owned = [0, 1, 2].map((addressIndex) => mnemonicToAccount(words, { addressIndex }).address);
  expect([first.address, second.address]).toEqual(owned.slice(0, 2));
  expect(preview.addresses).toEqual(
    owned.map((address, index) => ({ index, path: `m/44'/60'/0'/0/${index}`, address })),
  );
  expect(first.terms).toMatchObject({ tail: 0 });
  const view = await waitFor(app, 'invoice', { id: second.id }, (value) =>
    Boolean(value?.timeline.some(({ kind }) => kind === 'issued')),
  );
  const told = view?.timeline.find(({ kind }) => kind === 'issued');
  expect(told?.detail).toContain('It is paid to address 1 of your account (…/0/1).');
  expect(first.option).toMatchObject({ ownAddress: true, exact: '1200000000', tagged: '1200000000' });
  await close();
  const again = await startEngine(options);
  expect((await issue(again.app)).address).toBe(owned[2]);
  await again.close();
});

test('a secret key is refused, not repeated and not kept', async () => {
  const { app, close } = await startEngine(optionsOf('secret'));
  await createWorkspace(app);
  const secret = account.privateExtendedKey;
  for (const xprv of [secret, words]) {
    const refused = await app.call('settings.update', { receiving: { mode: 'account', xpub: xprv } });
    expect(refused).toMatchObject({
      ok: false,
      problem: { code: 'account-xpub.private', path: ['receiving', 'xpub'] },
    });
    expect(JSON.stringify(refused)).not.toContain(xprv);
  }
  const settings = await waitFor(app, 'settings', {});
  expect(settings.receiving).toEqual({ mode: 'shared', xpub: '' });
  await close();
});

test('forwarders are offered only where the contracts are, and only their owner is ever paid', async () => {
  const { app, close } = await startEngine(optionsOf('forwarder'));
  const phrase = await createWorkspace(app);
  unwrap(await app.call('settings.update', { accept: [tokenKey(31337, practiceUsdc)] }));
  const stranger = createWalletClient({
    account: practiceAccounts.payer,
    chain: practiceChainAt(chain.rpcUrl),
    transport: http(chain.rpcUrl),
    pollingInterval: 50,
    cacheTime: 0,
  }).extend(publicActions);
  const send = async (to: Address, data: Hex) => {
    const receipt = await stranger.waitForTransactionReceipt({ hash: await stranger.sendTransaction({ to, data }) });
    expect(receipt.status).toBe('success');
  };
  const balance = (holder: Address) =>
    stranger.readContract({ abi: erc20Abi, address: practiceUsdc, functionName: 'balanceOf', args: [holder] });

  const node = createPracticeClient(chain.rpcUrl, chain.engine);
  const { factory } = forwarderContracts;
  const code = await node.getCode({ address: factory });
  for (const bytecode of ['0x', '0x60016000f3'] as const) {
    await node.setCode({ address: factory, bytecode });
    const early = await app.call('settings.update', { receiving: { mode: 'forwarder', xpub: '' } });
    expect(early).toMatchObject({ ok: false, problem: { code: 'receiving.not-ready' } });
    const { chains } = unwrap(await app.call('receiving.preview', { mode: 'forwarder', xpub: '' }));
    expect(chains).toMatchObject([{ chainId: 31337, ready: false }]);
  }
  await node.setCode({ address: factory, bytecode: code! });
  unwrap(await app.call('settings.update', { receiving: { mode: 'forwarder', xpub: '' } }));
  const preview = unwrap(await app.call('receiving.preview', { mode: 'forwarder', xpub: '' }));
  expect(preview.chains).toMatchObject([{ chainId: 31337, ready: true }]);
  const invoice = await issue(app);
  const other = await issue(app);
  expect(preview.addresses.map(({ address }) => address)).toEqual(
    expect.arrayContaining([invoice.address, other.address]),
  );
  expect(invoice.address).not.toBe(other.address);
  expect([invoice.address, other.address]).toEqual(await recover(phrase, 2));

  // Switched on by another device, say: the chain is looked at for each invoice.
  await node.setCode({ address: factory, bytecode: '0x60016000f3' });
  const { id } = unwrap(await app.call('invoice.create', { draft: simpleDraft() }));
  const refused = await app.call('invoice.issue', { id });
  expect(refused).toMatchObject({ ok: false, problem: { code: 'receiving.no-forwarder' } });
  await node.setCode({ address: factory, bytecode: code! });

  const amount = BigInt(invoice.option.exact);
  await payInvoice({ rpcUrl: chain.rpcUrl, token: practiceUsdc, to: invoice.address, amount });
  const [held] = await waitFor(app, 'forwarders', {}, (rows) => rows.length > 0);
  expect(held).toMatchObject({
    invoiceId: invoice.id,
    address: invoice.address,
    balances: [{ symbol: 'USDC', decimals: 6, units: String(amount) }],
  });
  const before = await balance(wallet);
  const ids = [invoice.id, other.id];
  const sweep = unwrap(await app.call('receiving.sweep', { chainId: 31337, invoiceIds: ids }));
  expect(sweep.to).toBe(forwarderContracts.factory);
  expect(sweep.page).toMatch(/^http:\/\/127\.0\.0\.1:1\/collect#chain=31337&data=0x/);
  await send(sweep.to as Address, sweep.data as Hex);
  expect(await balance(wallet)).toBe(before + amount);
  expect(await balance(invoice.address)).toBe(0n);
  await close();
});

/** Finds the first forwarders again as docs/receiving.md says: from the phrase and the wallet, without the app. */
async function recover(phrase: string, count: number): Promise<Address[]> {
  const root = Buffer.from(mnemonicToEntropy(phrase, wordlist));
  const key = Buffer.from(hkdfSync('sha256', root, new Uint8Array(), 'quittance/v1/forwarder', 32));
  const client = createPracticeClient(chain.rpcUrl, chain.engine);
  const salts = Array.from({ length: count }, (_, index): Hex => {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(index));
    return `0x${createHmac('sha256', key).update(message).digest('hex')}`;
  });
  const abi = parseAbi(['function forwarderOf(address owner, bytes32 salt) view returns (address)']);
  const at = { abi, address: forwarderContracts.factory, functionName: 'forwarderOf' } as const;
  return Promise.all(salts.map((salt) => client.readContract({ ...at, args: [wallet, salt] })));
}
