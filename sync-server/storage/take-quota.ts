import { ok } from '../../shared/result.ts';
import { refuse, type Answer } from '../refusal.ts';
import type { Database } from './transact.ts';

/**
 * Counts one use against a daily quota (UTC days), or refuses with `limit.quota` and the seconds until the next day.
 * Inside a transaction, so that a use that is rolled back is not counted.
 */
export async function takeQuota(
  db: Database,
  quota: {
    scope: string;
    kind: 'accounts' | 'mails' | 'links' | 'transfers' | 'assignments';
    limit: number;
    now: number;
  },
): Promise<Answer<number>> {
  const { scope, kind, limit, now } = quota;
  const day = new Date(now).toISOString().slice(0, 10);
  const { used } = await db
    .insertInto('usage')
    .values({ scope, kind, day, used: 1 })
    .onConflict((conflict) =>
      conflict.columns(['scope', 'kind', 'day']).doUpdateSet((column) => ({ used: column('usage.used', '+', 1) })),
    )
    .returning('used')
    .executeTakeFirstOrThrow();
  if (used <= limit) return ok(used);
  await db
    .updateTable('usage')
    .set({ used: limit })
    .where('scope', '=', scope)
    .where('kind', '=', kind)
    .where('day', '=', day)
    .execute();
  const retryAfter = Math.ceil((Date.parse(`${day}T00:00:00Z`) + 86_400_000 - now) / 1_000);
  return refuse(
    429,
    'limit.quota',
    `The relay's limit of ${limit} ${kind} a day is used up. It begins anew at midnight UTC.`,
    {
      retryAfter,
    },
  );
}
