import type { AppHandlers } from '../../shared/app-api/serve-app.ts';
import type { QueryOutput } from '../../shared/app-api/app-api.ts';
import type { Contact } from '../../shared/app-api/contact.ts';
import type { UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import type { InvoiceRow } from '../../shared/app-api/invoice-row.ts';
import type { InvoiceView } from '../../shared/app-api/invoice-view.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { ok, fail, type Problem } from '../../shared/result.ts';
import * as data from './scripted-data.ts';
import { countsOf, fillInvoices, matchesFilter, newInvoice, rowOf, type ScriptedInvoice } from './scripted-invoices.ts';
import { invoiceCommands } from './scripted-commands.ts';
import { readInbox, transferCommands } from './scripted-inbox.ts';
import { receivingCommands } from './scripted-receiving.ts';
import { remedyCommands } from './scripted-remedies.ts';
import { fillInbox } from './scripted-transfers.ts';

/** Everything that the scripted engine knows. Change it and call `changed`. */
export interface ScriptedState {
  workspace: WorkspaceView;
  settings: Settings;
  contacts: Map<string, Contact>;
  invoices: Map<string, ScriptedInvoice>;
  /** The inbox, by the transfers' keys. */
  transfers: Map<string, UnmatchedView>;
  /** Payments that the owner took off their invoices, by the transfers' keys. */
  takenOff: Map<string, { invoiceId: string; payment: PaymentView }>;
  forwarders: QueryOutput<'forwarders'>;
  /** The wallets that forwarders pay to, by invoice; the wallet of the settings where none is named. */
  forwarderOwners: Map<string, string>;
  /** Whether asking for the inbox runs into a bug. */
  isInboxBroken: boolean;
  /** Why no live query can be read, from the next change on; null while all can. */
  unreadable: Problem | null;
  /** What was called, in order, with its input. */
  calls: { name: string; input: unknown }[];
  changed: () => void;
  /** True until a passphrase was chosen, on a machine without a keyring. */
  needsPassphrase: boolean;
}

/** What the scripted world begins with. */
export interface ScriptedOptions {
  workspace?: 'absent' | 'ready' | 'locked';
  invoices?: number;
  /** Transfers in the inbox. */
  transfers?: number;
  contacts?: boolean;
  /** True on a machine without a keyring: a workspace is made only once a passphrase was chosen. */
  needsPassphrase?: boolean;
}

/**
 * An engine for tests of the screens alone: it keeps everything in memory, answers at once and judges drafts with the
 * domain's own functions. The real engine has its own tests; end-to-end tests run against that.
 */
export function createScriptedEngine(options: ScriptedOptions = {}): { state: ScriptedState; handlers: AppHandlers } {
  const listeners = new Set<() => void>();
  const isReady = (options.workspace ?? 'ready') === 'ready';
  const state: ScriptedState = {
    needsPassphrase: options.needsPassphrase ?? false,
    workspace: { ...data.workspace, state: options.workspace ?? 'ready', name: isReady ? data.workspace.name : '' },
    settings: data.settings,
    contacts: new Map((options.contacts ?? true) ? data.contacts.map((contact) => [contact.id, contact]) : []),
    invoices: new Map(),
    transfers: new Map(),
    takenOff: new Map(),
    forwarders: [],
    forwarderOwners: new Map(),
    isInboxBroken: false,
    unreadable: null,
    calls: [],
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  fillInvoices(state, options.invoices ?? 0);
  fillInbox(state, options.transfers ?? 0);

  /** A live query: the value now, and again after each change. */
  function live<Value>(
    read: () => Value,
    next: (value: Value) => void,
    onProblem: (problem: Problem) => void,
  ): () => void {
    const tell = (): void => (state.unreadable ? onProblem(state.unreadable) : next(read()));
    listeners.add(tell);
    queueMicrotask(tell);
    return () => void listeners.delete(tell);
  }

  const commands = recorded(state, {
    ...workspaceCommands(state),
    ...contactCommands(state),
    ...invoiceCommands(state),
    ...transferCommands(state),
    ...remedyCommands(state),
    ...receivingCommands(state),
  });
  const queries: AppHandlers['queries'] = {
    workspace: (_, ...tell) =>
      live(() => ({ ...state.workspace, unmatched: readInbox(state, 'open', 500).total }), ...tell),
    settings: (_, ...tell) => live(() => state.settings, ...tell),
    contacts: ({ search }, ...tell) => live(() => findContacts(state, search), ...tell),
    invoices: (input, ...tell) => live(() => listInvoices(state, input), ...tell),
    invoiceCounts: (_, ...tell) => live(() => countsOf(state), ...tell),
    invoice: ({ id }, ...tell) => live((): InvoiceView | null => state.invoices.get(id)?.view ?? null, ...tell),
    inbox: ({ list, limit }, ...tell) => {
      if (state.isInboxBroken) throw new Error('The inbox cannot be read');
      return live(() => readInbox(state, list, limit), ...tell);
    },
    forwarders: (_, ...tell) => live(() => state.forwarders, ...tell),
    jobs: (_, ...tell) => live(() => [...state.invoices.values()].flatMap((invoice) => invoice.view.jobs), ...tell),
  };
  const onBug = (error: unknown, where: string): void => console.error(`scripted engine, ${where}:`, error);
  return { state, handlers: { commands, queries, onBug } };
}

function recorded(state: ScriptedState, commands: AppHandlers['commands']): AppHandlers['commands'] {
  const wrapped = Object.entries(commands).map(([name, run]) => [
    name,
    (input: never) => {
      state.calls.push({ name, input });
      return (run as (given: unknown) => Promise<unknown>)(input);
    },
  ]);
  return Object.fromEntries(wrapped) as AppHandlers['commands'];
}

function findContacts(state: ScriptedState, search: string): Contact[] {
  const asked = search.toLowerCase();
  return [...state.contacts.values()].filter(({ party }) =>
    `${party.name} ${party.email}`.toLowerCase().includes(asked),
  );
}

function listInvoices(
  state: ScriptedState,
  input: { filter: Parameters<typeof matchesFilter>[1]; search: string; offset: number; limit: number },
): { rows: InvoiceRow[]; total: number } {
  const asked = input.search.toLowerCase();
  const found = [...state.invoices.values()]
    .filter((invoice) => !invoice.isDeleted)
    .map(rowOf)
    .filter((row) => matchesFilter(row, input.filter))
    .filter((row) => asked === '' || `${row.number ?? ''} ${row.buyerName}`.toLowerCase().includes(asked));
  return { rows: found.slice(input.offset, input.offset + input.limit), total: found.length };
}

type WorkspaceCommands =
  | `workspace.${'create' | 'confirmPhrase' | 'revealPhrase' | 'restore' | 'unlock' | 'export'}`
  | 'settings.update'
  | `devices.${'list' | 'revoke'}`;

function workspaceCommands(state: ScriptedState): Pick<AppHandlers['commands'], WorkspaceCommands> {
  const words = data.phrase.split(' ');
  function become(change: Partial<WorkspaceView>): void {
    state.workspace = { ...state.workspace, ...change };
    state.changed();
  }
  return {
    'workspace.create': async ({ seller, wallet }) => {
      if (state.needsPassphrase)
        return fail('secret.locked', 'The workspace is locked. Give its passphrase to open it.');
      const address = wallet === 'practice' ? data.practiceWallet : wallet;
      state.settings = { ...state.settings, seller, wallet: address };
      become({ state: 'ready', name: seller.name, phraseConfirmed: false });
      return ok({ phrase: data.phrase });
    },
    'workspace.confirmPhrase': async (input) => {
      if (input.words.some(({ place, word }) => words[place] !== word))
        return fail('phrase.wrong-word', 'A word is not the one at its place. Look at your paper again.');
      become({ phraseConfirmed: true });
      return ok({});
    },
    'workspace.revealPhrase': async () => ok({ phrase: data.phrase }),
    'workspace.restore': async ({ phrase }) => {
      if (phrase !== data.phrase)
        return fail('phrase.bad-checksum', 'These words do not belong together. Check each one.');
      become({ state: 'ready', name: data.workspace.name, phraseConfirmed: true });
      return ok({});
    },
    'workspace.unlock': async ({ passphrase }) => {
      if (state.needsPassphrase) {
        state.needsPassphrase = false;
        return ok({});
      }
      if (passphrase !== 'open sesame') return fail('secrets.wrong-passphrase', 'This is not the passphrase.');
      become({ state: 'ready', name: data.workspace.name });
      return ok({});
    },
    'workspace.export': async () => ok({ filename: 'quittance-export.json', content: btoa('{}') }),
    'settings.update': async (change) => {
      state.settings = Object.assign({ ...state.settings }, change);
      state.changed();
      return ok(state.settings);
    },
    'devices.list': async () =>
      ok({
        devices: [1, 2].map((ordinal) => ({
          sessionId: `session-${ordinal}`,
          deviceId: `device-${ordinal}`,
          deviceName: ordinal === 1 ? 'Linux computer' : 'Mac in the studio',
          ordinal,
          createdAt: data.minutesAgo(90_000),
          lastSeenAt: data.minutesAgo(ordinal === 1 ? 0 : 190),
          current: ordinal === 1,
        })),
      }),
    'devices.revoke': async () => ok({}),
  };
}

function contactCommands(
  state: ScriptedState,
): Pick<AppHandlers['commands'], `contact.${'save' | 'delete' | 'restore'}`> {
  const deleted = new Map<string, Contact>();
  return {
    'contact.save': async (input) => {
      const id = input.id ?? `contact-${state.contacts.size + 1}-new`;
      const contact = {
        id,
        party: input.party,
        note: input.note,
        currency: input.currency,
        updatedAt: data.minutesAgo(0),
      };
      state.contacts.set(id, contact);
      state.changed();
      return ok(contact);
    },
    'contact.delete': async ({ id }) => {
      const contact = state.contacts.get(id);
      if (!contact) return fail('contact.unknown', 'There is no such contact.');
      deleted.set(id, contact);
      state.contacts.delete(id);
      state.changed();
      return ok({});
    },
    'contact.restore': async ({ id }) => {
      const contact = deleted.get(id);
      if (contact) state.contacts.set(id, contact);
      state.changed();
      return ok({});
    },
  };
}

/** Adds an invoice to a running world, for a test's own scene. */
export function addInvoice(
  state: ScriptedState,
  id: string,
  change: Parameters<typeof newInvoice>[2] = {},
): ScriptedInvoice {
  const invoice = newInvoice(state, id, change);
  state.invoices = new Map([[id, invoice], ...state.invoices]);
  state.changed();
  return invoice;
}
