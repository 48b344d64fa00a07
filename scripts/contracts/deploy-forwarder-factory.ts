import type { Account, Chain, PublicClient, Transport, WalletClient } from 'viem';
import { fail, ok, type Problem, type Result } from '../../shared/result.ts';
import { shortReason } from '../../shared/short-reason.ts';
import { verifyForwarderFactory } from '../../src-main/engine/receiving/verify-forwarder-factory.ts';
import type { DeploymentStep, ForwarderDeploymentPlan } from './plan-forwarder-deployment.ts';

/** Why a deployment was not made, or stopped in the middle; it goes on from there when it is started again. */
export type DeployProblemCode = 'deployment.too-little' | 'deployment.failed';
export type DeployProblem = Problem & { readonly code: DeployProblemCode };

/** A client that reads, and one that signs for the account which pays. */
export interface DeploymentClients {
  readonly reader: PublicClient;
  readonly signer: WalletClient<Transport, Chain, Account>;
}

/**
 * Takes the steps of a plan one after the other, and looks at the code afterwards: that it is right is what counts,
 * whoever deployed it. `tell` gets a line for each transaction.
 */
export async function deployForwarderFactory(
  clients: DeploymentClients,
  plan: ForwarderDeploymentPlan,
  tell: (line: string) => void,
): Promise<Result<true, DeployProblem>> {
  const { reader, signer } = clients;
  const balance = await reader.getBalance({ address: signer.account.address });
  if (balance < plan.cost)
    return fail(
      'deployment.too-little',
      `${signer.account.address} holds ${balance} wei of the chain's coin and needs ${plan.cost}. Nothing was sent.`,
    );
  let failure = '';
  for (const step of plan.steps) {
    try {
      failure = await take(clients, plan, step, tell);
    } catch (error) {
      failure = shortReason(error);
    }
    if (failure !== '') break;
  }
  const verified = await verifyForwarderFactory(async (address) => (await reader.getCode({ address })) ?? '0x');
  if (verified.ok) return ok(true);
  return fail('deployment.failed', `${failure || verified.problem.message} Start it again: it goes on from here.`, {
    retryable: true,
  });
}

/** Returns what went wrong, or the empty string. */
async function take(
  { reader, signer }: DeploymentClients,
  { gasPrice, tip }: ForwarderDeploymentPlan,
  step: DeploymentStep,
  tell: (line: string) => void,
): Promise<string> {
  const hash =
    step.kind === 'publish'
      ? await reader.sendRawTransaction({ serializedTransaction: step.signed })
      : await signer.sendTransaction({
          to: step.to,
          value: step.value,
          data: step.data,
          maxFeePerGas: gasPrice,
          maxPriorityFeePerGas: tip,
        });
  tell(`Sent ${hash}: ${step.what}.`);
  const { status } = await reader.waitForTransactionReceipt({ hash, timeout: 300_000 });
  return status === 'success' ? '' : `The transaction ${hash} was reverted.`;
}
