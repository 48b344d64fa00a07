import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
};

/** A file of the built app, and its media type. */
export interface AppFile {
  readonly content: Buffer<ArrayBuffer>;
  readonly type: string;
}

/**
 * Reads a file of one folder by the path of its URL; null where there is none, and for what lies outside the folder.
 */
export async function readAppFile(folder: string, pathname: string): Promise<AppFile | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, decodeURIComponent(pathname)));
    if (!file.startsWith(root + sep)) return null;
    return { content: await readFile(file), type: contentTypes[extname(pathname)] ?? 'application/octet-stream' };
  } catch {
    return null;
  }
}
