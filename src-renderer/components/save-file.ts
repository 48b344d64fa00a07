import { bytesOfBase64 } from './base64.ts';

/** Hands a file (base64) to the browser or the window to be saved under its name. */
export function saveFile(file: { readonly filename: string; readonly content: string }, type: string): void {
  const url = URL.createObjectURL(new Blob([bytesOfBase64(file.content)], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = file.filename;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
