/**
 * IPC between the window's preload and the shell. The window asks for a port and gets one; the shell
 * tells it where to go.
 */
export const portChannelName = 'quittance:port';
/** The channel on which the shell tells the window where to go. */
export const navigateChannelName = 'quittance:navigate';

/**
 * Messages on the window itself, between the app and its preload: the same words as in
 * `src-renderer/engine/port-channel.ts` (a test holds them together).
 */
export const portMessage = 'quittance:port';
/** What the app says on its window to ask the preload for a port. */
export const portRequest = 'quittance:port-wanted';

/** The app's own origin: a standard, secure scheme that serves `dist/renderer` and nothing else. */
export const appScheme = 'app';
/** The app's own origin. */
export const appOrigin = `${appScheme}://quittance`;
