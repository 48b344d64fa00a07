/** @jsxImportSource preact */
import { useMemo } from 'preact/hooks';
import { drawQrCode } from './draw-qr-code.ts';

/** A QR code as one SVG path, dark on white in both colour schemes because many cameras read nothing else. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => drawQrCode(text), [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#111" />
    </svg>
  );
}
