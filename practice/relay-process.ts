import { loadRelayConfig } from '../sync-server/config.ts';
import { startRelay } from '../sync-server/relay.ts';

/**
 * The practice world's relay in a process of its own: the real relay, told by the environment as any other, which tells its
 * parent where it listens and ends when its parent does.
 */
async function main(): Promise<void> {
  const config = loadRelayConfig(process.env);
  if (!config.ok) {
    process.send?.({ problem: config.problem.message });
    process.exitCode = 2;
    return;
  }
  const relay = await startRelay(config.value);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void relay.stop().finally(() => process.exit());
  };
  process.once('disconnect', stop);
  process.once('SIGTERM', stop);
  // The terminal's Ctrl-C reaches the whole group; the parent stops its parts in order.
  process.on('SIGINT', () => undefined);
  process.send?.({ origin: relay.origin });
}

await main();
