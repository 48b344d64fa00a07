import type { ElectronApi, ShellContents, StoppableEvent } from './electron-api.ts';
import { appOrigin } from './shell-channels.ts';

/** The only permission that the app asks for: to write text to the clipboard from a click. */
const allowedPermission = 'clipboard-sanitized-write';

/**
 * Closes every way out of the window: no other page in it, no new window, no permission, no webview. Links to the web
 * (block explorers, the payment page) open in the user's browser. See Electron's security checklist, 13 to 15.
 */
export function guardContents(contents: ShellContents, { shell }: Pick<ElectronApi, 'shell'>): void {
  const stayHere = (details: StoppableEvent & { readonly url: string }): void => {
    if (!isOwnPage(details.url)) details.preventDefault();
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) void shell.openExternal(url);
    return { action: 'deny' };
  });
  contents.session.setPermissionRequestHandler((_, permission, answer) => answer(permission === allowedPermission));
  contents.session.setPermissionCheckHandler((_, permission) => permission === allowedPermission);
}

/** Whether an address is a page of the app itself. */
export function isOwnPage(url: string): boolean {
  return url === appOrigin || url.startsWith(`${appOrigin}/`);
}

/**
 * The web over TLS, a mail program, and this machine's own practice world; never a file or another program's scheme.
 */
export function mayOpenOutside(text: string): boolean {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || url.username !== '' || url.password !== '') return false;
  if (url.protocol === 'https:' || url.protocol === 'mailto:') return true;
  return url.protocol === 'http:' && (url.hostname === '127.0.0.1' || url.hostname === 'localhost');
}
