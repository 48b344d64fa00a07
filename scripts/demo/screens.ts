import type { Page } from 'playwright-core';
import type { DemoRecord } from './demo-record.ts';

/** Makes a taker of screenshots, each kept as `<name>.png`. */
export function shooter(record: DemoRecord, page: Page): (name: string) => Promise<void> {
  return async (name) => {
    await page.screenshot({ path: record.path(`${name}.png`) });
  };
}

/** Takes every screen of the app once it has something to show, in the light and in the dark. */
export async function shootScreens(record: DemoRecord, page: Page): Promise<void> {
  await record.step('Every screen is pictured, light and dark', async () => {
    const shoot = shooter(record, page);
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
      await page
        .getByRole('img', { name: /^Invoice INV-/ })
        .locator('canvas')
        .waitFor();
      await shoot(`invoice-paid-${scheme}`);
      for (const [name, heading] of [
        ['Invoices', 'Invoices'],
        ['Contacts', 'Contacts'],
        ['Settings', 'Settings'],
      ] as const) {
        await page
          .getByRole('link', { name: new RegExp(`^${name}`) })
          .first()
          .click();
        await page.getByRole('heading', { level: 1, name: heading }).waitFor();
        await shoot(`${name.toLowerCase()}-${scheme}`);
      }
      await page
        .getByRole('link', { name: /^Invoices/ })
        .first()
        .click();
      await page.getByRole('row', { name: /INV-/ }).first().click();
      await page.getByRole('heading', { level: 1, name: /INV-/ }).waitFor();
    }
    return { value: null, evidence: 'see the PNG files in out/demo/' };
  });
}
