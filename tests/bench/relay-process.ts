import { loadRelayConfig } from '../../sync-server/config.ts';
import { startRelay } from '../../sync-server/relay.ts';
import { unwrap } from '../../shared/result.ts';

/** A relay in a process of its own, set up by its environment; prints its address, and its most memory in kB at its end. */
const relay = await startRelay(unwrap(loadRelayConfig(process.env)), { page: false });
process.stdout.write(`${relay.origin}\n`);
process.once('SIGTERM', () => {
  void relay.stop().then(() => {
    process.stdout.write(`${process.resourceUsage().maxRSS}\n`);
    process.exit();
  });
});
