import type { ScriptResult } from './run-script.ts';
import type { Script, Step } from './step.ts';

/** The shortest script found that still ends in a mismatch, with what came of it. */
export interface ShrunkScript {
  readonly script: Script;
  readonly result: ScriptResult;
  readonly tries: number;
}

/** How long to look for a shorter script. */
export interface ShrinkLimits {
  readonly tries: number;
  readonly milliseconds: number;
}

/**
 * Looks for a shorter script with a mismatch: leaves out halves, then quarters, and so on, as long as a ledger is still
 * wrong (delta debugging, Zeller and Hildebrandt 2002). Processes are not in step with the script, so a shorter one
 * that went well once may still have the fault in it: what is found is short, not always the shortest.
 */
export async function shrinkScript(
  failed: Script,
  found: ScriptResult,
  run: (script: Script) => Promise<ScriptResult>,
  limits: ShrinkLimits,
): Promise<ShrunkScript> {
  const until = performance.now() + limits.milliseconds;
  let best = { script: checkedAtTheEnd(failed, failed.steps.slice(0, found.steps)), result: found };
  let tries = 0;
  let parts = 2;
  while (parts <= Math.max(best.script.steps.length, 1) * 2 && tries < limits.tries && performance.now() < until) {
    const size = Math.max(Math.ceil(best.script.steps.length / parts), 1);
    let isShorter = false;
    for (let at = 0; at < best.script.steps.length; at += size) {
      if (tries >= limits.tries || performance.now() >= until) break;
      const { steps } = best.script;
      const candidate = checkedAtTheEnd(failed, [...steps.slice(0, at), ...steps.slice(at + size)]);
      if (candidate.steps.length === 0) continue;
      tries += 1;
      const result = await run(candidate);
      if (result.mismatches.length === 0) continue;
      best = { script: candidate, result };
      isShorter = true;
      break;
    }
    if (isShorter) parts = Math.max(parts - 1, 2);
    else if (size === 1) break;
    else parts *= 2;
  }
  return { ...best, tries };
}

function checkedAtTheEnd({ seed, chains }: Script, steps: readonly Step[]): Script {
  return { seed, chains, checkEvery: Math.max(steps.length, 1), steps: [...steps] };
}
