import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import pdfmake from 'pdfmake';
import { draftTotals } from '../../shared/invoice/draft-totals.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';

const fonts = dirname(createRequire(import.meta.url).resolve('@expo-google-fonts/inter/package.json'));

/** A plain PDF of a draft, base64, so that the preview has something real to draw. */
export async function drawDraft(draft: InvoiceDraft, title: string): Promise<string> {
  pdfmake.setFonts({
    Inter: {
      normal: join(fonts, '400Regular/Inter_400Regular.ttf'),
      bold: join(fonts, '600SemiBold/Inter_600SemiBold.ttf'),
    },
  });
  const total = draftTotals(draft)?.total ?? '–';
  const rows = draft.lines.map((line) => [line.description, line.quantity, line.unitPrice]);
  const pdf = pdfmake.createPdf({
    pageMargins: 56,
    defaultStyle: { font: 'Inter', fontSize: 10 },
    content: [
      { text: title, fontSize: 22, bold: true, margin: [0, 0, 0, 16] },
      { text: `${draft.buyer.name}\n${draft.buyer.email}`, margin: [0, 0, 0, 24] },
      {
        table: { headerRows: 1, widths: ['*', 60, 80], body: [['Description', 'Quantity', 'Price'], ...rows] },
        layout: 'lightHorizontalLines',
      },
      { text: `Total ${total} ${draft.currency} (minor units)`, bold: true, margin: [0, 24, 0, 0] },
    ],
  });
  return (await pdf.getBuffer()).toString('base64');
}
