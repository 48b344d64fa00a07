import { BehaviorSubject } from 'rxjs';
import { phraseToRootSecret, rootSecretToPhrase } from '../../../shared/sealing/recovery-phrase.ts';
import { deriveWorkspaceKeys, type WorkspaceKeys } from '../../../shared/sealing/workspace-keys.ts';
import { fail, ok, type Problem, type Result } from '../../../shared/result.ts';
import type { Party } from '../../../shared/invoice/party.ts';
import { deviceKeys, readDeviceValue, writeDeviceValue } from '../database/device-values.ts';
import type { EngineDatabase } from '../database/engine-database.ts';
import type { EngineOptions } from '../engine-options.ts';
import { randomId } from '../random-values.ts';
import { checkSettings } from './check-settings.ts';
import { seriesOfPlace } from './claim-place.ts';
import { readSettings, writeSettings } from './settings-store.ts';

/** Where the workspace stands: its keys are here only while it is ready. */
export type WorkspaceStatus =
  | { readonly state: 'absent' }
  | { readonly state: 'locked' }
  | { readonly state: 'ready'; readonly keys: WorkspaceKeys };

/** The workspace on this device: its secret, and this device's place in it. */
export interface Workspace {
  readonly status$: BehaviorSubject<WorkspaceStatus>;
  /** The keys, or why there are none: `workspace.absent`, `workspace.locked`. */
  keys(): Result<WorkspaceKeys>;
  /** Fails with `workspace.secret-missing` where invoices are here whose secret is not, beside what settings have to say. */
  create(input: { seller: Party; wallet: string; deviceName: string }): Promise<Result<{ phrase: string }>>;
  restore(input: { phrase: string; deviceName: string }): Promise<Result<object>>;
  unlock(passphrase: string): Promise<Result<object>>;
  revealPhrase(): Promise<Result<{ phrase: string }>>;
  confirmPhrase(words: readonly { place: number; word: string }[]): Promise<Result<object>>;
  /** This device's series of numbers, or `workspace.no-series` until the relay has told it its place. */
  series(): Promise<Result<string>>;
  /** This device's place among those that number addresses, from 0; fails like `series`. */
  addressBlock(): Promise<Result<number>>;
}

/**
 * Loads the workspace from its secret store; fails with the store's problem where the secret is there but unreadable.
 */
export async function openWorkspace(db: EngineDatabase, options: EngineOptions): Promise<Result<Workspace>> {
  const status$ = new BehaviorSubject<WorkspaceStatus>({ state: 'absent' });
  if ((await readDeviceValue(db, deviceKeys.deviceId)) === null) {
    await writeDeviceValue(db, deviceKeys.deviceId, randomId(options.random));
  }
  const problem = await load(status$, options);
  return problem ? { ok: false, problem } : ok(buildWorkspace(db, options, status$));
}

async function load(status$: BehaviorSubject<WorkspaceStatus>, options: EngineOptions): Promise<Problem | null> {
  const secret = await options.secrets.load();
  if (!secret.ok) {
    if (secret.problem.code !== 'secret.locked') return secret.problem;
    status$.next({ state: 'locked' });
  } else if (secret.value) status$.next({ state: 'ready', keys: deriveWorkspaceKeys(secret.value) });
  return null;
}

interface Parts {
  readonly db: EngineDatabase;
  readonly options: EngineOptions;
  readonly status$: BehaviorSubject<WorkspaceStatus>;
}

function buildWorkspace(db: EngineDatabase, options: EngineOptions, status$: Parts['status$']): Workspace {
  const parts: Parts = { db, options, status$ };
  return {
    status$,
    keys() {
      const status = status$.value;
      if (status.state === 'ready') return ok(status.keys);
      return status.state === 'locked' ? locked() : absent();
    },
    create: (input) => create(parts, input),
    async restore({ phrase, deviceName }) {
      if (status$.value.state !== 'absent') return exists();
      const secret = phraseToRootSecret(phrase);
      return secret.ok ? begin(parts, secret.value, deviceName, false) : secret;
    },
    async unlock(passphrase) {
      const unlocked = await options.secrets.unlock(passphrase);
      if (!unlocked.ok) return unlocked;
      const problem = await load(status$, options);
      return problem ? { ok: false, problem } : ok({});
    },
    revealPhrase: () => readPhrase(options),
    async confirmPhrase(given) {
      const words = await readPhrase(options);
      if (!words.ok) return words;
      const all = words.value.phrase.split(' ');
      const wrong = given.find(({ place, word }) => all[place] !== word.trim().toLowerCase());
      if (wrong) return wrongWord(wrong.place);
      await writeDeviceValue(db, deviceKeys.phraseConfirmed, true);
      return ok({});
    },
    series: () => readSeries(db),
    addressBlock: () => readAddressBlock(db),
  };
}

