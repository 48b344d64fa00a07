import type { AssumeChange, SettingsDocument } from '../database/documents.ts';

/** Most changes that are remembered; the oldest are forgotten first. */
const mostChanges = 100;

/**
 * Tells whether an amount without its tail might be assumed to be an invoice's when a block was made: a setting that is
 * changed counts for what comes from then on, and takes nothing back.
 *
 * @param blockTime Unix seconds.
 */
export function mayBeAssumed(
  settings: Pick<SettingsDocument, 'assumeExactAmount' | 'assumeChanges'> | null,
  blockTime: number,
): boolean {
  const changes = inOrder(settings?.assumeChanges ?? []);
  const [first] = changes;
  if (!first) return settings?.assumeExactAmount ?? true;
  return changes.findLast(({ id }) => Date.parse(id) <= blockTime * 1_000)?.on ?? !first.on;
}

/** The changes with the one between two settings, made at an ISO 8601 instant; the same where nothing was changed. */
export function withAssumeChange(
  before: Pick<SettingsDocument, 'assumeExactAmount' | 'assumeChanges'>,
  isOn: boolean,
  at: string,
): readonly AssumeChange[] {
  const changes = before.assumeChanges ?? [];
  if (before.assumeExactAmount === isOn) return changes;
  return inOrder([...changes, { id: at, on: isOn }]).slice(-mostChanges);
}

/** Two devices may have changed it apart: their changes are merged one by one. */
function inOrder(changes: readonly AssumeChange[]): readonly AssumeChange[] {
  return changes.toSorted((a, b) => Date.parse(a.id) - Date.parse(b.id));
}
