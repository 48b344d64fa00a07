import process from 'node:process';
import { loadRelayConfig } from '../../sync-server/config.ts';
import { startRelay } from '../../sync-server/relay.ts';
import { buildPracticeWallet } from '../wallet/build.ts';

/**
 * A relay on the practice chain as a process of its own: settings from the environment (`practiceRelaySettings`).
 * Prints one line of JSON, `{"origin": …, "port": …}`, when it serves; ends at SIGTERM, SIGINT, or when its
 * standard input ends.
 */
const config = loadRelayConfig(process.env);
if (!config.ok || !config.value.practice) {
  process.stderr.write(
    `${config.ok ? 'PRACTICE=1 is not set: this entry is for the practice chain only.' : config.problem.message}\n`,
  );
  process.exit(2);
}
const relay = await startRelay(config.value, {
  practiceWallet: await buildPracticeWallet(),
  logDestination: { write: (line) => void process.stderr.write(line) },
});
process.stdout.write(`${JSON.stringify({ origin: relay.origin, port: relay.port })}\n`);

const end = (): void => void relay.stop().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);
process.stdin.once('end', end).resume();