async function create(
  parts: Parts,
  { seller, wallet, deviceName }: { seller: Party; wallet: string; deviceName: string },
): Promise<Result<{ phrase: string }>> {
  const { db, options, status$ } = parts;
  if (status$.value.state !== 'absent') return exists();
  if (await holdsInvoices(db)) return secretMissing();
  const current = await readSettings(db, options.practice);
  const address = wallet === 'practice' ? options.practice?.wallet : wallet;
  if (address === undefined) return noPractice();
  if (address.trim() === '') return walletMissing();
  const settings = checkSettings({ seller, wallet: address }, current);
  if (!settings.ok) return settings;
  await writeSettings(db, settings.value, options.now().toISOString());
  const secret = options.random(32);
  const begun = await begin(parts, secret, deviceName, true);
  return begun.ok ? ok({ phrase: rootSecretToPhrase(secret) }) : begun;
}

/** Whether the folder holds issued invoices: then there was a workspace, whose secret did not come with it. */
async function holdsInvoices(db: EngineDatabase): Promise<boolean> {
  return (await db.invoices.findOne({ selector: { lifecycle: { $ne: 'draft' } } }).exec()) !== null;
}

/** The secret is saved last: a crash before it leaves a first run, which begins anew. */
async function begin(
  { db, options, status$ }: Parts,
  secret: Uint8Array,
  deviceName: string,
  createdHere: boolean,
): Promise<Result<object>> {
  await writeDeviceValue(db, deviceKeys.deviceName, deviceName.trim() || 'This computer');
  await writeDeviceValue(db, deviceKeys.createdHere, createdHere);
  await writeDeviceValue(db, deviceKeys.phraseConfirmed, !createdHere);
  if (createdHere) await writeDeviceValue(db, deviceKeys.place, 1);
  const saved = await options.secrets.save(secret);
  if (!saved.ok) return saved;
  status$.next({ state: 'ready', keys: deriveWorkspaceKeys(secret) });
  return ok({});
}

async function readPhrase(options: EngineOptions): Promise<Result<{ phrase: string }>> {
  const secret = await options.secrets.load();
  if (!secret.ok) return secret;
  return secret.value ? ok({ phrase: rootSecretToPhrase(secret.value) }) : absent();
}

/** The creator's series is the plain one for ever, whatever place the relay gives it. */
async function readSeries(db: EngineDatabase): Promise<Result<string>> {
  const place = await readDeviceValue<number>(db, deviceKeys.place);
  if (place === null) return noSeries();
  return ok((await readDeviceValue<boolean>(db, deviceKeys.createdHere)) ? '' : seriesOfPlace(place));
}

/** The block that no relay's place leads to: see `seriesOfPlace` on the device that a relay counts first. */
const foundlingBlock = 2_146;

async function readAddressBlock(db: EngineDatabase): Promise<Result<number>> {
  const place = await readDeviceValue<number>(db, deviceKeys.place);
  if (place === null) return noSeries();
  if (await readDeviceValue<boolean>(db, deviceKeys.createdHere)) return ok(0);
  return ok(place === 1 ? foundlingBlock : place - 1);
}

function secretMissing() {
  return fail(
    'workspace.secret-missing',
    'This folder holds issued invoices, but the file with their secret is gone. Put it back, or restore from your 24 words.',
  );
}

function absent() {
  return fail('workspace.absent', 'There is no workspace on this device yet. Create one or restore one first.');
}

function locked() {
  return fail('workspace.locked', 'The workspace is locked. Enter its passphrase first.');
}

function exists() {
  return fail(
    'workspace.exists',
    'There is a workspace on this device already. Use another data folder for another one.',
  );
}

function noPractice() {
  return fail('workspace.no-practice', 'This app does not run in practice mode. Give the address of your own wallet.', {
    path: ['wallet'],
  });
}

function walletMissing() {
  return fail('address.malformed', 'No address is given. Paste your wallet address: 0x and 40 more characters.', {
    path: ['wallet'],
  });
}

function wrongWord(place: number) {
  const message = `Word ${place + 1} is not the one in your recovery phrase. Check what you wrote down.`;
  return fail('phrase.wrong-word', message, { path: ['words', place] });
}

function noSeries() {
  const message =
    'This device has no number series yet: it gets one when it has fetched everything from the relay for the first time. Go online once, then issue.';
  return fail('workspace.no-series', message, { retryable: true });
}
