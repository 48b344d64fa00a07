import type { Step } from '../step.ts';
import type { IssuedInvoice } from '../world/owner.ts';
import type { World } from '../world/world.ts';
import { makeNoise } from './make-noise.ts';
import { planPayment, type PlannedTransfer, type SentSoFar } from './plan-payment.ts';
import { inOne, toTransactions } from './to-transactions.ts';

/** What steps share while a script runs. */
export interface StepContext {
  readonly world: World;
  readonly sent: SentSoFar;
  /** What is to be done after so many steps more. */
  readonly later: { steps: number; readonly work: () => void }[];
}

/** Longest that a step waits for the relay: with failing endpoints that can be long. */
const mostPatience = 1_000;
const patienceWithPublication = 1_000;

/** Makes one step happen. What cannot be done (a dead device is to issue) is left out. */
export async function runStep(context: StepContext, step: Step): Promise<void> {
  const { world } = context;
  for (const due of context.later) due.steps -= 1;
  for (const { work } of context.later.filter(({ steps }) => steps < 0)) work();
  context.later.splice(0, context.later.length, ...context.later.filter(({ steps }) => steps >= 0));
  switch (step.do) {
    case 'issue':
    case 'void':
    case 'wallet':
      return runOwnerStep(world, step);
    case 'pay':
    case 'batch':
    case 'noise':
      return runPayerStep(context, step);
    case 'mine':
    case 'clock':
    case 'reorganise':
    case 'catch-up':
      return runChainStep(world, step);
    case 'fault':
      return world.chainAt(step.chain).endpoints[step.endpoint]?.fail(step.mode, step.every);
    case 'heal':
      return world.chainAt(step.chain).endpoints.forEach((endpoint) => endpoint.heal());
    case 'kill-relay':
    case 'kill-device':
    case 'switch-device':
      return runProcessStep(context, step);
  }
}

async function runOwnerStep(world: World, step: Extract<Step, { do: 'issue' | 'void' | 'wallet' }>): Promise<void> {
  if (world.owner.active.isDown) return;
  if (step.do === 'wallet') return world.owner.chooseWallet(step.wallet);
  if (step.do === 'issue') {
    await world.relay.start();
    await world.owner.issue({ amount: step.amount, currency: step.currency, dueDate: world.dateIn(step.dueDays) });
    return waitForPublication(world);
  }
  const invoice = pick(world.owner.invoices, step.invoice);
  if (invoice) await world.owner.voidInvoice(invoice, world.rests.at(-1)?.heads ?? new Map());
}

async function runPayerStep(
  { world, sent }: StepContext,
  step: Extract<Step, { do: 'pay' | 'batch' | 'noise' }>,
): Promise<void> {
  const { chain } = world.chainAt(step.chain);
  const plan = (payment: Parameters<typeof planPayment>[0]): PlannedTransfer[] => {
    const invoice = pick(world.owner.invoices, payment.invoice);
    return invoice ? planPayment(payment, chain.tokens, invoice, sent) : [];
  };
  if (step.do === 'pay') chain.queue(toTransactions(chain, plan(step)));
  if (step.do === 'batch') {
    const planned = step.parts.flatMap(plan);
    if (planned.length > 0) chain.queue([inOne(chain, planned, step.isWallet)]);
  }
  if (step.do === 'noise') {
    const invoice = pick(world.owner.invoices, step.invoice);
    const transaction = invoice && makeNoise(step, chain, invoice);
    if (transaction) chain.queue([transaction]);
  }
}

async function runChainStep(
  world: World,
  step: Extract<Step, { do: 'mine' | 'clock' | 'reorganise' | 'catch-up' }>,
): Promise<void> {
  if (step.do === 'clock') return world.clock.jump(step.hours * 3_600);
  const { chain } = world.chainAt(step.chain);
  if (step.do === 'mine') return chain.mine(step.blocks, step.seconds);
  if (step.do === 'catch-up') return waitForRelay(world, chain.chainId);
  if (step.seen) await waitForRelay(world, chain.chainId);
  const keep = (index: number): boolean => (index * 37 + step.depth * 11) % 100 < step.keep;
  const { depth, blocks } = step;
  const gone = await chain.reorganise({ depth, blocks, seconds: 1 + (depth % 7), keep });
  if (gone > 0) world.counts.reorgs += 1;
}

async function runProcessStep(
  { world, later }: StepContext,
  step: Extract<Step, { do: 'kill-relay' | 'kill-device' | 'switch-device' }>,
): Promise<void> {
  const { relay, owner, counts } = world;
  if (step.do === 'switch-device') {
    if (step.isFresh) counts.restores += 1;
    counts.kills += 1;
    return owner.switchDevice(step.isFresh, step.device);
  }
  const victim = step.do === 'kill-relay' ? relay : owner.active;
  if (victim.isDown) return;
  await victim.kill();
  counts.kills += 1;
  later.push({ steps: step.downFor, work: () => void victim.start() });
}

/**
 * Until the newest invoice is out and its past has been looked through, or for a while: then nobody knows, and the next
 * comparison finds out.
 */
async function waitForPublication({ relay, ledger, owner, chains }: World): Promise<void> {
  const invoice = owner.invoices.at(-1);
  const until = Date.now() + patienceWithPublication;
  while (invoice && invoice.publishedAt.size === 0 && Date.now() < until) {
    const heads = chains.map(({ chain }) => [chain.chainId, chain.head] as const);
    const link = await ledger.client.call('getLink', { params: { id: invoice.linkId } });
    if (link.ok && (await isScanned(relay.origin))) for (const head of heads) invoice.publishedAt.set(...head);
    else if (!link.ok) await owner.hurry();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function isScanned(origin: string): Promise<boolean> {
  const answer = await fetch(`${origin}/status`).catch(() => null);
  if (!answer?.ok) return false;
  const { chains } = (await answer.json()) as { chains: { pendingScans: number }[] };
  return chains.every(({ pendingScans }) => pendingScans === 0);
}

/** Until the relay has read the chain to its head, or for a while. */
async function waitForRelay({ relay, ledger, chains }: World, chainId: number): Promise<void> {
  const chain = chains.find((each) => each.chain.chainId === chainId)?.chain;
  const until = Date.now() + mostPatience;
  while (!relay.isDown && Date.now() < until) {
    const answer = await ledger.client.call('listChains', {});
    const state = answer.ok ? answer.value.chains.find((each) => each.chainId === chainId) : undefined;
    if (state?.checkedThrough === String(chain?.head)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** One of a list, the newest most often: three quarters of the picks fall on the newer half. */
function pick(invoices: readonly IssuedInvoice[], which: number): IssuedInvoice | undefined {
  const back = Math.floor((which / 1_000) ** 2 * invoices.length);
  return invoices[invoices.length - 1 - back];
}
