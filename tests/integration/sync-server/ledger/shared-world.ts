import { randomBytes } from 'node:crypto';
import { concatHex, encodeFunctionData, getAddress, toHex, type Hex } from 'viem';
import type { LocalAccount } from 'viem/accounts';
import { payInvoice } from '../../../../practice/chain/payer.ts';
import { PracticeToken } from '../../../../practice/contracts/artifacts.ts';
import { practiceRelayConfig } from '../../../../practice/relay/practice-relay-config.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import type { RelayEvent } from '../../../../shared/relay-api/events.ts';
import type { LinkState } from '../../../../shared/relay-api/links.ts';
import type { RelayClient } from '../../../../shared/relay-api/relay-client.ts';
import { unwrap } from '../../../../shared/result.ts';
import { startRelay, type Relay } from '../../../../sync-server/relay.ts';
import { newLinkId, publicClient, signIn, type TestDevice } from '../../../helpers/relay-device.ts';
import { relayEngines, startEngine, type RelayEngine } from '../../../helpers/relay-engines.ts';
import { waitForEvents } from '../../../helpers/relay-events.ts';
import { openPracticeWorld, tokenAddresses, type PracticeWorld } from '../chain/practice-world.ts';

export const [usdc, usdt, dai, eurc] = tokenAddresses as [Hex, Hex, Hex, Hex];

/** One chain that many cases share, and a relay on each database that follows it. */
export interface SharedWorld extends PracticeWorld {
  readonly relays: readonly { readonly engine: RelayEngine; readonly relay: Relay }[];
  stop(): Promise<void>;
}

/** Starts the chain and both relays; `settings` by name win over the practice relay's. */
export async function openSharedWorld(
  options: { settings?: Record<string, string>; rpcUrls?: (world: PracticeWorld) => Promise<string> } = {},
): Promise<SharedWorld> {
  const world = await openPracticeWorld();
  const rpcUrl = (await options.rpcUrls?.(world)) ?? world.chain.rpcUrl;
  const undo = [() => world.chain.stop()];
  const relays = await Promise.all(
    relayEngines.map(async (engine) => {
      const maker = await startEngine(engine);
      undo.push(() => maker.stop());
      const settings = options.settings ?? {};
      const config = practiceRelayConfig({
        dataDir: '/nonexistent',
        rpcUrl,
        smtpPort: null,
        logLevel: 'silent',
        settings,
      });
      const relay = await startRelay({ ...config, database: await maker.create() }, { page: false });
      undo.push(() => relay.stop());
      return { engine, relay };
    }),
  );
  return {
    ...world,
    relays,
    stop: async () => {
      for (const step of undo.toReversed()) await step();
    },
  };
}

/** A token on another chain than the practice chain, both as the registry knows them. */
export interface TokenElsewhere {
  readonly chainId: number;
  readonly token: Hex;
}

/** How to publish a link in a case; amounts are base units, by default 1 USDC with a tail of 123 millionths. */
export interface CaseLink {
  readonly exact?: bigint;
  readonly tagged?: bigint;
  readonly tokens?: readonly (Hex | TokenElsewhere)[];
  readonly address?: Hex;
  readonly ownAddress?: boolean;
  readonly assume?: boolean;
  readonly confirmations?: number;
  readonly expiresAt?: string;
  readonly monitorUntil?: string;
  readonly issuedAt?: string;
}

/** A published link: its id and its tag, which are the same on both relays. */
export interface PublishedLink {
  readonly id: string;
  readonly tag: string;
}

/** An owner on both relays, with a shared address that nobody else has. */
export interface Case {
  readonly to: Hex;
  publish(link?: CaseLink): Promise<PublishedLink>;
  /** Pays this case's address, or another; resolves with the transaction's hash once it is in a block. */
  pay(amount: bigint, more?: { token?: Hex; tag?: string; to?: Hex; from?: LocalAccount }): Promise<Hex>;
  /** Waits until the events of both relays fit; gives those of each. */
  until(fits: (seen: Seen) => boolean): Promise<Seen[]>;
  /** Waits until the live state of a link fits on both relays. */
  untilPage(link: PublishedLink, fits: (state: LinkState) => boolean): Promise<LinkState[]>;
  /** Does the same on both relays. */
  each<Value>(work: (client: RelayClient, origin: string) => Promise<Value>): Promise<Value[]>;
}

/** What one relay has told of a case so far: each transfer's newest word. */
export interface Seen {
  readonly events: readonly RelayEvent[];
  /** By transaction, log and block: as it was told last. */
  readonly payments: readonly { readonly linkId: string; readonly payment: Payment }[];
  readonly unmatched: readonly Extract<RelayEvent, { type: 'unmatched' }>[];
}

