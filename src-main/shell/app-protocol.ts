import { readFile, realpath } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { ElectronApi } from './electron-api.ts';
import { appOrigin, appScheme } from './shell-channels.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Only the app's own files run; nothing is fetched from elsewhere (the engine does that, in its own process). */
export const securityHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; img-src 'self' data: blob:; " +
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
};

/** Makes `app://` a scheme with an origin of its own. Must be called before the app is ready. */
export function registerAppScheme({ protocol }: Pick<ElectronApi, 'protocol'>): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges }]);
}

/** Serves the folder of the built app at `app://quittance/`, and nothing outside it. */
export function serveAppFiles({ protocol }: Pick<ElectronApi, 'protocol'>, rendererDir: string): void {
  protocol.handle(appScheme, async ({ method, url }) => {
    if (method !== 'GET' && method !== 'HEAD') return refuse(405);
    const { pathname, host } = new URL(url);
    if (`${appScheme}://${host}` !== appOrigin) return refuse(404);
    const path = pathname === '/' || pathname === '' ? '/index.html' : pathname;
    const content = await readInside(rendererDir, path);
    if (!content) return refuse(404);
    const type = contentTypes[extname(path)] ?? 'application/octet-stream';
    return new Response(content, { headers: { ...securityHeaders, 'content-type': type } });
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders });
}

async function readInside(folder: string, pathname: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    const root = await realpath(folder);
    const file = await realpath(join(root, decodeURIComponent(pathname)));
    return file.startsWith(root + sep) ? new Uint8Array(await readFile(file)) : null;
  } catch {
    return null;
  }
}
