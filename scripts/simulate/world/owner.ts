import type { AppClient } from '../../../shared/app-api/app-client.ts';
import type { InvoiceView } from '../../../shared/app-api/invoice-view.ts';
import { emptyParty } from '../../../shared/invoice/party.ts';
import { tokenKey } from '../../../shared/money/token.ts';
import { unwrap } from '../../../shared/result.ts';
import type { SimulatedChain } from '../chain/simulated-chain.ts';
import type { OracleInvoice } from '../oracle/model.ts';
import { Device } from '../processes/device.ts';
import type { WorldClock } from './world-clock.ts';
import { draftOf, type DraftWish } from './draft-of.ts';

/** An invoice that the owner issued, with its terms as signed. */
export interface IssuedInvoice extends OracleInvoice {
  readonly id: string;
  readonly number: string;
  readonly publishedAt: Map<number, number>;
  readonly closedAt: Map<number, number>;
}

/** The owner's addresses: which of them new invoices name is a setting. */
export const wallets = [
  '0x70997970C51812dc3A010C7d01b50e0d17dc79C8',
  '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC',
] as const;

/** Jobs that the relay without a mail server never does. */
const isMail: ReadonlySet<string> = new Set(['email', 'receipt', 'credit-note']);

/** Days after the due date in which payments are looked for. */
const monitorDays = 2;

/**
 * What the owner needs: where the devices' folders lie, the relay, the chains, and the devices' own endpoints by chain.
 */
export interface OwnerOptions {
  readonly folder: string;
  readonly relayOrigin: string;
  readonly clock: WorldClock;
  readonly chains: readonly SimulatedChain[];
  readonly endpoints: ReadonlyMap<number, string>;
}

/** The owner with all computers: one is in use, the others may run or not. */
export class Owner {
  readonly devices: Device[] = [];
  readonly invoices: IssuedInvoice[] = [];
  phrase = '';
  readonly #options: OwnerOptions;
  #active: Device;

  constructor(options: OwnerOptions) {
    this.#options = options;
    this.#active = this.#addDevice();
  }

  /** The device in use. */
  get active(): Device {
    return this.#active;
  }

