import { fail, ok, type Result } from '../../../shared/result.ts';
import type { RelaySession } from '../sync/relay-session.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { recordMailState } from '../ledger/record-mail-state.ts';
import type { Courier } from './courier.ts';
import { requeue } from './enqueue.ts';

/**
 * Tries a failed or waiting job again at once. An email that the relay holds is retried there, with the same
 * Message-ID, so that a message that did arrive is known for the same.
 */
export async function retryJob(
  context: {
    readonly db: EngineDatabase;
    readonly options: EngineOptions;
    readonly courier: Courier;
    readonly session: RelaySession | null;
  },
  id: string,
): Promise<Result<object>> {
  const { db, options, courier, session } = context;
  const job = await db.jobs.findOne(id).exec();
  if (!job) return fail('job.unknown', 'There is no such job any more.');
  if (job.status === 'done') return fail('job.done', 'This job is done already.');
  const at = options.now().toISOString();
  if (!job.accepted) {
    await requeue(db, id, at);
    courier.wake();
    return ok({});
  }
  if (!session) return fail('relay.none', 'No relay is set. Name one in Settings.', { path: ['relayOrigin'] });
  const answer = await session.client.call('retryMail', { params: { id } });
  if (!answer.ok) return answer;
  await recordMailState(db, answer.value, at);
  courier.wake();
  return ok({});
}
