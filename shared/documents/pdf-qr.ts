import type { Content } from 'pdfmake/interfaces.js';
import { encode } from 'uqr';
import { pdfColors } from './pdf-theme.ts';

/** Light modules that ISO/IEC 18004 wants around a QR code. */
const quietZone = 4;

/**
 * A QR code of `size` points with its quiet zone, error correction M, drawn as one path: pdfmake's own draws every dark
 * module as a rectangle with a colour and a line style of its own, a third of a small PDF's page stream.
 */
export function qrCode(value: string, size: number): Content {
  const { data, size: modules } = encode(value, { ecc: 'M', border: 0 });
  const step = size / (modules + 2 * quietZone);
  const at = (module: number): string => (module * step).toFixed(3);
  let d = '';
  data.forEach((row, y) => {
    for (let x = 0; x < modules; x += 1) {
      if (!row[x]) continue;
      const start = x;
      while (row[x + 1]) x += 1;
      const [left, right, top, bottom] = [start, x + 1, y, y + 1].map((module) => at(module + quietZone));
      d += `M${left} ${top}L${right} ${top}L${right} ${bottom}L${left} ${bottom}Z`;
    }
  });
  return {
    canvas: [
      { type: 'rect', x: 0, y: 0, w: size, h: size, color: '#ffffff' },
      { type: 'path', d, color: pdfColors.ink },
    ],
  };
}
