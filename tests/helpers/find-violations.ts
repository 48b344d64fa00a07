import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** The tags of axe's rules for WCAG 2.2 AA. */
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * What of a page breaks WCAG 2.2 AA as far as axe can tell, and of `more` kinds of rules (axe's tags): one line for each
 * rule, with the elements.
 */
export async function findViolations(page: Page, more: readonly string[] = []): Promise<string[]> {
  // "Legacy" is within the page itself. The other way opens a second page for each look, which takes longer than the look,
  // and only frames of other origins need it, of which there are none here.
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  const { violations } = await axe.withTags([...wcag, ...more]).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
}
