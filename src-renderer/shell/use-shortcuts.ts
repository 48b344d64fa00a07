import { useEffect, useRef } from 'react';

/** What the shortcuts do. */
export interface ShortcutActions {
  createInvoice: () => void;
  goTo: (path: string) => void;
  showHelp: () => void;
}

/** What single keys do, for the handler and for the help. */
export const shortcuts: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['n'], does: 'New invoice' },
  { keys: ['/'], does: 'Search' },
  { keys: ['g', 'i'], does: 'Go to invoices' },
  { keys: ['g', 'b'], does: 'Go to the inbox' },
  { keys: ['g', 'c'], does: 'Go to contacts' },
  { keys: ['g', 's'], does: 'Go to settings' },
  { keys: ['?'], does: 'Show this list' },
];

const places: Readonly<Record<string, string>> = { i: '/invoices', b: '/inbox', c: '/contacts', s: '/settings' };
const storageKey = 'quittance.single-keys';

/** Whether single keys are shortcuts; WCAG 2.1.4 asks for a way to turn them off. */
export function singleKeysOn(): boolean {
  return localStorage.getItem(storageKey) !== 'off';
}

/** Turns single-key shortcuts on or off for this device. */
export function setSingleKeys(isOn: boolean): void {
  localStorage.setItem(storageKey, isOn ? 'on' : 'off');
}

/** Listens for single keys wherever no text is being typed and no dialog is open. */
export function useShortcuts(actions: ShortcutActions): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    let goPressedAt = 0;
    function onKey(event: KeyboardEvent): void {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || !singleKeysOn()) return;
      const isGo = event.timeStamp - goPressedAt < 1500;
      goPressedAt = 0;
      const place = places[event.key];
      if (isGo && place) latest.current.goTo(place);
      else if (event.key === 'g') goPressedAt = event.timeStamp;
      else if (event.key === 'n') latest.current.createInvoice();
      else if (event.key === '?') latest.current.showHelp();
      else if (event.key === '/') document.querySelector<HTMLInputElement>('input[type=search]')?.focus();
      else return;
      event.preventDefault();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=menu]') !== null;
}
