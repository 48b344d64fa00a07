import type { OracleChain } from '../oracle/model.ts';
import type { World } from '../world/world.ts';
import { compareDevice, compareRelay, type Mismatch } from './compare-ledgers.ts';
import { findUntold } from './database-ledger.ts';
import { readDeviceLedger } from './device-ledger.ts';
import { findTruth, type Truth } from './truth.ts';

/** A difference that stays for so long is wrong. */
const mostPatience = 60_000;
/** … and only when it was seen so often: on a loaded machine a comparison can take long. */
const fewestComparisons = 8;
const patienceWithRests = 3_000;
const pause = 150;
/** A device that is asked for everything all the time comes to nothing else. */
const pauseForDevices = 1_500;

/** What a comparison found; `truth` is what it was compared with; null where it did not come to that. */
export interface Check {
  readonly mismatches: readonly Mismatch[];
  readonly truth: Truth | null;
}

/**
 * Brings the world to rest (everything runs, nothing fails, nothing is mined) and compares every ledger with the truth:
 * what the relay told, its database, and what each running device shows. A difference counts when it stays.
 */
export async function checkWorld(world: World): Promise<Check> {
  await calm(world);
  const chains = await Promise.all(world.chains.map(({ chain }) => readChain(chain)));
  let calmedAt = performance.now();
  let changedAt = calmedAt;
  let isFresh = false;
  let before = '';
  let comparisons = 0;
  for (;;) {
    const check = await compare(world, chains);
    const { mismatches } = check;
    if (mismatches.length === 0) {
      noteRest(world);
      await world.owner.leaveOne();
      return check;
    }
    const now = performance.now();
    const found = `${mismatches.length} ${mismatches[0]?.what}`;
    if (found !== before) changedAt = now;
    comparisons = found === before ? comparisons + 1 : 0;
    before = found;
    if (now - changedAt > mostPatience && comparisons >= fewestComparisons) return check;
    if (now - calmedAt > patienceWithRests) {
      // What failed often is left alone for long: a relay that starts has no grudge, and a person can say "now".
      if (!isFresh) await restart(world);
      isFresh = true;
      await world.owner.hurry();
      calmedAt = performance.now();
    }
    await rest(mismatches.every(({ ledger }) => ledger === 'relay') ? pause : pauseForDevices);
  }
}

async function restart({ relay, counts }: World): Promise<void> {
  await relay.kill();
  await relay.start();
  counts.kills += 1;
}

async function calm({ chains, relay, owner }: World): Promise<void> {
  for (const { chain, endpoints } of chains) {
    for (const endpoint of endpoints) endpoint.heal();
    await chain.mine(chain.shorter + 1, 1);
  }
  await relay.start();
  await owner.takeStock();
  await owner.hurry();
}

async function readChain(chain: World['chains'][number]['chain']): Promise<OracleChain> {
  const { chainId, head, safe, finalized, tokens } = chain;
  return {
    chainId,
    head,
    safe,
    finalized,
    blocks: await chain.truth(),
    tokens: new Map(tokens.map(({ token }) => [token.address.toLowerCase(), token.decimals])),
  };
}

/** The cheapest comparison first: as long as one differs, those that build on it are left out. */
async function compare(world: World, chains: readonly OracleChain[]): Promise<Check> {
  const { ledger, owner } = world;
  const unread = (await ledger.read()) ? await findUnread(world) : ['it does not answer'];
  const blame = (what: string): Mismatch => ({ ledger: 'relay', about: 'chain', what });
  if (unread.length > 0) return { truth: null, mismatches: unread.map(blame) };
  const unpublished = await findUnpublished(world);
  if (unpublished.length > 0) return { truth: null, mismatches: unpublished.map(blame) };
  const truth = findTruth(chains, owner.invoices, ledger.entries, world.rests);
  const mismatches = compareRelay(truth, ledger.entries);
  if (mismatches.length > 0) return { truth, mismatches };
  const untold = await findUntold(world.database, ledger.entries);
  if (untold.length > 0) return { truth, mismatches: untold.map(blame) };
  const differing: Mismatch[] = [];
  for (const device of owner.devices.filter(({ isDown }) => !isDown))
    differing.push(...compareDevice(truth, ledger.entries, await readDeviceLedger(device, owner.invoices)));
  return { truth, mismatches: differing };
}

/** What keeps the relay from having read everything. */
async function findUnread({ ledger, relay, chains }: World): Promise<string[]> {
  const answer = await ledger.client.call('listChains', {});
  if (!answer.ok) return [answer.problem.message];
  const behind = chains.flatMap(({ chain }) => {
    const state = answer.value.chains.find(({ chainId }) => chainId === chain.chainId);
    if (state?.checkedThrough === String(chain.head)) return [];
    return [`chain ${chain.chainId} is read through ${state?.checkedThrough} of ${chain.head}: ${state?.trouble}`];
  });
  if (behind.length > 0) return behind;
  const status = (await (await fetch(`${relay.origin}/status`)).json()) as { chains: { pendingScans: number }[] };
  return status.chains.flatMap(({ pendingScans }) => (pendingScans > 0 ? [`${pendingScans} scans are not done`] : []));
}

async function findUnpublished({ owner, ledger }: World): Promise<string[]> {
  const waiting: string[] = [];
  for (const { linkId, number, publishedAt } of owner.invoices)
    if (publishedAt.size === 0 && !(await ledger.client.call('getLink', { params: { id: linkId } })).ok)
      waiting.push(`the invoice ${number} (${linkId}) is not published`);
  return waiting;
}

/** Everything is quiet: what the relay has now it had before any later block. */
function noteRest({ owner, chains, ledger, rests }: World): void {
  const heads = new Map(chains.map(({ chain }) => [chain.chainId, chain.head]));
  for (const { publishedAt } of owner.invoices)
    if (publishedAt.size === 0) for (const [chainId, head] of heads) publishedAt.set(chainId, head);
  const [reversed, standing] = [true, false].map((isGone) =>
    [...ledger.entries.values()].filter(({ state }) => (state === 'reversed') === isGone).map(({ key }) => key),
  );
  rests.push({ heads, reversed: new Set(reversed), standing: new Set(standing) });
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
