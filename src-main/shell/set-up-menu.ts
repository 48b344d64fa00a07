import type { MenuItemConstructorOptions } from 'electron';
import type { ElectronApi } from './electron-api.ts';

/** What the menu can do beyond the roles that the system knows. */
export interface MenuActions {
  /** Shows a screen of the app, by its path. */
  readonly goTo: (path: string) => void;
}

/** Sets the application menu: the system's own items, and the app's screens. */
export function setUpMenu({ Menu }: Pick<ElectronApi, 'Menu'>, platform: NodeJS.Platform, actions: MenuActions): void {
  const isMac = platform === 'darwin';
  const go = (label: string, path: string, accelerator: string): MenuItemConstructorOptions => ({
    label,
    accelerator,
    click: () => actions.goTo(path),
  });
  const file: MenuItemConstructorOptions[] = [
    go('Invoices', '/invoices', 'CmdOrCtrl+1'),
    go('Contacts', '/contacts', 'CmdOrCtrl+2'),
    go('Settings', '/settings', 'CmdOrCtrl+,'),
    { type: 'separator' },
    isMac ? { role: 'close' } : { role: 'quit' },
  ];
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ];
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: file },
    { role: 'editMenu' },
    { label: 'View', submenu: view },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
