import process from 'node:process';
import { parseArgs } from 'node:util';
import { chains } from '../shared/money/chain.ts';
import { loadRelayConfig, settingsHelp } from './config.ts';
import { startRelay } from './relay.ts';

/** Exit code when a setting is wrong: nothing was started. */
const wrongSettings = 2;

await main();

/** Runs the relay until SIGINT or SIGTERM: `node sync-server/main.ts [--config FILE] [--new-epoch] [--watch-afresh CHAIN]`. */
async function main(): Promise<void> {
  const { values } = readArguments();
  if (values.help) return void process.stdout.write(settingsHelp());
  const config = loadRelayConfig({ ...process.env, ...(values.config ? { RELAY_CONFIG: values.config } : {}) });
  if (!config.ok) return giveUp(config.problem.message, wrongSettings);
  let relay;
  try {
    relay = await startRelay(config.value, {
      newEpoch: values['new-epoch'] ?? false,
      watchAfresh: (values['watch-afresh'] ?? []).map(readChain),
    });
  } catch (error) {
    return giveUp(`The relay cannot start: ${error instanceof Error ? error.message : String(error)}`, 1);
  }
  const { stop } = relay;
  const end = (): void => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => giveUp(`The relay did not end in order: ${String(error)}`, 1),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

function readArguments() {
  try {
    const options = {
      config: { type: 'string' },
      'new-epoch': { type: 'boolean' },
      'watch-afresh': { type: 'string', multiple: true },
      help: { type: 'boolean', short: 'h' },
    } as const;
    return parseArgs({ options });
  } catch (error) {
    return giveUp(
      `${error instanceof Error ? error.message : String(error)}\nSee node sync-server/main.ts --help.`,
      wrongSettings,
    );
  }
}

/** A chain by its id or its short name. */
function readChain(named: string): number {
  const chain = chains.find(({ chainId, shortName }) => named === String(chainId) || named === shortName);
  return (
    chain?.chainId ?? giveUp(`--watch-afresh: there is no chain ${named}. Give its id, such as 8453.`, wrongSettings)
  );
}

function giveUp(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
