import { describe, expect, test } from 'vitest';
import { addInvoice } from '../../helpers/scripted-engine.ts';
import * as data from '../../helpers/scripted-data.ts';
import { expectAccessible, useAppWorld } from './app-world.ts';

const world = useAppWorld();

describe('the list', () => {
  test('shows five thousand invoices a screen at a time, down to the last by one key', async () => {
    const { page, errors } = await world.open({ invoices: 5000 });
    const grid = page.getByRole('grid', { name: 'Invoices' });
    await grid.getByRole('row').nth(1).focus();
    await page.keyboard.press('End');
    await grid
      .getByRole('row', { name: /INV-\d{4}-0001/ })
      .and(page.locator(':focus'))
      .waitFor();
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    expect(await grid.getAttribute('aria-rowcount')).toBe('5001');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: /INV-\d{4}-0002/ }).waitFor();
    expect(errors).toEqual([]);
  });

  test('is found again where it was left: search, place and row', async () => {
    const { page } = await world.open({ invoices: 400 });
    const scroll = page.locator('.invoice-scroll');
    await page.getByRole('searchbox').fill('Maya');
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).not.toBe('401');
    await page.getByRole('row', { name: /INV-/ }).first().click();
    await page.getByRole('link', { name: 'Back to invoices' }).click();
    expect(await page.getByRole('searchbox').inputValue()).toBe('Maya');
    await page.getByRole('searchbox').fill('');
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('401');
    await page.getByRole('row', { name: /INV-/ }).first().focus();
    const row = page.locator('.invoice-row:focus', { hasText: 'INV-' });
    const place = async () => Number(await row.getAttribute('aria-rowindex'));
    for (let press = 0; press < 6; press += 1) {
      const before = await place();
      await page.keyboard.press('PageDown');
      await expect.poll(place).toBeGreaterThan(before);
    }
    const [top, text] = [await scroll.evaluate((element) => element.scrollTop), await row.innerText()];
    expect(top).toBeGreaterThan(1000);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Back to invoices' }).click();
    await expect.poll(() => scroll.evaluate((element) => element.scrollTop)).toBe(top);
    expect(await page.locator('.invoice-row[tabindex="0"]').innerText()).toBe(text);
  });

  test('moves on a key that is pressed in the moment that rows come', async () => {
    const { page } = await world.open({ invoices: 5000 });
    const grid = page.getByRole('grid', { name: 'Invoices' });
    await grid.getByRole('row').nth(1).focus();
    // A mutation is told of before the effects of the render that made it have run.
    await page.locator('.invoice-space').evaluate((space) => {
      const observer = new MutationObserver(() => {
        const row = space.querySelector('[aria-rowindex="5001"][data-state]');
        if (row === null || row !== document.activeElement) return;
        observer.disconnect();
        row.dispatchEvent(new KeyboardEvent('keydown', { key: 'Home', bubbles: true, cancelable: true }));
      });
      observer.observe(space, { subtree: true, attributes: true, childList: true });
    });
    await page.keyboard.press('End');
    await page.locator('.invoice-row[aria-rowindex="2"]:focus').waitFor();
  });

  test('filters by state and searches, and says when there is nothing', async () => {
    const { page } = await world.open({ invoices: 60 });
    await page.getByRole('button', { name: /^Drafts/ }).click();
    await expect.poll(() => page.getByRole('row', { name: /Draft/ }).count()).toBe(7);
    expect(await page.getByRole('row', { name: /INV-/ }).count()).toBe(0);
    await page.getByRole('button', { name: /^All/ }).click();
    await page.keyboard.press('/');
    await page.keyboard.type('Maya');
    await expect.poll(() => page.getByRole('row', { name: /Maya Okonkwo/ }).count()).toBe(5);
    await page.getByRole('searchbox', { name: 'Search invoices' }).fill('no such thing');
    await page.getByText('Nothing found for “no such thing”').waitFor();
    await page.getByRole('button', { name: 'Show all invoices' }).click();
    await page.getByRole('row', { name: /INV-/ }).first().waitFor();
  });

  test('changes as the engine says, with no reload', async () => {
    const { page, server } = await world.open();
    await page.getByText('No invoices yet').waitFor();
    addInvoice(server.state, 'fresh', {});
    await page.getByRole('row', { name: /Northwind Traders .*\$1,200.00 Draft/ }).waitFor();
  });

  test('comes back after the engine was away, and says so meanwhile', async () => {
    const { page, server } = await world.open();
    await page.getByText('No invoices yet').waitFor();
    server.refuse();
    await page.getByText('Reconnecting to the engine').waitFor();
    server.accept();
    addInvoice(server.state, 'fresh', {});
    await page.getByRole('row', { name: /Northwind Traders/ }).waitFor();
    await page.getByText('Reconnecting to the engine').waitFor({ state: 'detached' });
  });
});