  /** Creates the workspace on the first device, and puts it online. */
  async begin(): Promise<void> {
    const app = await this.#active.start();
    const seller = { ...emptyParty, name: 'Ada Lovelace', email: 'ada@example.com', country: 'GB' };
    const created = await app.call('workspace.create', { seller, wallet: wallets[0], deviceName: this.#active.name });
    this.phrase = unwrap(created).phrase;
    const accept = this.#options.chains.flatMap(({ tokens }) =>
      tokens.filter(({ accepted }) => accepted).map(({ token }) => tokenKey(token.chainId, token.address)),
    );
    const rpcEndpoints = Object.fromEntries(
      [...this.#options.endpoints].map(([chainId, url]) => [String(chainId), [url]]),
    );
    unwrap(await app.call('settings.update', { accept, rpcEndpoints, monitorDays }));
    await this.#active.read('workspace', {}, ({ relay }) => relay.status === 'online');
  }

  /** Names another address for the invoices to come. */
  async chooseWallet(index: number): Promise<void> {
    const app = await this.#active.start();
    await app.call('settings.update', { wallet: wallets[index % wallets.length] ?? wallets[0] });
  }

  /**
   * Issues and publishes an invoice on the device in use. A device that dies meanwhile leaves it as far as it had come.
   */
  async issue(wish: DraftWish): Promise<void> {
    const app = await this.#active.start();
    const created = await app.call('invoice.create', { draft: draftOf(wish) });
    if (!created.ok) return;
    const { id } = created.value;
    const issued = await app.call('invoice.issue', { id });
    if (!issued.ok) return;
    await app.call('invoice.send', { id, mode: 'publish-only', to: null });
    const view = await this.#active.read('invoice', { id }).catch(() => null);
    if (view) this.#note(view);
  }

  /** Voids an invoice, or opens it again. From now on nobody knows whether the relay has heard of it. */
  async voidInvoice(invoice: IssuedInvoice, readThrough: ReadonlyMap<number, number>): Promise<void> {
    // One that is not out yet would never be published, and nobody could have paid it.
    if (invoice.publishedAt.size === 0) return;
    const app = await this.#active.start();
    const { id } = invoice;
    // What lies behind may be read, and judged, only after it is closed.
    for (const { chainId } of this.#options.chains)
      if (!invoice.closedAt.has(chainId)) invoice.closedAt.set(chainId, readThrough.get(chainId) ?? 0);
    const voided = await app.call('invoice.void', { id, reason: 'by chance' });
    if (!voided.ok) await app.call('invoice.reinstate', { id });
  }

  /** Puts another device into use: a new one, restored from the phrase, or one of the others. The one before is off. */
  async switchDevice(isFresh: boolean, index: number): Promise<void> {
    await this.#active.kill();
    const others = this.devices.filter((device) => device !== this.#active);
    const other = others[Math.floor((index / 1_000) * others.length)];
    if (!isFresh && other) this.#active = other;
    else {
      this.#active = this.#addDevice();
      const app = await this.#active.start();
      unwrap(await app.call('workspace.restore', { phrase: this.phrase, deviceName: this.#active.name }));
    }
    await this.#active.start();
  }

  /** Finds out which invoices there are on any device, and sends those that a crash left unsent. */
  async takeStock(): Promise<void> {
    for (const device of this.devices) {
      const app = await device.start();
      for (const id of await issuedIds(device)) {
        const view = await device.read('invoice', { id });
        if (!view) continue;
        this.#note(view);
        if (view.delivery === 'none' && view.lifecycle === 'issued') await publish(app, id);
      }
    }
  }

  /** Switches all computers off but the one in use. */
  async leaveOne(): Promise<void> {
    for (const device of this.devices) if (device !== this.#active) await device.kill();
  }

  /** Says "now" to whatever waits on a running device. */
  async hurry(): Promise<void> {
    for (const device of this.devices.filter(({ isDown }) => !isDown)) {
      const app = await device.start();
      for (const { id, kind, status } of await device.read('jobs', {}))
        if (!isMail.has(kind) && (status === 'waiting' || status === 'failed')) await app.call('job.retry', { id });
    }
  }

  #addDevice(): Device {
    const { folder, relayOrigin, clock } = this.#options;
    const device = new Device(`device-${this.devices.length + 1}`, folder, relayOrigin, clock);
    this.devices.push(device);
    return device;
  }

  #note({ id, link, signed, timeline }: InvoiceView): void {
    if (!signed || !link || this.invoices.some((invoice) => invoice.id === id)) return;
    const { invoice, terms } = signed.payable;
    this.invoices.push({
      id,
      number: invoice.number,
      linkId: new URL(link).pathname.split('/').at(-1) ?? '',
      due: BigInt(invoice.totals.total),
      tag: terms.tag,
      issuedAt: Math.floor(Date.parse(timeline.find(({ kind }) => kind === 'issued')?.at ?? '') / 1_000),
      publishedAt: new Map(),
      closedAt: new Map(),
      expiresAt: Date.parse(terms.expiresAt) / 1_000,
      monitorUntil: Date.parse(terms.monitorUntil) / 1_000,
      options: terms.options.map(({ chainId, token, address, ownAddress, decimals, exact, tagged }) => ({
        chainId,
        token: token.toLowerCase(),
        address: address.toLowerCase(),
        ownAddress,
        decimals,
        exact: BigInt(exact),
        tagged: BigInt(tagged),
      })),
    });
  }
}

async function publish(app: AppClient, id: string): Promise<void> {
  await app.call('invoice.send', { id, mode: 'publish-only', to: null });
}

async function issuedIds(device: Device): Promise<string[]> {
  const ids: string[] = [];
  for (let offset = 0; ; offset += 200) {
    const { rows, total } = await device.read('invoices', { filter: 'all', search: '', offset, limit: 200 });
    ids.push(...rows.filter(({ number }) => number !== null).map(({ id }) => id));
    if (offset + rows.length >= total || rows.length === 0) return ids;
  }
}
