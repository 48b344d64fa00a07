import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { tokenKey, tokensOn } from '../../../shared/money/token.ts';
import { forwarder, sampleXpub } from '../../helpers/scripted-receiving.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();

const shared = { name: /^One address/ };
const account = { name: /^An address for each invoice/ };
const forwarders = { name: /^A forwarder address/ };
const use = { name: 'Use this for new invoices' };
const otherWallet = '0x15d34AAf54267DB7D7c367839AAf71A00a2C6A65';
/** The key of BIP-32's first test vector. */
const privateKey =
  'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi';

async function expectAccessibleInBoth(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expectAccessible(page);
  }
}

describe('an address for each invoice, from an xpub', () => {
  test('is compared by its first addresses, then used, and undone by one click', async () => {
    const { page, server, errors } = await world.open({}, '#/settings/receiving');
    await page.getByRole('radio', account).check();
    expect(await page.getByRole('button', use).isDisabled()).toBe(true);
    await page.getByLabel('Account xpub').fill(` ${sampleXpub}\n`);
    await page.getByText("m/44'/60'/0'/0/0").waitFor();
    expect(
      await page
        .getByRole('listitem')
        .filter({ hasText: /m\/44.*0x[0-9a-fA-F]{40}/ })
        .count(),
    ).toBe(3);
    expect(server.state.settings.receiving.mode).toBe('shared');
    await expectAccessibleInBoth(page);
    await page.getByRole('button', use).click();
    await page.getByText('New invoices get addresses of your account').waitFor();
    expect(server.state.settings.receiving).toEqual({ mode: 'account', xpub: sampleXpub });
    await page.getByRole('radio', { name: /^An address for each invoice.*\(in use\)/ }).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('radio', { name: /^One address.*\(in use\)/, checked: true }).waitFor();
    expect(server.state.settings.receiving).toEqual({ mode: 'shared', xpub: '' });
    expect(errors).toEqual([]);
  });

  test('a wrong xpub is refused in words, and nothing is asked of the engine', async () => {
    const { page, server } = await world.open({}, '#/settings/receiving');
    await page.getByRole('radio', account).check();
    const xpub = page.getByLabel('Account xpub');
    const damaged = sampleXpub.replace('BosfC', 'BosfD');
    for (const [text, words] of [
      ['0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC', 'This is not an xpub. It must begin with xpub'],
      [damaged, 'This xpub is damaged'],
      [`tpub${sampleXpub.slice(4)}`, 'it is of a test network'],
    ] as const) {
      await xpub.fill(text);
      await page.getByText(words).waitFor();
      expect(await xpub.getAttribute('aria-invalid')).toBe('true');
      expect(await page.getByRole('button', use).isDisabled()).toBe(true);
    }
    expect(server.state.calls.map((call) => call.name)).not.toContain('receiving.preview');
    await expectAccessible(page);
    // A look at another way loses nothing of what was typed.
    await page.getByRole('radio', forwarders).check();
    await page.getByRole('radio', account).check();
    expect(await xpub.inputValue()).toBe(`tpub${sampleXpub.slice(4)}`);
  });

  test('a private key is taken out of the field at once and goes nowhere', async () => {
    const { page, server } = await world.open({}, '#/settings/receiving');
    await page.getByRole('radio', account).check();
    const xpub = page.getByLabel('Account xpub');
    await xpub.fill(privateKey);
    await page.getByText('This is a secret that can spend your money').waitFor();
    expect(await xpub.inputValue()).toBe('');
    expect(JSON.stringify(server.state.calls)).not.toContain('xprv');
    await xpub.fill(sampleXpub);
    await page.getByText('This is a secret that can spend your money').waitFor({ state: 'detached' });
    await page.getByText("m/44'/60'/0'/0/0").waitFor();
  });

  test('one address is back at once, with the xpub kept for another time', async () => {
    const { page, server } = await world.open({}, '#/settings/receiving');
    server.state.settings = { ...server.state.settings, receiving: { mode: 'account', xpub: sampleXpub } };
    server.state.changed();
    await page.getByRole('radio', { ...account, checked: true }).waitFor();
    await page.getByRole('radio', shared).check();
    await page.getByText('New invoices are paid to your one address').waitFor();
    expect(server.state.settings.receiving).toEqual({ mode: 'shared', xpub: sampleXpub });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('radio', { ...account, checked: true }).waitFor();
    expect(server.state.settings.receiving.mode).toBe('account');
  });
});

