import { pause } from '../pause.ts';
import type { StatusKeeper } from './chain-status.ts';
import type { FollowedChain } from './followed-chain.ts';
import { runPendingScan, type ScanOutcome } from './run-pending-scans.ts';
import { seekAgreement } from './seek-agreement.ts';
import type { EndpointHealth } from './store-endpoint-health.ts';

const pollMilliseconds = 5_000;

/** What a chain's ledger does beside its blocks. */
export interface BackgroundWork {
  /** Looks at once what there is to do. */
  wake(): void;
  /** Looks at once whether something waits for a block that was applied. */
  applied(block: bigint): void;
  stop(): void;
  readonly ended: Promise<void>;
}

/**
 * Looks through the past of published links, seeks agreement on large payments, and keeps the health of the
 * endpoints on record: when a link is published, when it is woken, and every few seconds. A long scan goes on page
 * by page between the others.
 */
export function keepWorking(chain: FollowedChain, status: StatusKeeper, health: EndpointHealth): BackgroundWork {
  const stopped = new AbortController();
  const signal = AbortSignal.any([stopped.signal, chain.signal]);
  let wake = Promise.withResolvers<void>();
  let isWoken = true;
  let soughtAt = 0;
  let outcome: ScanOutcome = { kind: 'wait' };
  const unsubscribe = chain.context.hub.subscribe((told) => told.type === 'watch' && wake.resolve());
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      wake = Promise.withResolvers<void>();
      outcome = { kind: 'wait' };
      try {
        if (isWoken || performance.now() - soughtAt >= pollMilliseconds) {
          isWoken = false;
          soughtAt = performance.now();
          await seekAgreement(chain);
        }
        outcome = await runPendingScan(chain);
        await health.store();
        await status.check();
      } catch (error) {
        if (!signal.aborted)
          chain.context.log.error({ err: error, chainId: chain.chainId }, 'a scan failed; it is tried again');
      }
      if (outcome.kind !== 'more') await Promise.race([wake.promise, pause(pollMilliseconds, signal)]);
    }
  };
  return {
    wake() {
      isWoken = true;
      wake.resolve();
    },
    applied(block) {
      if (outcome.kind === 'ahead' && block >= outcome.block) wake.resolve();
    },
    stop: () => stopped.abort(),
    ended: run().finally(unsubscribe),
  };
}
