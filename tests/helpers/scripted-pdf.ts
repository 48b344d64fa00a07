import { draftTotals } from '../../shared/invoice/draft-totals.ts';
import type { InvoiceDraft } from '../../shared/invoice/invoice-draft.ts';
import { renderPdf } from '../../src-main/engine/pdf/render-invoice-pdf.ts';

/** A plain PDF of a draft, base64, so that the preview has something real to draw. */
export async function drawDraft(draft: InvoiceDraft, title: string): Promise<string> {
  const total = draftTotals(draft)?.total ?? '–';
  const rows = draft.lines.map((line) => [line.description, line.quantity, line.unitPrice]);
  const pdf = await renderPdf({ logo: null }, () => ({
    pageMargins: 56,
    defaultStyle: { font: 'Inter', fontSize: 10, color: '#000000' },
    content: [
      { text: title, fontSize: 22, bold: true, margin: [0, 0, 0, 16] },
      { text: `${draft.buyer.name}\n${draft.buyer.email}`, margin: [0, 0, 0, 24] },
      {
        table: { headerRows: 1, widths: ['*', 60, 80], body: [['Description', 'Quantity', 'Price'], ...rows] },
        layout: { hLineWidth: (row) => (row === 1 ? 1 : 0), vLineWidth: () => 0, hLineColor: () => '#999999' },
      },
      { text: `Total ${total} ${draft.currency} (minor units)`, bold: true, margin: [0, 24, 0, 0] },
    ],
  }));
  return Buffer.from(pdf).toString('base64');
}
