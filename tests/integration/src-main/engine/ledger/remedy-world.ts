import type { Hex } from 'viem';
import { expect } from 'vitest';
import { practiceAccounts } from '../../../../../practice/chain/practice-accounts.ts';
import { payInvoice } from '../../../../../practice/chain/payer.ts';
import { createPracticeClient, type PracticeClient } from '../../../../../practice/chain/practice-chain.ts';
import { startPracticeWorld, type PracticeWorld } from '../../../../../practice/start-practice-world.ts';
import type { AppClient } from '../../../../../shared/app-api/app-client.ts';
import type { InboxList, UnmatchedView } from '../../../../../shared/app-api/inbox-view.ts';
import type { InvoiceView } from '../../../../../shared/app-api/invoice-view.ts';
import type { PaymentOption } from '../../../../../shared/payment/payment-terms.ts';
import { unwrap } from '../../../../../shared/result.ts';
import type { EngineOptions } from '../../../../../src-main/engine/engine-options.ts';
import {
  createWorkspace,
  engineOptions,
  memorySecrets,
  simpleDraft,
  startEngine,
  temporaryFolder,
  waitFor,
} from '../engine-fixture.ts';
import { lyingFetch } from './lying-fetch.ts';

/** An issued and published invoice, and what it asks for in USDC. */
export interface Published {
  readonly id: string;
  readonly number: string;
  readonly option: PaymentOption;
}

/** A real relay and anvil, with one engine on it that can be taken off the network and restarted. */
export interface RemedyWorld {
  readonly app: AppClient;
  readonly phrase: string;
  readonly folder: string;
  readonly addresses: PracticeWorld['addresses'];
  readonly chain: PracticeClient;
  readonly relay: ReturnType<typeof lyingFetch>;
  /** While true, nothing of the relay is reached. */
  setOffline(offline: boolean): void;
  restart(): Promise<void>;
  publish(amount?: string, buyer?: string): Promise<Published>;
  /** Issues an invoice and does not wait for its publication, which there may be none of. */
  issueUnpublished(amount: string): Promise<Pick<Published, 'id' | 'number'>>;
  /** Resolves once the relay has read the chain through its head. */
  relayHasReadEverything(): Promise<void>;
  /** Sends USDC to the owner's wallet from one of the practice payers. */
  pay(units: bigint, from?: number): Promise<Hex>;
  /** Sends USDC from the owner's wallet. */
  sendBack(to: string, units: bigint): Promise<Hex>;
  mine(blocks: number): Promise<void>;
  /** Puts a transaction of the last `depth` blocks into a new block, behind whatever `before` does on the new fork. */
  moveIntoNewBlock(txHash: Hex, depth: number, before?: () => Promise<unknown>): Promise<void>;
  show(id: string, test: (view: InvoiceView) => boolean): Promise<InvoiceView>;
  /** The transfer of a transaction, once it is in a list of the inbox and fits. */
  inbox(list: InboxList, txHash: Hex, test?: (view: UnmatchedView) => boolean): Promise<UnmatchedView>;
  stop(): Promise<void>;
}

/** The practice payers: 0 holds a million of each token; it gives the others some with the first payment that they make. */
const payers = [practiceAccounts.payer, ...practiceAccounts.others.slice(2)];

/** Payer of a number, by its address. */
export function payerAddress(at: number): string {
  const payer = payers[at];
  if (!payer) throw new Error(`There is no practice payer ${at}`);
  return payer.address;
}

