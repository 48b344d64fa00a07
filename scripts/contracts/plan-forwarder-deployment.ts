import { keccak256, type Address, type Hex, type PublicClient } from 'viem';
import { deterministicDeploymentProxy } from '../../contracts/deterministic-deployment-proxy.ts';
import { forwarderContracts } from '../../shared/payment/forwarder-contracts.ts';
import { fail, ok, type Problem, type Result } from '../../shared/result.ts';
import { shortReason } from '../../shared/short-reason.ts';
import { verifyForwarderFactory } from '../../src-main/engine/receiving/verify-forwarder-factory.ts';

/** A transaction of the plan: one that an account sends, or one that is signed already and only has to be published. */
export type DeploymentStep =
  | { readonly kind: 'send'; readonly what: string; readonly to: Address; readonly value: bigint; readonly data: Hex }
  | { readonly kind: 'publish'; readonly what: string; readonly signed: Hex };

/**
 * What is to be done on a chain, in order: nothing (`steps` empty) where the contracts are there. `gas` is for the
 * steps that are sent; `gasPrice` (wei) is the most that is offered for a unit, `tip` what of it goes to the block's
 * maker; `cost` (wei) is what the account pays at that price at most, with the coins that it gives away. A rollup's own
 * fee for data, small today, comes on top.
 */
export interface ForwarderDeploymentPlan {
  readonly steps: readonly DeploymentStep[];
  readonly gas: bigint;
  readonly gasPrice: bigint;
  readonly tip: bigint;
  readonly cost: bigint;
}

/** Why nothing is deployed. */
export type DeploymentProblemCode = 'deployment.other-chain' | 'deployment.other-code' | 'deployment.endpoint';
export type DeploymentProblem = Problem & { readonly code: DeploymentProblemCode };

/** Keccak-256 of the deployment proxy's code. */
const proxyCodeHash = '0x2fa86add0aed31f33a762c9d88e807c475bd51d0f52bd0955754b2608f7e4989';
/**
 * Gas for a deployment where it cannot be estimated yet, because the proxy is not there (measured:
 * docs/receiving.md; with room).
 */
const deploymentGas = 1_000_000n;
const transferGas = 21_000n;

/**
 * Looks at a chain and plans the deployment of the forwarder contracts. Sends nothing. Refuses a chain other than the
 * one meant, and one where other code lies at the addresses of the proxy, the factory or the forwarder's code.
 */
export async function planForwarderDeployment(
  client: PublicClient,
  chainId: number,
): Promise<Result<ForwarderDeploymentPlan, DeploymentProblem>> {
  try {
    const serves = await client.getChainId();
    if (serves !== chainId)
      return fail('deployment.other-chain', `The endpoint serves chain ${serves}, not ${chainId}. Nothing was sent.`);
    return await planOn(client);
  } catch (error) {
    return fail('deployment.endpoint', `The endpoint did not answer as it should: ${shortReason(error)}`, {
      retryable: true,
    });
  }
}

async function planOn(client: PublicClient): Promise<Result<ForwarderDeploymentPlan, DeploymentProblem>> {
  const codeAt = async (address: Address): Promise<Hex> => (await client.getCode({ address })) ?? '0x';
  const found = await verifyForwarderFactory(codeAt);
  if (found.ok) return ok({ steps: [], gas: 0n, gasPrice: 0n, tip: 0n, cost: 0n });
  if (found.problem.code === 'forwarder.endpoint-silent') throw new Error(found.problem.message);
  if (found.problem.code === 'forwarder.other-code') return otherCode(found.problem.message);
  const proxy = await codeAt(forwarderContracts.deploymentProxy);
  if (proxy !== '0x' && keccak256(proxy) !== proxyCodeHash)
    return otherCode(`At ${forwarderContracts.deploymentProxy} is other code than the deterministic deployment proxy.`);
  const isProxyThere = proxy !== '0x';
  const { maxFeePerGas, maxPriorityFeePerGas: tip } = await client.estimateFeesPerGas();
  // Room for the base fee to rise between the steps (an eighth a block at most, EIP-1559).
  const gasPrice = (maxFeePerGas * 3n) / 2n;
  const steps = isProxyThere ? [deployFactory] : [...deployProxy, deployFactory];
  const gas = isProxyThere
    ? await client.estimateGas({ to: deployFactory.to, data: deployFactory.data })
    : deploymentGas + transferGas;
  const given = isProxyThere ? 0n : deterministicDeploymentProxy.cost;
  return ok({ steps, gas, gasPrice, tip, cost: gas * gasPrice + given });
}

const deployFactory = {
  kind: 'send',
  what: 'deploy the forwarder factory through the deployment proxy',
  to: forwarderContracts.deploymentProxy,
  value: 0n,
  data: forwarderContracts.deploymentCalldata,
} as const satisfies DeploymentStep;

const deployProxy: readonly DeploymentStep[] = [
  {
    kind: 'send',
    what: 'pay the one who deploys the deployment proxy, an account that nobody has the key of',
    to: deterministicDeploymentProxy.signer,
    value: deterministicDeploymentProxy.cost,
    data: '0x',
  },
  {
    kind: 'publish',
    what: 'publish the transaction that deploys the deployment proxy, signed for every chain',
    signed: deterministicDeploymentProxy.transaction,
  },
];

function otherCode(message: string): Result<never, DeploymentProblem> {
  return fail('deployment.other-code', `${message} Nothing was sent.`);
}
