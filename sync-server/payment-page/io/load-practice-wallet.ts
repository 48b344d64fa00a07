import { loadScript } from './load-script.ts';

/** Milliseconds that the practice wallet's script may take. */
const patience = 3000;

/** Loads the practice wallet, which announces itself like any other; false when it did not come. */
export function loadPracticeWallet(): Promise<boolean> {
  return loadScript('/practice/wallet.js', patience);
}
