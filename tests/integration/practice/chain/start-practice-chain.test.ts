import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { encodeFunctionData, erc20Abi, parseEventLogs, type Address } from 'viem';
import { describe, expect, onTestFinished, test } from 'vitest';
import { findAnvil } from '../../../../practice/chain/anvil-engine.ts';
import { canRunHardhat } from '../../../../practice/chain/hardhat-engine.ts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { createPracticeClient, type ChainEngine } from '../../../../practice/chain/practice-chain.ts';
import { batchPayerAddress, practiceTokens } from '../../../../practice/chain/practice-tokens.ts';
import {
  startPracticeChain,
  type PracticeChain,
  type PracticeChainOptions,
} from '../../../../practice/chain/start-practice-chain.ts';
import { BatchPayer, PracticeToken } from '../../../../practice/contracts/artifacts.ts';
import { verifyForwarderFactory } from '../../../../src-main/engine/receiving/verify-forwarder-factory.ts';

const engines: ChainEngine[] = [];
if (findAnvil() !== undefined) engines.push('anvil');
if (canRunHardhat()) engines.push('hardhat');
else console.warn("Hardhat's node is not tested: run `npm ci` under Node 22 or newer to install its native part.");

test('this machine can run a practice chain', () => {
  expect(engines).not.toEqual([]);
});

describe.each(engines)('on %s', (engine) => {
  test('deploys the tokens at their constant addresses and gives the payer money', async () => {
    const chain = await start({ engine, blockTimeSeconds: 0 });
    const client = createPracticeClient(chain.rpcUrl, engine);
    expect(await client.getChainId()).toBe(31337);
    for (const { address, symbol, decimals } of practiceTokens) {
      const read = { address, abi: erc20Abi } as const;
      expect(await client.readContract({ ...read, functionName: 'symbol' })).toBe(symbol);
      expect(await client.readContract({ ...read, functionName: 'decimals' })).toBe(decimals);
      const args = [chain.accounts.payer.address] as const;
      const balance = await client.readContract({ ...read, functionName: 'balanceOf', args });
      expect(balance).toBe(1_000_000n * 10n ** BigInt(decimals));
    }
  });

  test('has the forwarder factory where every chain has it, also after a restart', async () => {
    const stateFile = path.join(await temporaryFolder(), 'chain.json');
    for (const _ of ['first', 'second']) {
      const chain = await start({ engine, stateFile, blockTimeSeconds: 0.2 });
      const client = createPracticeClient(chain.rpcUrl, engine);
      const readCode = async (address: Address) => (await client.getCode({ address })) ?? '0x';
      expect(await verifyForwarderFactory(readCode)).toEqual({ ok: true, value: true });
      // Nothing is deployed again.
      expect(await client.getTransactionCount({ address: chain.accounts.others.at(-1)!.address })).toBeLessThanOrEqual(
        2,
      );
      await chain.stop();
    }
  });

  test('goes on from its state file: same blocks, same balances, logs still found', async () => {
    const stateFile = path.join(await temporaryFolder(), 'chain.json');
    const first = await start({ engine, stateFile, blockTimeSeconds: 0.2 });
    const to = first.accounts.others[0]!.address;
    const token = practiceTokens[1]!.address;
    const paid = await payInvoice({ rpcUrl: first.rpcUrl, token, to, amount: 5n, tag: '0xfeedbeef' });
    await first.stop();

    const second = await start({ engine, stateFile, blockTimeSeconds: 0.2 });
    const client = createPracticeClient(second.rpcUrl, engine);
    const [log] = await client.getLogs({ address: token, blockHash: paid.blockHash! });
    expect(log).toMatchObject({ transactionHash: paid.txHash, logIndex: paid.logIndex });
    expect((await client.getTransaction({ hash: paid.txHash })).input).toMatch(/feedbeef$/);
    await payInvoice({ rpcUrl: second.rpcUrl, token, to, amount: 7n });
    const balanceOf = { abi: erc20Abi, functionName: 'balanceOf', args: [to], address: token } as const;
    expect(await client.readContract(balanceOf)).toBe(12n);
  });

  test('confirmations go on after a payment', async () => {
    const chain = await start({ engine, blockTimeSeconds: 0.05 });
    const { payer, others } = chain.accounts;
    const token = practiceTokens[0]!.address;
    const { blockNumber } = await payInvoice({
      rpcUrl: chain.rpcUrl,
      token,
      to: others[0]!.address,
      amount: 1n,
      from: payer,
    });
    const client = createPracticeClient(chain.rpcUrl, engine);
    const head = await new Promise<bigint>((resolve) => {
      const stop = client.watchBlockNumber({
        pollingInterval: 20,
        onBlockNumber: (number) => {
          if (number < blockNumber! + 3n) return;
          stop();
          resolve(number);
        },
      });
    });
    expect(head).toBeGreaterThanOrEqual(blockNumber! + 3n);
  });
});

