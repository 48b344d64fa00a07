/**
 * Puts the forwarder contracts on a chain: `npm run deploy-forwarder -- --chain base --rpc URL`. Without a key it
 * changes nothing: it prints the plan, the cost, and the transactions for the owner's own wallet to sign.
 */
import { Command } from 'commander';
import { createPublicClient, createWalletClient, defineChain, formatEther, http, numberToHex, type Hex } from 'viem';
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts';
import { chains, type Chain } from '../shared/money/chain.ts';
import { forwarderContracts } from '../shared/payment/forwarder-contracts.ts';
import { deployForwarderFactory } from './contracts/deploy-forwarder-factory.ts';
import { planForwarderDeployment, type ForwarderDeploymentPlan } from './contracts/plan-forwarder-deployment.ts';

const command = new Command('npm run deploy-forwarder --')
  .description('Puts the forwarder contracts on a chain. Without a key it prints the plan, and sends nothing.')
  .usage('--chain NAME --rpc URL [--key-variable VARIABLE --yes]')
  .option('--chain <NAME>', `the chain: ${chains.map(({ shortName }) => shortName).join(', ')}`)
  .option('--rpc <URL>', 'your own endpoint of that chain')
  .option(
    '--key-variable <VARIABLE>',
    'the name of the environment variable that holds the private key of the account which pays; ' +
      'without it, the transactions are printed for your wallet to sign, and nothing is sent',
  )
  .option('--yes', 'send; without it, only the plan is printed', false)
  // What was written is not repeated: it may be a key.
  .configureOutput({
    outputError: (_, write) => write('There is an option that is not known, has no value, or is a word too many.\n'),
  })
  .showHelpAfterError()
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));

/** What the command line asks for. */
interface Request {
  readonly chain: Chain;
  readonly rpc: string;
  readonly account: PrivateKeyAccount | null;
  readonly isMeant: boolean;
}

interface Options {
  readonly chain?: string;
  readonly rpc?: string;
  readonly keyVariable?: string;
  readonly yes: boolean;
}

process.exitCode = await main();

async function main(): Promise<number> {
  const request = readRequest();
  if (typeof request === 'string') return stop(`${request}\n\n${command.helpInformation()}`, 2);
  const { chain, rpc, account, isMeant } = request;
  const transport = http(rpc, { timeout: 30_000 });
  const described = defineChain({
    id: chain.chainId,
    name: chain.name,
    nativeCurrency: { name: chain.nativeSymbol, symbol: chain.nativeSymbol, decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  });
  const reader = createPublicClient({ chain: described, transport, pollingInterval: 500 });
  const plan = await planForwarderDeployment(reader, chain.chainId);
  if (!plan.ok) return stop(plan.problem.message, 1);
  if (plan.value.steps.length === 0) {
    say(`The forwarder contracts are on ${chain.name} already, with the right code. There is nothing to do.`);
    return 0;
  }
  sayPlan(chain, plan.value);
  if (!account) {
    sayTransactions(chain, plan.value);
    return 0;
  }
  say(`\nPaid by ${account.address}.`);
  if (!isMeant) {
    say('Nothing was sent. Add --yes to send it.');
    return 0;
  }
  const signer = createWalletClient({ account, chain: described, transport });
  const deployed = await deployForwarderFactory({ reader, signer }, plan.value, say);
  if (!deployed.ok) return stop(deployed.problem.message, 1);
  say(`Done: the forwarder contracts are on ${chain.name}, with the right code.`);
  return 0;
}

/** Reads the command line, or tells what is wrong with it; never repeats what a variable holds. */
function readRequest(): Request | string {
  const { chain: named, rpc, keyVariable, yes } = command.parse().opts<Options>();
  const chain = chains.find(({ shortName, chainId }) => [shortName, String(chainId)].includes(named ?? ''));
  if (!chain) return named === undefined ? 'Name the chain.' : `"${named}" is no chain of the list.`;
  if (rpc === undefined || !/^https?:\/\//.test(rpc)) return 'Give the address of your endpoint.';
  const account = readAccount(keyVariable);
  return typeof account === 'string' ? account : { chain, rpc, account, isMeant: yes };
}

function readAccount(variable: string | undefined): PrivateKeyAccount | null | string {
  if (variable === undefined) return null;
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(variable) || /^[0-9a-f]{64}$/i.test(variable))
    return '--key-variable takes the name of an environment variable. Never put a key on a command line.';
  const key = process.env[variable]?.trim();
  if (!key) return `The environment variable ${variable} is not set.`;
  try {
    return privateKeyToAccount((key.startsWith('0x') ? key : `0x${key}`) as Hex);
  } catch {
    return `The environment variable ${variable} holds no private key (32 bytes in hex).`;
  }
}

function sayPlan(chain: Chain, { steps, gas, gasPrice, cost }: ForwarderDeploymentPlan): void {
  say(`Forwarder contracts for ${chain.name} (chain ${chain.chainId}). They have not been audited.`);
  say(`  factory  ${forwarderContracts.factory}`);
  say(`  code     ${forwarderContracts.implementation}\n`);
  for (const [index, { what }] of steps.entries()) say(`  ${index + 1}. ${what}`);
  const price = `${gas} gas at up to ${Number(gasPrice) / 1e9} gwei`;
  say(
    `\nCost: at most about ${formatEther(cost)} ${chain.nativeSymbol} (${price}; a rollup's fee for data comes on top).`,
  );
}

function sayTransactions(chain: Chain, { steps }: ForwarderDeploymentPlan): void {
  say('\nNothing was sent. Have your wallet sign and send, in this order, as eth_sendTransaction parameters:');
  for (const step of steps) {
    if (step.kind === 'publish') say(JSON.stringify({ eth_sendRawTransaction: step.signed }));
    else {
      const { to, value, data } = step;
      say(JSON.stringify({ chainId: numberToHex(chain.chainId), to, value: numberToHex(value), data }));
    }
  }
  say('Start this again afterwards: it says whether the code that lies there is right.');
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function stop(message: string, code: number): number {
  process.stderr.write(`${message}\n`);
  return code;
}
