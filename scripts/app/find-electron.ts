import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Electron's program, or in one line why it cannot be used here. */
export type ElectronFound = { readonly program: string } | { readonly missing: string };

/** Milliseconds that Electron's own installer gets to fetch its binary. */
const installLimit = 120_000;

/**
 * Finds Electron's binary, and lets Electron's installer fetch it where there is a display to show a window on.
 *
 * `say` is told what goes on while it is fetched. The installer is given up after two minutes, or when it fails.
 */
export async function findElectron(say: (line: string) => void): Promise<ElectronFound> {
  if (!hasDisplay()) return { missing: 'there is no display here' };
  const folder = electronFolder();
  if (folder === null) return { missing: 'Electron is not installed' };
  const present = programIn(folder);
  if (present !== null) return { program: present };
  say('Fetching Electron (about 120 MB, once) …');
  const failure = await runInstaller(folder, say);
  const program = programIn(folder);
  return program === null ? { missing: `Electron's binary could not be fetched (${failure})` } : { program };
}

function hasDisplay(): boolean {
  if (process.platform !== 'linux') return true;
  return Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
}

function electronFolder(): string | null {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  } catch {
    return null;
  }
}

/** Electron's installer notes the program's place in `path.txt`. */
function programIn(folder: string): string | null {
  const note = join(folder, 'path.txt');
  if (!existsSync(note)) return null;
  const program = join(folder, 'dist', readFileSync(note, 'utf8').trim());
  return existsSync(program) ? program : null;
}

function runInstaller(folder: string, say: (line: string) => void): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] });
    const began = Date.now();
    const progress = setInterval(() => say(`… still fetching (${Math.round((Date.now() - began) / 1000)} s)`), 10_000);
    const limit = setTimeout(() => child.kill(), installLimit);
    let words = '';
    child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()));
    child.once('close', () => {
      clearInterval(progress);
      clearTimeout(limit);
      resolve(/^\w*Error: .*/m.exec(words)?.[0] ?? `given up after ${Math.round((Date.now() - began) / 1000)} s`);
    });
  });
}
