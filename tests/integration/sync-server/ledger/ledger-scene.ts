import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { practiceRelayConfig } from '../../../../practice/relay/practice-relay-config.ts';
import type { Payment } from '../../../../shared/payment/payment.ts';
import type { RelayEvent } from '../../../../shared/relay-api/events.ts';
import type { WatchRequest } from '../../../../shared/relay-api/links.ts';
import { unwrap } from '../../../../shared/result.ts';
import { startRelay, type Relay } from '../../../../sync-server/relay.ts';
import type { DatabaseLocation } from '../../../../sync-server/storage/open-database.ts';
import { createAccount, newLinkId, signIn, type TestAccount, type TestDevice } from '../../../helpers/relay-device.ts';
import type { DatabaseMaker } from '../../../helpers/relay-engines.ts';
import { waitForEvents } from '../../../helpers/relay-events.ts';
import { startPracticeWorld, tokenAddresses, type PracticeWorld } from '../chain/practice-world.ts';

/** A practice world, a relay that follows it, and a signed-in device. */
export interface Scene {
  readonly world: PracticeWorld;
  readonly database: DatabaseLocation;
  readonly account: TestAccount;
  readonly relay: Relay;
  readonly device: TestDevice;
  /** The address that the world pays to. */
  readonly to: `0x${string}`;
}

/** Starts all of it on an empty database; it ends with the test. */
export async function beginScene(maker: DatabaseMaker): Promise<Scene> {
  const world = await startPracticeWorld();
  const database = await maker.create();
  const relay = await startRelayOn(world, database);
  const account = createAccount();
  const device = await signIn(relay.origin, account);
  return { world, database, account, relay, device, to: world.chain.accounts.others[0]!.address };
}

/** Starts a relay that follows the world's chain; it ends with the test. `settings` by name win over the practice relay's. */
export async function startRelayOn(
  world: PracticeWorld,
  database: DatabaseLocation,
  { settings = {}, ...deps }: Parameters<typeof startRelay>[1] & { settings?: Record<string, string> } = {},
): Promise<Relay> {
  const config = practiceRelayConfig({
    dataDir: '/nonexistent',
    rpcUrl: world.chain.rpcUrl,
    smtpPort: null,
    logLevel: 'silent',
    settings,
  });
  const relay = await startRelay({ ...config, database }, { page: false, ...deps });
  onTestFinished(() => relay.stop());
  return relay;
}

/** Publishes a link that waits for 1 USDC and a tail at the shared address, with these differences; gives its id. */
export async function publish(
  scene: Scene,
  watch: Partial<WatchRequest> & Pick<WatchRequest, 'tagged'>,
  tag = randomBytes(16).toString('hex'),
  more: { readonly assume?: boolean } = {},
): Promise<string> {
  return publishAll(scene, [watch], tag, more);
}

/** The same with several ways to pay it. */
export async function publishAll(
  scene: Scene,
  watches: readonly (Partial<WatchRequest> & Pick<WatchRequest, 'tagged'>)[],
  tag = randomBytes(16).toString('hex'),
  more: { readonly assume?: boolean } = {},
): Promise<string> {
  const id = newLinkId();
  const common = { chainId: 31337, token: tokenAddresses[0]!, address: scene.to, ownAddress: false, exact: '1000000' };
  const body = {
    sealedInvoice: 'AA',
    sealedPdf: 'AA',
    tag,
    watches: watches.map((watch) => ({ ...common, ...watch })),
    expiresAt: '2099-01-31T00:00:00Z',
    monitorUntil: '2099-04-30T00:00:00Z',
    ...more,
  };
  unwrap(await scene.device.client.call('putLink', { params: { id }, body }));
  return id;
}

/** The payments among events, as each event told them. */
export function payments(events: readonly RelayEvent[]): Payment[] {
  return events.flatMap((event) => (event.type === 'payment' ? [event.payment] : []));
}

/** Waits until the device's payments or events fit, and gives all events. */
export async function until(
  scene: Pick<Scene, 'relay' | 'device'>,
  fits: (all: Payment[], events: readonly RelayEvent[]) => boolean,
): Promise<RelayEvent[]> {
  return waitForEvents(scene.relay.origin, scene.device, (events) => fits(payments(events), events));
}
