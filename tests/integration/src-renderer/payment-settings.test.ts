import { expect, test } from 'vitest';
import { forwarder, sampleXpub } from '../../helpers/scripted-receiving.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();

test('an account’s xpub is checked, compared by its first addresses, and then used', async () => {
  const { page, server, errors } = await world.open({}, '#/settings/wallet');
  await page.getByRole('radio', { name: /^An address for each invoice/ }).check();
  const xpub = page.getByLabel('Account xpub');
  const use = page.getByRole('button', { name: 'Use this for new invoices' });
  await xpub.fill(
    'xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi',
  );
  await page.getByText('This is a secret that can spend your money').waitFor();
  expect(await use.isDisabled()).toBe(true);
  await xpub.fill(sampleXpub);
  await page.getByText("m/44'/60'/0'/0/0").waitFor();
  expect(server.state.settings.receiving.mode).toBe('shared');
  await use.click();
  await expect.poll(() => server.state.settings.receiving).toEqual({ mode: 'account', xpub: sampleXpub });
  await page.getByRole('radio', { name: /^An address for each invoice.*\(in use\)/ }).waitFor();
  await expectAccessible(page);
  await page.getByRole('radio', { name: /^One address/ }).check();
  await expect.poll(() => server.state.settings.receiving).toEqual({ mode: 'shared', xpub: sampleXpub });
  expect(errors).toEqual([]);
});

test('forwarders say that they are not audited and where they work, and what they hold is collected', async () => {
  const { page, server, errors } = await world.open({}, '#/settings/wallet');
  server.state.forwarders = [forwarder(1), forwarder(2)];
  server.state.changed();
  await page.getByRole('radio', { name: /^A forwarder address/ }).check();
  await page.getByText('These contracts have not been audited').waitFor();
  await page
    .getByRole('list', { name: 'Chains' })
    .getByText(/contracts found and checked/)
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Use this for new invoices' }).click();
  await expect.poll(() => server.state.settings.receiving.mode).toBe('forwarder');
  await page.getByRole('row', { name: /0001.*274\.02 USDC/ }).waitFor();
  await page.getByRole('button', { name: 'Collect on Practice chain…' }).click();
  const link = page.getByRole('link', { name: 'Open the page to collect' });
  expect(await link.getAttribute('href')).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/sweep#/);
  expect(server.state.calls.at(-1)).toMatchObject({
    name: 'receiving.sweep',
    input: { chainId: 31337, invoiceIds: ['invoice-1', 'invoice-2'] },
  });
  await expectAccessible(page);
  expect(errors).toEqual([]);
});

test('payment rules save themselves, and wrong ones are refused where they stand', async () => {
  const { page, server, errors } = await world.open({}, '#/settings/payments');
  const before = server.state.settings.assumeExactAmount;
  await page.getByLabel(/^Credit an amount without its last digits/).click();
  await expect.poll(() => server.state.settings.assumeExactAmount).toBe(!before);
  const absolute = page.getByLabel('Let go at most');
  await absolute.fill('5,00');
  await absolute.press('Tab');
  await page.getByText('"5,00" is no sum.').waitFor();
  expect(server.state.settings.tolerance.absolute).toBe('');
  await absolute.fill('5.00');
  await absolute.press('Tab');
  await page.getByLabel('And at most').fill('0.5');
  await page.getByLabel('And at most').press('Tab');
  await expect.poll(() => server.state.settings.tolerance).toEqual({ absolute: '5.00', percent: '0.5' });
  const blocks = page.getByLabel('Practice chain');
  await blocks.fill('2');
  await blocks.press('Tab');
  await page.getByText('Write a whole number from 3 to 10,000').waitFor();
  await blocks.fill('12');
  await blocks.press('Tab');
  await expect.poll(() => server.state.settings.confirmations).toEqual({ '31337': 12 });
  await blocks.fill('');
  await blocks.press('Tab');
  await expect.poll(() => server.state.settings.confirmations).toEqual({});
  await expectAccessible(page);
  expect(errors).toEqual([]);
});
