import { encode } from 'uqr';

/** Encodes text with medium error correction and a quiet zone of four modules (ISO/IEC 18004); rows become runs. */
export function drawQrCode(text: string): { readonly size: number; readonly path: string } {
  const { data, size } = encode(text, { ecc: 'M', border: 4 });
  let path = '';
  data.forEach((row, y) => {
    let x = 0;
    while (x < size) {
      let end = x;
      while (end < size && row[end]) end += 1;
      if (end > x) path += `M${x} ${y}h${end - x}v1h-${end - x}z`;
      x = end + 1;
    }
  });
  return { size, path };
}
