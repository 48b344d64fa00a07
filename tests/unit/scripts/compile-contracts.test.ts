import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { compileContracts, generatedFiles } from '../../../scripts/compile-contracts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test('what is committed in compiled form is what the sources compile to, byte for byte', () => {
  for (const [file, source] of Object.entries(generatedFiles(compileContracts())))
    expect(readFileSync(path.join(root, file), 'utf8') === source, `${file}: run npm run contracts`).toBe(true);
});
