/** IPC between the window's preload and the shell. The window asks for a port and gets one; the shell tells it where to go. */
export const portChannelName = 'quittance:port';
export const navigateChannelName = 'quittance:navigate';

/**
 * Messages on the window itself, between the app and its preload: the same words as in `src-renderer/engine/port-channel.ts`
 * (a test holds them together).
 */
export const portMessage = 'quittance:port';
export const portRequest = 'quittance:port-wanted';

/** The app's own origin: a standard, secure scheme that serves `dist/renderer` and nothing else. */
export const appScheme = 'app';
export const appOrigin = `${appScheme}://quittance`;
