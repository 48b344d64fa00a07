import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Electron's program, or in a few words why the suite goes through the web host. */
export type ElectronHere = { readonly program: string } | { readonly missing: string };

/** Looks for an Electron that is installed already; `E2E_HOST=web` asks for the web host even so. Fetches nothing. */
export function electronHere(): ElectronHere {
  if (process.env['E2E_HOST'] === 'web') return { missing: 'E2E_HOST=web asks for it' };
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    return { missing: 'there is no display' };
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return { missing: 'Electron is not installed' };
  }
  // Electron's installer notes the program's place there.
  const note = join(folder, 'path.txt');
  const program = existsSync(note) ? join(folder, 'dist', readFileSync(note, 'utf8').trim()) : '';
  return program !== '' && existsSync(program) ? { program } : { missing: 'Electron’s binary is not here' };
}
