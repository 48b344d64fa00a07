import type { InvoicePdfInput } from '../../shared/documents/invoice-pdf-input.ts';
import { sampleBuyer, sampleLine, samplePdfInput } from '../helpers/sample-invoice.ts';

const words =
  'brand logo identity handbook print consulting travel research prototype interview typography accessibility audit migration hosting illustration workshop translation photography retouching'.split(
    ' ',
  );

/**
 * An invoice of so many lines, whose client, words and amounts depend on `number`: no two are alike, so that nothing
 * remembered from one does the work of the next.
 */
export function benchInvoice(number: number, lines: number): InvoicePdfInput {
  const word = (step: number): string => words[(number * 7 + step * 13) % words.length] ?? '';
  return samplePdfInput({
    buyer: { ...sampleBuyer, name: `Client ${number} ${word(1)} GmbH`, email: `accounts-${number}@client.example` },
    notes: `Thank you for ${word(2)} and ${word(3)}, job ${number}.`,
    lines: Array.from({ length: lines }, (_, index) =>
      sampleLine({
        id: `line-${index}`,
        taxCategory: 'S',
        taxRate: index % 3 === 0 ? '12' : '25',
        description: `${word(index)} ${word(index + 5)} ${number * 31 + index}${index % 7 === 0 ? `, with ${word(index + 8)} and ${word(index + 9)} as agreed on the workshop of the first week` : ''}`,
        quantity: String(1 + ((number + index) % 9)),
        unitPrice: `${20 + ((number * 97 + index * 13) % 5000)}.${10 + (index % 90)}`,
      }),
    ),
  });
}
