import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { keccak256, toHex, type Address, type Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deterministicDeploymentProxy } from '../../../contracts/deterministic-deployment-proxy.ts';
import { practiceAccounts } from '../../../practice/chain/practice-accounts.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';
import { verifyForwarderFactory } from '../../../src-main/engine/receiving/verify-forwarder-factory.ts';
import { hasAnvil, openBlankWorld, type ForwarderWorld } from '../contracts/forwarder-world.ts';

const script = fileURLToPath(new URL('../../../scripts/deploy-forwarder.ts', import.meta.url));
const { factory, implementation, deploymentProxy } = forwarderContracts;
const key = toHex(practiceAccounts.others[0]!.getHdKey().privateKey!);

/** What the command said, and its exit code. */
interface Ran {
  readonly code: number;
  readonly output: string;
}

describe.runIf(hasAnvil)('deploy-forwarder', () => {
  let world: ForwarderWorld;
  beforeEach(async () => {
    world = await openBlankWorld(8453);
  });
  afterEach(() => world.stop());

  async function run(flags: readonly string[], variables: Record<string, string> = {}): Promise<Ran> {
    const args = ['--disable-warning=ExperimentalWarning', script, ...flags];
    const env = { ...process.env, NODE_OPTIONS: '', ...variables };
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { env });
      return { code: 0, output: stdout + stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, output: stdout + stderr };
    }
  }
  const onBase = (...more: string[]) => ['--chain', 'base', '--rpc', world.rpcUrl, ...more];
  const verify = () => verifyForwarderFactory(async (address) => (await world.client.getCode({ address })) ?? '0x');
  const head = () => world.client.getBlockNumber({ cacheTime: 0 });

  test('without a key prints the plan, the cost and transactions for a wallet, and these do it', async () => {
    const before = await head();
    const { code, output } = await run(onBase());
    expect(code).toBe(0);
    expect(output).toContain(factory);
    expect(output).toContain('They have not been audited.');
    expect(output).toMatch(/Cost: at most about 0\.\d+ ETH/);
    expect(output).toContain('Nothing was sent.');
    expect(await head()).toBe(before);

    const lines = output.split('\n').filter((line) => line.startsWith('{'));
    const transactions = lines.map((line) => JSON.parse(line) as Record<string, Hex>);
    expect(transactions).toHaveLength(3);
    for (const { eth_sendRawTransaction: signed, chainId, to, value, data } of transactions) {
      if (signed) await world.client.sendRawTransaction({ serializedTransaction: signed });
      else {
        expect(chainId).toBe('0x2105');
        await world.send({ to: to as Address, value: BigInt(value!), data: data! });
      }
    }
    expect(await verify()).toEqual({ ok: true, value: true });
    expect(keccak256((await world.client.getCode({ address: deploymentProxy }))!)).toMatch(/^0x2fa86add/);
    expect(await run(onBase())).toMatchObject({ code: 0, output: expect.stringContaining('There is nothing to do.') });
  });

  test('with a key in a variable sends only what is meant, pays no more than it said, and shows no key', async () => {
    const flags = onBase('--key-variable', 'DEPLOYER');
    const before = await head();
    const planned = await run(flags, { DEPLOYER: key });
    expect(planned.output).toContain('Nothing was sent. Add --yes to send it.');
    expect(await head()).toBe(before);

    const address = practiceAccounts.others[0]!.address;
    const balance = await world.client.getBalance({ address });
    const { code, output } = await run([...flags, '--yes'], { DEPLOYER: key });
    expect(output).toContain('Done: the forwarder contracts are on Base, with the right code.');
    expect(code).toBe(0);
    expect(await verify()).toEqual({ ok: true, value: true });
    const cost = Number(/about (0\.\d+) ETH/.exec(output)?.[1]);
    expect(Number(balance - (await world.client.getBalance({ address }))) / 1e18).toBeLessThanOrEqual(cost);
    expect(planned.output + output).not.toContain(key.slice(2));
  });

  test('where the proxy is already, one transaction does it, and it goes on from one that was cut off', async () => {
    const { signer, cost, transaction } = deterministicDeploymentProxy;
    await world.send({ to: signer, value: cost });
    await world.client.sendRawTransaction({ serializedTransaction: transaction });
    const { code, output } = await run(onBase('--key-variable', 'DEPLOYER', '--yes'), { DEPLOYER: key.slice(2) });
    expect(output.match(/^Sent /gm)).toHaveLength(1);
    expect(code).toBe(0);
    expect(await verify()).toEqual({ ok: true, value: true });
  });

  test('refuses another chain, other code at any of the addresses, and an account with too little', async () => {
    const sending = (chain: string, holder = key) =>
      run(['--chain', chain, '--rpc', world.rpcUrl, '--key-variable', 'DEPLOYER', '--yes'], { DEPLOYER: holder });
    const refused = (what: string) => ({ code: 1, output: expect.stringContaining(what) });
    const before = await head();
    expect(await sending('polygon')).toMatchObject(refused('serves chain 8453, not 137. Nothing was sent.'));
    expect(await sending('base', generatePrivateKey())).toMatchObject(refused('holds 0 wei'));
    for (const address of [factory, implementation, deploymentProxy] as const) {
      await world.client.setCode({ address, bytecode: '0x60016000f3' });
      expect(await sending('base')).toMatchObject(refused('other code'));
      await world.client.setCode({ address, bytecode: '0x' });
    }
    expect(await head()).toBe(before);
    const silent = await run(['--chain', 'base', '--rpc', 'http://127.0.0.1:1']);
    expect(silent).toMatchObject({ code: 1, output: expect.stringContaining('did not answer') });
  });

  test('says how it is used when it is used otherwise', async () => {
    const endpoint = ['--rpc', 'http://127.0.0.1:1'];
    const wrong = [
      run(['--chain', 'solana', ...endpoint]),
      run(['--chain', 'base']),
      run(['--chain', 'base', ...endpoint, '--key-variable', 'NOT_SET_HERE']),
      run(['--chain', 'base', ...endpoint, '--key-variable', 'D'], { D: 'a secret' }),
    ];
    for (const { code, output } of await Promise.all(wrong)) {
      expect(code).toBe(2);
      expect(output).toContain('npm run deploy-forwarder -- --chain NAME');
      expect(output).not.toContain('a secret');
    }
  });

  test('takes no key on the command line and does not repeat it', async () => {
    const secret = `ab${generatePrivateKey().slice(4)}`;
    expect(privateKeyToAccount(`0x${secret}`).address).toMatch(/^0x/);
    const wrong = [
      ['--key-variable', secret],
      ['--key-variable', `0x${secret}`],
      ['--key', secret],
      [`--key=${secret}`],
      [secret],
    ];
    for (const { code, output } of await Promise.all(wrong.map((flags) => run(onBase(...flags))))) {
      expect(code).toBe(2);
      expect(output).not.toContain(secret);
    }
  });
});
