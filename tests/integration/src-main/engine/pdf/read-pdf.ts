import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PDF's text by page, as Poppler's `pdftotext -layout` reads it: what a payer can select and search. */
export function pdfPages(pdf: Uint8Array): string[] {
  const pages = poppler('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], pdf).split('\f');
  return pages.slice(0, -1);
}

/** All of a PDF's text, white space made single spaces. */
export function pdfText(pdf: Uint8Array): string {
  return pdfPages(pdf).join('\n').replace(/\s+/g, ' ');
}

/** The fonts in a PDF, as `pdffonts` lists them. */
export function pdfFonts(
  pdf: Uint8Array,
): { readonly name: string; readonly embedded: boolean; readonly subset: boolean }[] {
  const rows = poppler('pdffonts', ['-'], pdf).trim().split('\n').slice(2);
  return rows.map((row) => {
    const [embedded, subset] = row.trim().split(/\s+/).slice(-5);
    return { name: row.split(/\s+/)[0] ?? '', embedded: embedded === 'yes', subset: subset === 'yes' };
  });
}

/** A file that is attached to a PDF, as `pdfdetach` takes it out. */
export function pdfAttachment(pdf: Uint8Array, name: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'quittance-attached-'));
  try {
    writeFileSync(join(folder, 'paper.pdf'), pdf);
    poppler('pdfdetach', ['-savefile', name, '-o', join(folder, name), join(folder, 'paper.pdf')], new Uint8Array());
    return readFileSync(join(folder, name));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function poppler(tool: string, options: string[], input: Uint8Array): string {
  const { error, status, stdout, stderr } = spawnSync(tool, options, { input, maxBuffer: 64 << 20 });
  if (error) throw new Error(`${tool} is missing: install Poppler (apt install poppler-utils, brew install poppler).`);
  if (status !== 0 || stderr.length > 0) throw new Error(`${tool} finds fault with the PDF: ${stderr.toString()}`);
  return stdout.toString();
}