describe('a forwarder for each invoice', () => {
  test('says whom it pays, where it is ready, and that it is not audited', async () => {
    const { page, server, errors } = await world.open({}, '#/settings/receiving');
    const onBase = tokensOn(8453).map((token) => tokenKey(token.chainId, token.address));
    server.state.settings = { ...server.state.settings, accept: [...server.state.settings.accept, ...onBase] };
    server.state.changed();
    await page.getByRole('radio', forwarders).check();
    await page.getByText('These contracts have not been audited').waitFor();
    await page.getByText(server.state.settings.wallet).waitFor();
    const chains = page.getByRole('list', { name: 'Chains' });
    await chains.getByText('Practice chain: ready, the contracts were found and checked').waitFor();
    await chains.getByText('Base: not offered. The forwarder factory is not deployed on Base yet.').waitFor();
    await expectAccessibleInBoth(page);
    await page.getByRole('button', use).click();
    await page.getByText('New invoices get forwarder addresses').waitFor();
    expect(server.state.settings.receiving.mode).toBe('forwarder');
    await page.getByText('Nothing waits at a forwarder.').waitFor();
    expect(errors).toEqual([]);
  });

  test('cannot be switched on where no accepted chain has the contracts', async () => {
    const { page, server } = await world.open({}, '#/settings/receiving');
    const onBase = tokensOn(8453).map((token) => tokenKey(token.chainId, token.address));
    server.state.settings = { ...server.state.settings, accept: onBase };
    server.state.changed();
    await page.getByRole('radio', forwarders).check();
    await page.getByText('Base: not offered').waitFor();
    expect(await page.getByRole('button', use).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Look again' }).click();
    await expect
      .poll(() => server.state.calls.filter((call) => call.name === 'receiving.preview').length)
      .toBeGreaterThan(1);
  });
});

describe('collecting', () => {
  test('gives the page that moves what is ticked, and a new one once something else is held', async () => {
    const { page, server, errors } = await world.open({}, '#/settings/receiving');
    server.state.forwarders = [forwarder(1), forwarder(2), forwarder(3, { chainId: 8453, chainName: 'Base' })];
    server.state.changed();
    await page.getByRole('row', { name: /0001.*274\.02 USDC/ }).waitFor();
    await page.getByRole('button', { name: 'Collect all on Practice chain…' }).click();
    const link = page.getByRole('link', { name: 'Open the page to collect' });
    expect(await link.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/collect#chain=31337&data=0x/);
    expect(server.state.calls.at(-1)?.input).toEqual({ chainId: 31337, invoiceIds: ['invoice-1', 'invoice-2'] });
    await page.getByRole('button', { name: 'Copy its address' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await link.getAttribute('href'));
    await expectAccessibleInBoth(page);
    server.state.forwarders = [forwarder(4), ...server.state.forwarders];
    server.state.changed();
    await link.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Collect all on Practice chain…' }).waitFor();
    expect(errors).toEqual([]);
  });

  test('of several wallets is refused in words, and done one wallet after the other', async () => {
    const { page, server } = await world.open({}, '#/settings/receiving');
    server.state.forwarders = [forwarder(1), forwarder(2)];
    server.state.forwarderOwners.set('invoice-2', otherWallet);
    server.state.changed();
    await page.getByRole('button', { name: 'Collect all on Practice chain…' }).click();
    await page
      .getByRole('alert')
      .getByText(/pay to different wallets: .*0002 to 0x15d3.*Untick the others first/)
      .waitFor();
    await page.getByRole('checkbox', { name: /^Collect .*0002/ }).uncheck();
    await page.getByRole('button', { name: 'Collect 1 on Practice chain…' }).click();
    await page.getByRole('link', { name: 'Open the page to collect' }).waitFor();
    expect(server.state.calls.at(-1)?.input).toEqual({ chainId: 31337, invoiceIds: ['invoice-1'] });
    await page.getByRole('checkbox', { name: /^Collect .*0001/ }).uncheck();
    expect(await page.getByRole('button', { name: 'Collect 0 on Practice chain…' }).isDisabled()).toBe(true);
  });

  test('says when nothing is held any more, and gives the call itself where no relay is set', async () => {
    const { page, server } = await world.open({}, '#/settings/receiving');
    const held = [forwarder(1)];
    server.state.forwarders = held;
    server.state.changed();
    const collect = page.getByRole('button', { name: 'Collect all on Practice chain…' });
    await collect.waitFor();
    // Somebody else has collected it, and the list does not know yet.
    server.state.forwarders = [];
    await collect.click();
    await page.getByRole('alert').getByText('These forwarders hold nothing on Practice chain now.').waitFor();
    server.state.forwarders = held;
    const { workspace } = server.state;
    server.state.workspace = { ...workspace, relay: { ...workspace.relay, origin: null, status: 'none' } };
    await collect.click();
    await page.getByText('No relay is set to serve the page for your wallet').waitFor();
    await page.getByRole('button', { name: 'Copy call' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^0x8d80ff0a/);
    await expectAccessible(page);
  });
});