describe('a data file that cannot be read any more', () => {
  const damaged = {
    code: 'storage.corrupt',
    message: 'The data file is damaged; restore it from a backup. (quittance.sqlite)',
    retryable: false,
  };

  test('is said over what was read last, which stays with all that is typed, until it can be read again', async () => {
    const { page, server } = await world.open({ invoices: 3 });
    addInvoice(server.state, 'draft', {});
    await page.getByRole('row', { name: /INV-/ }).first().waitFor();
    const say = (unreadable: typeof damaged | null): void => {
      server.state.unreadable = unreadable;
      server.state.changed();
    };
    say(damaged);
    const alert = page.getByRole('alert').filter({ hasText: damaged.message });
    await alert.filter({ hasText: 'may be out of date' }).waitFor();
    await page.getByRole('row', { name: /INV-/ }).first().waitFor();
    await expectAccessible(page);
    say(null);
    await alert.waitFor({ state: 'detached' });
    await page.goto(`${server.url}#/invoices/draft/edit`);
    await page.getByLabel('Purchase order').fill('PO-7');
    say(damaged);
    await alert.waitFor();
    expect(await page.getByLabel('Purchase order').inputValue()).toBe('PO-7');
  });

  test('is said where nothing was read yet, in place of a wait without end', async () => {
    const { page, server } = await world.open({ invoices: 3 });
    await page.getByRole('row', { name: /INV-/ }).first().waitFor();
    server.state.unreadable = damaged;
    await page.getByRole('button', { name: /^Drafts/ }).click();
    await page.getByRole('heading', { name: 'This cannot be shown' }).waitFor();
    await page.reload();
    await page.getByRole('alert').getByText(damaged.message).waitFor();
  });
});

