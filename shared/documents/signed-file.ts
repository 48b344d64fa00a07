import type { TDocumentDefinitions } from 'pdfmake/interfaces.js';

/**
 * The signed document itself, as a JSON file in its PDF: whoever has the paper can check the signature without the
 * seller. It carries no date of its own, so that the same paper is the same bytes.
 */
export function signedFile(name: string, signed: object): NonNullable<TDocumentDefinitions['files']> {
  const bytes = new TextEncoder().encode(JSON.stringify(signed));
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return {
    signed: {
      src: `data:application/json;base64,${btoa(binary)}`,
      name,
      description: 'What is signed, and the signature',
    },
  };
}
