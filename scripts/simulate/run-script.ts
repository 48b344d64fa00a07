import { checkWorld } from './ledgers/check-world.ts';
import type { Mismatch } from './ledgers/compare-ledgers.ts';
import type { Script } from './step.ts';
import { runStep, type StepContext } from './steps/run-step.ts';
import { World, type WorldOptions } from './world/world.ts';

/**
 * What came of a script. `transfers`: logs that the oracle saw, `steps`: those that were done before
 * a mismatch ended it.
 */
export interface ScriptResult {
  readonly steps: number;
  readonly transfers: number;
  readonly attributed: number;
  readonly unmatched: number;
  readonly reversed: number;
  readonly kills: number;
  readonly reorgs: number;
  readonly faults: number;
  readonly invoices: number;
  readonly mismatches: readonly Mismatch[];
}

/** Where a script runs. */
export interface RunOptions {
  readonly folder: string;
  readonly databaseUrl: string | null;
  /** Leave the world's files where they are when a ledger was wrong. */
  readonly keep: boolean;
}

/**
 * Runs a script in a fresh world, and compares every ledger with the oracle at each `checkEvery` steps and at the end.
 * The first comparison that finds a mismatch ends it.
 */
export async function runScript(script: Script, options: RunOptions): Promise<ScriptResult> {
  const worldOptions: WorldOptions = { ...options, chains: script.chains };
  const world = await World.begin(worldOptions);
  let isWrong = true;
  try {
    const context: StepContext = { world, sent: new Map(), later: [] };
    let done = 0;
    let check = await checkWorld(world);
    while (done < script.steps.length && check.mismatches.length === 0) {
      for (const step of script.steps.slice(done, done + script.checkEvery)) await runStep(context, step);
      done = Math.min(done + script.checkEvery, script.steps.length);
      for (const { work } of context.later.splice(0)) work();
      check = await checkWorld(world);
    }
    isWrong = check.mismatches.length > 0;
    const entries = [...world.ledger.entries.values()];
    const standing = entries.filter(({ state }) => state !== 'reversed');
    return {
      steps: done,
      transfers: check.truth?.judged.size ?? 0,
      attributed: standing.filter(({ linkId }) => linkId !== null).length,
      unmatched: standing.filter(({ linkId }) => linkId === null).length,
      reversed: world.ledger.reversed.size,
      kills: world.counts.kills,
      reorgs: world.counts.reorgs,
      faults: world.faults(),
      invoices: world.owner.invoices.length,
      mismatches: check.mismatches,
    };
  } finally {
    await world.end(isWrong && options.keep);
  }
}
