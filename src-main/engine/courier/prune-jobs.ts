import type { EngineDatabase } from '../database/engine-database.ts';

/** Days for which a job that is done stays to be seen; what it did is in the invoice's history for ever. */
const keptDays = 30;

/** Removes jobs that were done more than thirty days ago; those that failed stay until a person has seen to them. */
export async function pruneJobs(db: EngineDatabase, now: Date): Promise<void> {
  const before = new Date(now.getTime() - keptDays * 86_400_000).toISOString();
  const old = await db.jobs.find({ selector: { status: 'done', createdAt: { $lt: before } } }).exec();
  await db.jobs.bulkRemove(old.filter((job) => job.updatedAt < before).map((job) => job.id));
}
