import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { liveState } from './live-states.ts';
import { usePageWorld } from './page-world.ts';
import { sealInvoice, sellerAddress, type InvoiceWishes } from './sealed-invoice.ts';

const world = usePageWorld();

function publish(wishes: InvoiceWishes = {}) {
  const sealed = sealInvoice(wishes);
  return { sealed, url: world.server.publish(sealed, liveState(sealed.payable)) };
}

async function open(url: string) {
  const page = await world.newPage();
  await page.goto(url);
  return page;
}

describe('an invoice that opens', () => {
  test('says who asks, what for, how much, until when and by whose signature', async () => {
    const page = await open(publish().url);
    await page.getByRole('heading', { level: 1, name: 'Northwind Studio' }).waitFor();
    const text = await page.locator('main').innerText();
    for (const said of ['INV-2026-0001', '$1,200.00', '31 January 2099', 'Harbour & Finch Ltd', 'Germany'])
      expect(text).toContain(said);
    expect(text).toMatch(/Signature checked\s+([0-9A-F]{4} ){3}[0-9A-F]{4}/);
    expect(await page.title()).toBe('Awaiting payment · INV-2026-0001 · $1,200.00');
  });

  test('never sends the key to the server', async () => {
    const { sealed, url } = publish();
    const page = await world.newPage();
    const requested: string[] = [];
    page.on('request', (request) => requested.push(request.url() + (request.postData() ?? '')));
    await page.goto(url);
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(requested.length).toBeGreaterThan(3);
    expect(requested.filter((request) => request.replace(/#.*/, '').includes(sealed.key))).toEqual([]);
  });

  test('downloads the same PDF, byte for byte', async () => {
    const { sealed, url } = publish();
    const page = await open(url);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download PDF' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('INV-2026-0001.pdf');
    expect(Buffer.compare(await readFile(await download.path()), sealed.pdf)).toBe(0);
  });

  test('shows what people typed as text, in every field', async () => {
    const script = '<img src=x onerror="document.title=\'hacked\'"><script>document.title="hacked"</script>';
    const { url } = publish({
      seller: { name: script, address: script, email: 'a@b.example', taxId: '<b>1</b>' },
      buyer: { name: script, address: `${script}\nשלום` },
      lines: [{ description: script, unit: '<i>h</i>', quantity: '2' }],
      draft: { notes: script, terms: script, purchaseOrder: '<u>PO</u>' },
    });
    const page = await open(url);
    await page.getByRole('heading', { name: 'What it is for' }).waitFor();
    expect(await page.locator('main img, main script, main b, main i, main u').count()).toBe(0);
    expect((await page.locator('main').innerText()).split(script).length - 1).toBe(8);
    expect(await page.title()).not.toContain('hacked');
  });

  test('folds 200 lines and opens them', async () => {
    const lines = Array.from({ length: 200 }, (_, index) => ({ description: `Day ${index + 1}`, unitPrice: '10.00' }));
    const page = await open(publish({ lines }).url);
    const shown = page.locator('.lines > li');
    await shown.first().waitFor();
    expect(await shown.count()).toBe(12);
    await page.getByRole('button', { name: 'Show all 200 lines' }).click();
    expect(await shown.count()).toBe(200);
    expect(await page.getByText('$2,000.00').first().isVisible()).toBe(true);
  });
});

describe('an invoice that does not open', () => {
  const heading = (name: string) => ({ level: 1, name }) as const;

  test('missing, cut and wrong keys are told apart from each other', async () => {
    const { sealed, url } = publish();
    const withKey = (key: string) => open(`${world.server.origin}/i/${sealed.id}${key}`);
    await (await withKey('')).getByRole('heading', heading('The link is not complete')).waitFor();
    await (await open(url.slice(0, -1))).getByRole('heading', heading('The link is not complete')).waitFor();
    const other = await withKey(`#${sealInvoice().key}`);
    await other.getByRole('heading', heading('This key does not open the invoice')).waitFor();
    expect(await other.getByText(sellerAddress).count()).toBe(0);
  });

  test('an altered ciphertext shows nothing that could be paid', async () => {
    const sealed = sealInvoice();
    const at = sealed.sealedInvoice.length - 60;
    const flipped = sealed.sealedInvoice[at] === 'A' ? 'B' : 'A';
    const sealedInvoice = sealed.sealedInvoice.slice(0, at) + flipped + sealed.sealedInvoice.slice(at + 1);
    const page = await open(world.server.publish({ ...sealed, sealedInvoice }, liveState(sealed.payable)));
    await page.getByRole('heading', heading('This invoice was altered on its way')).waitFor();
    expect(await page.getByText(sellerAddress).count()).toBe(0);
  });

  test("an invoice moved to another link's address does not open there", async () => {
    const sealed = sealInvoice();
    const page = await open(world.server.publish({ ...sealed, id: sealInvoice().id }, liveState(sealed.payable)));
    await page.getByRole('heading', heading('This invoice was altered on its way')).waitFor();
  });

  test('contents that the seller did not sign are not shown', async () => {
    const { url } = publish({
      forge: (payable) => {
        const options = payable.terms.options.map((option) => ({ ...option, address: `0x${'de'.repeat(20)}` }));
        return { ...payable, terms: { ...payable.terms, options } };
      },
    });
    const page = await open(url);
    await page.getByRole('heading', heading('The seller’s signature does not hold')).waitFor();
    expect(await page.getByText('dedede').count()).toBe(0);
  });

  test('signed terms that ask for another sum than the invoice are not shown', async () => {
    const { url } = publish({
      distort: (payable) => {
        const options = payable.terms.options.map((option) => ({ ...option, exact: `${option.exact}0` }));
        return { ...payable, terms: { ...payable.terms, options } };
      },
    });
    await (await open(url)).getByRole('heading', heading('The amounts do not agree')).waitFor();
  });

  test('an unknown link says so', async () => {
    const page = await open(`${world.server.origin}/i/${'A'.repeat(22)}#${sealInvoice().key}`);
    await page.getByRole('heading', heading('No invoice at this address')).waitFor();
  });

  test('a relay that is down is waited for, and the invoice opens when it is back', async () => {
    world.server.trouble = 503;
    const page = await open(publish().url);
    await page.getByRole('heading', heading('Waiting for the server')).waitFor();
    world.server.trouble = null;
    await page.getByRole('heading', heading('Northwind Studio')).waitFor();
  });

  test('an altered PDF is not saved', async () => {
    const sealed = sealInvoice();
    const page = await open(
      world.server.publish({ ...sealed, sealedPdf: sealed.sealedInvoice }, liveState(sealed.payable)),
    );
    await page.getByRole('button', { name: 'Download PDF' }).click();
    await page.getByText('The PDF was altered on its way').waitFor();
  });
});