/** Starts a world whose chain makes a block for each transaction, and more only when they are asked for. */
export async function startRemedyWorld(more: Partial<EngineOptions> = {}): Promise<RemedyWorld> {
  const folder = await temporaryFolder();
  const world = await startPracticeWorld({
    folder: `${folder.path}/world`,
    ports: 'any',
    blockTimeSeconds: 0,
    log: () => {},
  });
  const { addresses } = world;
  const chain = createPracticeClient(addresses.rpcUrl);
  const relay = lyingFetch();
  let isOffline = false;
  const options: EngineOptions = engineOptions(`${folder.path}/data`, {
    practice: addresses,
    relayOrigin: addresses.relayOrigin,
    ...more,
    secrets: memorySecrets(),
    fetch: (input, init) =>
      isOffline ? Promise.reject(new TypeError('the network is off')) : relay.fetch(input, init),
  });
  let engine = await startEngine(options);
  const phrase = await createWorkspace(engine.app);
  const show = (id: string, test: (view: InvoiceView) => boolean) =>
    waitFor(engine.app, 'invoice', { id }, (view) => view !== null && test(view)) as Promise<InvoiceView>;
  const owner = practiceAccounts.others.find(({ address }) => address === addresses.wallet) ?? practiceAccounts.payer;
  const issue = async (amount: string, buyer: string): Promise<Pick<Published, 'id' | 'number'>> => {
    const draft = simpleDraft();
    const lines = draft.lines?.map((line) => ({ ...line, unitPrice: amount })) ?? [];
    const party = { ...(draft.buyer as NonNullable<typeof draft.buyer>), name: buyer };
    const { app } = engine;
    const { id } = unwrap(await app.call('invoice.create', { draft: { ...draft, buyer: party, lines } }));
    const { number } = unwrap(await app.call('invoice.issue', { id }));
    unwrap(await app.call('invoice.send', { id, mode: 'publish-only', to: null }));
    return { id, number };
  };
  const send = async (from: typeof owner, to: string, amount: bigint): Promise<Hex> => {
    const made = await payInvoice({ rpcUrl: addresses.rpcUrl, token: usdc, to: to as Hex, amount, from });
    return made.txHash;
  };
  return {
    get app() {
      return engine.app;
    },
    phrase,
    folder: folder.path,
    addresses,
    chain,
    relay,
    setOffline(offline) {
      isOffline = offline;
    },
    async restart() {
      await engine.close();
      engine = await startEngine(options);
    },
    async publish(amount = '1200.00', buyer = 'Grace Hopper') {
      const { id, number } = await issue(amount, buyer);
      const view = await show(id, ({ delivery }) => delivery === 'delivered');
      const option = view.signed?.payable.terms.options.find(({ symbol }) => symbol === 'USDC');
      if (!option) throw new Error('The practice invoice takes no USDC');
      return { id, number, option };
    },
    issueUnpublished: (amount) => issue(amount, 'Grace Hopper'),
    async relayHasReadEverything() {
      const head = String(await chain.getBlockNumber());
      await expect.poll(() => readThrough(addresses.relayOrigin)).toBe(head);
    },
    async pay(units, from = 0) {
      const [rich, payer] = [payers[0], payers[from]];
      if (!rich || !payer) throw new Error(`There is no practice payer ${from}`);
      if (payer !== rich) await send(rich, payer.address, units);
      return send(payer, addresses.wallet, units);
    },
    sendBack: (to, units) => send(owner, to, units),
    mine: (blocks) => chain.mine({ blocks }),
    async moveIntoNewBlock(txHash, depth, before = async () => undefined) {
      const raw = await chain.request<{ Method: string; Parameters: [string]; ReturnType: Hex }>({
        method: 'eth_getRawTransactionByHash',
        params: [txHash],
      } as never);
      await chain.request({ method: 'anvil_reorg', params: [depth, []] } as never);
      await setClock(chain);
      await before();
      await chain.sendRawTransaction({ serializedTransaction: raw as Hex }).catch((error: unknown) => {
        // It may have come back by itself: what was in the pool before is mined again.
        if (!/already/.test(String(error))) throw error;
      });
      await chain.mine({ blocks: depth + 1 });
    },
    show,
    async inbox(list, txHash, test = () => true) {
      const fits = (row: UnmatchedView): boolean => row.txHash === txHash && test(row);
      const found = await waitFor(engine.app, 'inbox', { list, limit: 100 }, ({ rows }) => rows.some(fits));
      const row = found.rows.find(fits);
      if (!row) throw new Error('The transfer is gone');
      return row;
    },
    async stop() {
      await engine.close();
      await world.stop();
      await folder.remove();
    },
  };
}

/**
 * Sets a chain's clock to the time that it is. anvil's runs behind after a reorganisation, by as long as the blocks that
 * are gone took: what is paid then would be in a block from before its invoice was issued.
 */
async function setClock(chain: PracticeClient): Promise<void> {
  const { timestamp } = await chain.getBlock();
  const now = BigInt(Math.ceil(Date.now() / 1_000));
  await chain.setNextBlockTimestamp({ timestamp: now > timestamp ? now : timestamp + 1n });
}

/** Through which block a relay has read its first chain. */
async function readThrough(relayOrigin: string): Promise<string | undefined> {
  const answer = await fetch(`${relayOrigin}/status`);
  const { chains } = (await answer.json()) as { chains: { checkedThrough: string }[] };
  return chains[0]?.checkedThrough;
}

const usdc = '0x5FbDB2315678afecb367f032d93F642f64180aa3';
