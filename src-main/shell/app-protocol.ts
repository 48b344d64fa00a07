import { readAppFile } from '../read-app-file.ts';
import type { ElectronApi } from './electron-api.ts';
import { appOrigin, appScheme } from './shell-channels.ts';

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
    const file = await readAppFile(rendererDir, path);
    if (!file) return refuse(404);
    return new Response(file.content, { headers: { ...securityHeaders, 'content-type': file.type } });
  });
}

function refuse(status: number): Response {
  return new Response(null, { status, headers: securityHeaders });
}
