import type { EngineDatabase } from '../database/engine-database.ts';

/**
 * News of an invoice's settlement that somebody may have to be told of. `round` tells the times apart at which it was
 * settled for good: what is made of invoice and round has one id on all of the owner's devices. `at` is ISO 8601.
 */
export interface SettledNews {
  readonly invoiceId: string;
  readonly round: number;
  readonly at: string;
}

/**
 * What follows when an invoice is settled and when it no longer is. Both are called before the invoice itself says so,
 * in the ledger's own turn, and called again after a crash between: they must be idempotent, and must not settle.
 */
export interface SettledHooks {
  /** It is settled, by what no reorganisation can take away: once for each round, on each device that sees it. */
  onFinal(news: SettledNews): Promise<void>;
  /** It was settled and is not any more, whether it was final or not: who was told that it is paid must hear of it. */
  onUnsettled(news: SettledNews): Promise<void>;
}

const hooks = new WeakMap<EngineDatabase, SettledHooks>();

/** Says what follows from settlements in a database; without it, nothing does. */
export function setSettledHooks(db: EngineDatabase, chosen: SettledHooks): void {
  hooks.set(db, chosen);
}

/** The hooks in force; undefined where none were set. */
export function settledHooks(db: EngineDatabase): SettledHooks | undefined {
  return hooks.get(db);
}
