import type { Page } from 'playwright-core';

/**
 * Brings every transition and animation of a page to its end at once, so that no colour is half-way between two; one
 * without an end goes on. It waits for nothing: a page in the background may draw no frame for as long as it likes.
 */
export async function finishAnimations(page: Pick<Page, 'evaluate'>): Promise<void> {
  await page.evaluate(() => {
    const running = (): Animation[] =>
      document
        .getAnimations()
        .filter(
          ({ playState, effect }) => playState !== 'finished' && effect?.getComputedTiming().endTime !== Infinity,
        );
    // What ends may set off another.
    for (let round = 0; round < 10 && running().length > 0; round++)
      for (const animation of running()) animation.finish();
  });
}
