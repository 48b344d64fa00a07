import { expect, test } from 'vitest';
import { tokenKey, tokensOn } from '../../../shared/money/token.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();

test('payment rules save themselves, and wrong ones are refused where they stand', async () => {
  const { page, server, errors } = await world.open({}, '#/settings/payments');
  const before = server.state.settings.assumeExactAmount;
  await page.getByLabel(/^Credit an amount without its last digits/).click();
  await expect.poll(() => server.state.settings.assumeExactAmount).toBe(!before);
  const absolute = page.getByRole('textbox', { name: 'Short by at most', exact: true });
  await absolute.fill('5,00');
  await absolute.press('Tab');
  await page.getByText('"5,00" is no sum.').waitFor();
  expect(server.state.settings.tolerance.absolute).toBe('');
  await absolute.fill('5.00');
  await absolute.press('Tab');
  const percent = page.getByRole('textbox', { name: 'Short by at most, in per cent' });
  await percent.fill('100.1');
  await percent.press('Tab');
  await page.getByText('"100.1" is no per cent.').waitFor();
  expect(server.state.settings.tolerance).toEqual({ absolute: '5.00', percent: '' });
  await percent.fill('0.5');
  await percent.press('Tab');
  await expect.poll(() => server.state.settings.tolerance).toEqual({ absolute: '5.00', percent: '0.5' });
  await page.getByLabel('Email a receipt by itself').uncheck();
  await expect.poll(() => server.state.settings.sendReceipts).toBe(false);
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

test('“checked through block N” stands for every chain, and a chain that nobody watches is named', async () => {
  const { page, server } = await world.open();
  const { settings, workspace } = server.state;
  const [ours] = workspace.chains;
  const onBase = tokensOn(8453).map((token) => tokenKey(token.chainId, token.address));
  server.state.settings = { ...settings, accept: [...settings.accept, ...onBase] };
  const trouble = 'No endpoint answers; the last one did 3 minutes ago.';
  const celo = {
    chainId: 42220,
    checkedThrough: '51',
    checkedAt: null,
    finalized: null,
    status: 'unreachable',
    trouble,
  } as const;
  server.state.workspace = { ...workspace, chains: [...(ours ? [ours] : []), celo] };
  server.state.changed();
  await page.getByRole('button', { name: /Online/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Connection and deliveries' });
  await dialog.getByRole('row', { name: /Practice chain block 1,284.*Up to date/ }).waitFor();
  await dialog.getByRole('row', { name: `Celo block 51 ${trouble}` }).waitFor();
  await dialog.getByRole('row', { name: /^Base .*Not watched by your relay/ }).waitFor();
  await expectAccessible(page);
});