/** Begins a case: a new account on each relay, and an address of its own. */
export async function beginCase(world: SharedWorld, to = randomAddress()): Promise<Case> {
  const devices = await Promise.all(world.relays.map(({ relay }) => signIn(relay.origin)));
  const both = <Value>(work: (device: TestDevice, origin: string) => Promise<Value>): Promise<Value[]> =>
    Promise.all(devices.map((device, at) => work(device, world.relays[at]!.relay.origin)));
  return {
    to,
    async publish(link = {}) {
      const published = { id: newLinkId(), tag: randomBytes(16).toString('hex') };
      const body = linkBody(to, published.tag, link);
      await both(async ({ client }) => unwrap(await client.call('putLink', { params: { id: published.id }, body })));
      return published;
    },
    async pay(amount, more = {}) {
      const { token = usdc, tag, to: receiver = to, from } = more;
      const carried = tag === undefined ? {} : { tag: `0x51544731${tag}` as const };
      const payer = from === undefined ? {} : { from };
      const { rpcUrl } = world.chain;
      return (await payInvoice({ rpcUrl, token, to: receiver, amount, ...carried, ...payer })).txHash;
    },
    until: (fits) =>
      both(async (device, origin) => seenIn(await waitForEvents(origin, device, (events) => fits(seenIn(events))))),
    untilPage: (link, fits) =>
      both(async (_, origin) => {
        const client = publicClient(origin);
        for (const ends = Date.now() + 30_000; ;) {
          const { state } = unwrap(await client.call('getLink', { params: { id: link.id } }));
          if (fits(state)) return state;
          if (Date.now() > ends) throw new Error(`The page is not what was waited for: ${JSON.stringify(state)}`);
          await nextState(origin, link.id);
        }
      }),
    each: (work) => both(({ client }, origin) => work(client, origin)),
  };
}

/** Waits for a state on a link's stream that is not its first. */
async function nextState(origin: string, id: string): Promise<void> {
  const stop = new AbortController();
  const response = await fetch(`${origin}/v1/links/${id}/stream`, {
    signal: AbortSignal.any([stop.signal, AbortSignal.timeout(5_000)]),
  });
  let states = 0;
  try {
    for await (const chunk of response.body!) {
      states += new TextDecoder().decode(chunk).split('event: state').length - 1;
      if (states > 1) return;
    }
  } catch {
    // Its time is up: the caller looks again.
  } finally {
    stop.abort();
  }
}

function linkBody(to: Hex, tag: string, link: CaseLink) {
  const { tokens = [usdc], address = to, ownAddress = false, exact = 1_000_000n } = link;
  const tagged = link.tagged ?? (ownAddress ? exact : exact + 123n);
  const scale = (token: Hex): bigint => (token === dai ? 10n ** 12n : 1n);
  return {
    sealedInvoice: 'AA',
    sealedPdf: 'AA',
    tag,
    watches: tokens.map(atChain).map(({ chainId, token }) => ({
      chainId,
      token,
      address,
      ownAddress,
      exact: String(exact * scale(token)),
      tagged: String(tagged * scale(token)),
      ...(link.confirmations === undefined ? {} : { confirmations: link.confirmations }),
    })),
    expiresAt: link.expiresAt ?? '2099-01-31T00:00:00Z',
    monitorUntil: link.monitorUntil ?? '2099-04-30T00:00:00Z',
    assume: link.assume ?? true,
    // After a reorganisation anvil's clock stays behind ours: a minute is more than it loses.
    issuedAt: link.issuedAt ?? new Date(Date.now() - 60_000).toISOString(),
  };
}

function atChain(token: Hex | TokenElsewhere): TokenElsewhere {
  return typeof token === 'string' ? { chainId: 31337, token } : token;
}

function seenIn(events: readonly RelayEvent[]): Seen {
  const payments = new Map<string, { linkId: string; payment: Payment }>();
  const unmatched = new Map<string, Extract<RelayEvent, { type: 'unmatched' }>>();
  for (const event of events) {
    if (event.type === 'payment') payments.set(event.payment.key, event);
    if (event.type === 'unmatched') unmatched.set(event.transfer.key, event);
    if (event.type === 'payment') unmatched.delete(event.payment.key);
  }
  return { events, payments: [...payments.values()], unmatched: [...unmatched.values()] };
}

/** Replaces the newest block by two: the second holds this transaction of it again. */
export async function moveIntoNextBlock(world: SharedWorld, txHash: string): Promise<void> {
  const raw = await world.client.request<{
    Method: 'eth_getRawTransactionByHash';
    Parameters: [string];
    ReturnType: Hex;
  }>({ method: 'eth_getRawTransactionByHash', params: [txHash] });
  await world.reorganise(1);
  await world.client.sendRawTransaction({ serializedTransaction: raw });
  await world.client.waitForTransactionReceipt({ hash: txHash as Hex });
}

/** An address that nobody has. */
export function randomAddress(): Hex {
  return getAddress(toHex(randomBytes(20))).toLowerCase() as Hex;
}

/** Calldata of an ERC-20 transfer that carries an invoice's tag. */
export function taggedTransfer(to: Hex, amount: bigint, tag: string): Hex {
  const transfer = encodeFunctionData({ abi: PracticeToken.abi, functionName: 'transfer', args: [to, amount] });
  return concatHex([transfer, `0x51544731${tag}`]);
}