test('a port that is taken is no failure', async () => {
  const blocker = createServer().listen(0, '127.0.0.1');
  await once(blocker, 'listening');
  onTestFinished(() => void blocker.close());
  const address = blocker.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const chain = await start({ port, blockTimeSeconds: 0 });
  expect(new URL(chain.rpcUrl).port).not.toBe(String(port));
  expect(await createPracticeClient(chain.rpcUrl).getChainId()).toBe(31337);
});

test('the batch payer makes two transfers in one transaction', async () => {
  const chain = await start({ blockTimeSeconds: 0 });
  const client = createPracticeClient(chain.rpcUrl);
  const usdc = practiceTokens[0]!.address;
  const usdt = practiceTokens[1]!.address;
  const account = chain.accounts.payer;
  for (const token of [usdc, usdt])
    await payInvoice({ rpcUrl: chain.rpcUrl, token, to: batchPayerAddress, amount: 9n });
  const to = chain.accounts.others[0]!.address;
  const payments = [
    { token: usdc, to, value: 4n },
    { token: usdt, to, value: 9n },
  ];
  const data = encodeFunctionData({ abi: BatchPayer.abi, functionName: 'payAll', args: [payments] });
  const hash = await client.sendTransaction({ account, to: batchPayerAddress, data });
  const { logs } = await client.waitForTransactionReceipt({ hash });
  const transfers = parseEventLogs({ abi: PracticeToken.abi, logs, eventName: 'Transfer' });
  expect(transfers.map(({ args }) => args.value)).toEqual([4n, 9n]);
});

test('killing the program that started it loses no payment and leaves no node behind', async () => {
  const stateFile = path.join(await temporaryFolder(), 'chain.json');
  const url = (file: string) => JSON.stringify(new URL(`../../../../practice/chain/${file}`, import.meta.url).href);
  const program = `
    const { startPracticeChain } = await import(${url('start-practice-chain.ts')});
    const { payInvoice } = await import(${url('payer.ts')});
    const chain = await startPracticeChain({ stateFile: ${JSON.stringify(stateFile)}, blockTimeSeconds: 0 });
    const token = chain.tokens[0].address;
    const paid = await payInvoice({ rpcUrl: chain.rpcUrl, token, to: chain.accounts.others[0].address, amount: 3n });
    console.log(JSON.stringify({ rpcUrl: chain.rpcUrl, txHash: paid.txHash, pid: chain.pid }));
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { rpcUrl, txHash, pid } = JSON.parse(line) as { rpcUrl: string; txHash: `0x${string}`; pid: number };
  await processGone(pid);
  await expect(fetch(rpcUrl)).rejects.toThrow('fetch failed');

  const again = await start({ stateFile, blockTimeSeconds: 0 });
  const receipt = await createPracticeClient(again.rpcUrl).getTransactionReceipt({ hash: txHash });
  expect(receipt.status).toBe('success');
});

test.runIf(canRunHardhat())('a state file of nonsense is an error that says so', async () => {
  const stateFile = path.join(await temporaryFolder(), 'chain.json');
  await writeFile(stateFile, '{"no": "chain"}');
  await expect(startPracticeChain({ stateFile, engine: 'hardhat' })).rejects.toThrow(/was not written by Hardhat/);
});

async function start(options: PracticeChainOptions): Promise<PracticeChain> {
  const chain = await startPracticeChain(options);
  onTestFinished(() => chain.stop());
  return chain;
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quittance-chain-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Settles when the process has ended; it is not our child, so its end can only be polled. */
async function processGone(pid: number): Promise<void> {
  await expect.poll(() => isRunning(pid), { timeout: 30_000, message: `process ${pid} still runs` }).toBe(false);
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