describe('contacts and settings', () => {
  test('a contact is added, changed, deleted, and brought back', async () => {
    const { page } = await world.open({ contacts: false }, '#/contacts');
    await page.getByRole('button', { name: 'New contact' }).first().click();
    const panel = page.getByRole('dialog', { name: 'New contact' });
    await panel.getByRole('button', { name: 'Save contact' }).click();
    await panel.getByText('A contact needs a name.').waitFor();
    await panel.getByLabel('Name').fill('x'.repeat(5_000));
    await panel.getByRole('button', { name: 'Save contact' }).click();
    await panel.getByText("The client's name has 5000 characters; at most 300 are allowed.").waitFor();
    expect(await panel.getByLabel('Name').inputValue()).toHaveLength(5_000);
    await panel.getByLabel('Name').fill('Grace Hopper');
    await panel.getByLabel('Email').fill('grace@client.example');
    await panel.getByRole('button', { name: 'Save contact' }).click();
    await page.getByRole('button', { name: 'Grace Hopper', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Delete Grace Hopper' }).click();
    await page.getByText('No contacts yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Grace Hopper', exact: true }).waitFor();
  });

  test('settings save themselves, and wrong ones are refused where they stand', async () => {
    const { page, server } = await world.open({}, '#/settings/wallet');
    const wallet = page.getByLabel('Wallet address');
    await wallet.fill('0x0000000000000000000000000000000000000000');
    await wallet.blur();
    await page.getByText('This is the zero address').waitFor();
    expect(server.state.calls.map((call) => call.name)).not.toContain('settings.update');
    await page.getByRole('checkbox', { name: 'EURC on Practice chain' }).check();
    await page.getByText('Saved', { exact: true }).waitFor();
    expect(server.state.settings.accept).toHaveLength(4);
    await page.getByRole('link', { name: 'Invoice defaults' }).click();
    await page.getByLabel('Days until due').fill('30');
    await page.getByLabel('Days until due').press('Enter');
    await expect.poll(() => server.state.settings.dueDays).toBe(30);
  });

  test('changes that follow one another quickly are all kept', async () => {
    const { page, server } = await world.open({}, '#/settings/profile');
    // Both are asked for before the engine has told the outcome of the first.
    await page.getByLabel('Tax ID').fill('DE123456789');
    await page.evaluate(() => {
      const country = document.querySelector('select');
      if (country) country.value = 'DE';
      country?.dispatchEvent(new Event('change', { bubbles: true }));
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await expect.poll(() => server.state.settings.seller).toMatchObject({ taxId: 'DE123456789', country: 'DE' });
  });

  test('a logo that cannot be used is refused in words', async () => {
    const { page, server } = await world.open({}, '#/settings/profile');
    const file = { name: 'logo.gif', mimeType: 'image/gif', buffer: Buffer.from('GIF89a') };
    await page.getByLabel('Logo file').setInputFiles(file);
    await page.getByText('A logo must be a PNG, JPEG or SVG picture.').waitFor();
    const broken = { name: 'logo.png', mimeType: 'image/png', buffer: Buffer.from('not a picture') };
    await page.getByLabel('Logo file').setInputFiles(broken);
    await page.getByText('This file is damaged or holds no picture.').waitFor();
    expect(server.state.settings.logo).toBeNull();
    const svg = {
      name: 'logo.svg',
      mimeType: 'image/svg+xml',
      buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    };
    await page.getByLabel('Logo file').setInputFiles(svg);
    await page.getByRole('img', { name: 'Your logo' }).waitFor();
    expect(server.state.settings.logo).toMatch(/^data:image\/svg\+xml;base64,/);
  });
});

describe('accessibility', () => {
  test.each([
    ['the list', '#/invoices'],
    ['the editor', '#/invoices/draft/edit'],
    ['an itemised draft', '#/invoices/lines/edit'],
    ['an issued invoice', '#/invoices/invoice-1'],
    ['contacts', '#/contacts'],
    ...['profile', 'wallet', 'receiving', 'payments', 'defaults', 'network', 'devices', 'security'].map((name) => [
      name,
      `#/settings/${name}`,
    ]),
  ])('%s, light and dark', async (_, hash) => {
    const { page, server } = await world.open({ invoices: 30 });
    addInvoice(server.state, 'draft', {});
    addInvoice(server.state, 'lines', {
      lines: [data.line('a', { quantity: '2' }), data.line('b', { taxCategory: 'AE' })],
    });
    await page.goto(`${server.url}${hash}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await expectAccessible(page);
    }
  });

  test('the focus goes to the heading of the next screen, and single keys can be turned off', async () => {
    const { page } = await world.open({ invoices: 3 });
    await page.keyboard.press('g');
    await page.keyboard.press('c');
    await page.getByRole('heading', { level: 1, name: 'Contacts' }).and(page.locator(':focus')).waitFor();
    expect(await page.title()).toBe('Contacts – Quittance');
    await page.keyboard.press('?');
    await page.getByLabel('Use single-key shortcuts on this device').uncheck();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.keyboard.press('g');
    await page.keyboard.press('i');
    expect(await page.title()).toBe('Contacts – Quittance');
  });
});
