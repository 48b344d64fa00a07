import process from 'node:process';
import { Command, InvalidArgumentError } from 'commander';
import { chains } from '../shared/money/chain.ts';
import { loadRelayConfig, settingsHelp } from './config.ts';
import { startRelay } from './relay.ts';

/** Exit code when a setting is wrong: nothing was started. */
const wrongSettings = 2;

await main();

/**
 * Runs the relay until SIGINT or SIGTERM: `npm run relay -- [--config FILE] [--new-epoch]
 * [--watch-afresh CHAIN]`.
 */
async function main(): Promise<void> {
  const flags = readFlags();
  const config = loadRelayConfig({ ...process.env, ...(flags.config ? { RELAY_CONFIG: flags.config } : {}) });
  if (!config.ok) return giveUp(config.problem.message, wrongSettings);
  let relay;
  try {
    relay = await startRelay(config.value, { newEpoch: flags.newEpoch, watchAfresh: flags.watchAfresh ?? [] });
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

/** What the command line says; `watchAfresh` holds chain ids. */
interface Flags {
  readonly config?: string;
  readonly newEpoch: boolean;
  readonly watchAfresh?: readonly number[];
}

function readFlags(): Flags {
  return new Command('npm run relay --')
    .description('Runs the relay until SIGINT or SIGTERM.')
    .option('--config <file>', 'file of settings, as RELAY_CONFIG names it')
    .option('--new-epoch', 'after the database was put back from a backup: every device offers everything again', false)
    .option(
      '--watch-afresh <chain>',
      'forget how far this chain (id or name) was read, compare the payments on record with it, and watch it from its ' +
        'head on; may be given again',
      (named, before: readonly number[] = []) => [...before, readChain(named)],
    )
    .addHelpText('after', `\n${settingsHelp()}`)
    .showHelpAfterError('See npm run relay -- --help.')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongSettings))
    .parse()
    .opts<Flags>();
}

/** A chain by its id or its short name. */
function readChain(named: string): number {
  const chain = chains.find(({ chainId, shortName }) => named === String(chainId) || named === shortName);
  if (!chain) throw new InvalidArgumentError(`There is no chain ${named}. Give its id, such as 8453.`);
  return chain.chainId;
}

function giveUp(message: string, code: number): never {
  process.stderr.write(`${message}\n`);
  process.exit(code);
}
