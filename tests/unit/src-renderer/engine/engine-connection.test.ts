import { describe, expect, test } from 'vitest';
import { createEngineConnection, reconnectDelay } from '../../../../src-renderer/engine/engine-connection.ts';
import { channelPair } from '../../../../shared/app-api/channel.ts';
import { serveApp } from '../../../../shared/app-api/serve-app.ts';
import { createScriptedEngine } from '../../../helpers/scripted-engine.ts';

/** A connection to a scripted engine whose channels a test can cut, and whose waiting it lets pass by hand. */
function connect() {
  const { state, handlers } = createScriptedEngine();
  const cuts: (() => void)[] = [];
  const waits: { milliseconds: number; pass: () => void }[] = [];
  const connection = createEngineConnection({
    async open() {
      const pair = channelPair();
      serveApp(pair.engine, handlers);
      cuts.push(() => pair.app.close());
      return pair.app;
    },
    wait: (milliseconds) => new Promise((pass) => waits.push({ milliseconds, pass })),
    random: () => 0,
    patience: 20_000,
  });
  const opened = (): Promise<void> =>
    new Promise((resolve) => {
      const check = (): void => {
        if (connection.status() !== 'open') return;
        stop();
        resolve();
      };
      const stop = connection.subscribe(check);
      check();
    });
  return { state, connection, cuts, waits, opened };
}

describe('the connection to the engine', () => {
  test('puts live queries up again after the channel broke', async () => {
    const { state, connection, cuts, waits, opened } = connect();
    await opened();
    const heard: string[] = [];
    let told = (): void => {};
    const next = (): Promise<void> => new Promise((resolve) => (told = resolve));
    let coming = next();
    connection.client.watch('workspace', {}, (value) => {
      heard.push(value.name);
      told();
    });
    await coming;

    cuts[0]?.();
    expect(connection.status()).toBe('reconnecting');
    state.workspace = { ...state.workspace, name: 'Renamed' };
    state.changed();
    expect(heard).not.toContain('Renamed');

    coming = next();
    await Promise.resolve();
    waits.at(-1)?.pass();
    await opened();
    await coming;
    expect(heard.at(-1)).toBe('Renamed');
  });

  test('keeps a call that was made with no channel until there is one', async () => {
    const { connection, cuts, waits, opened } = connect();
    await opened();
    cuts[0]?.();
    await Promise.resolve();
    const reconnect = waits.at(-1);
    const call = connection.client.call('workspace.revealPhrase', {});
    reconnect?.pass();
    expect((await call).ok).toBe(true);
  });

  test('answers a call that waited too long with a problem that says to try again', async () => {
    const { connection, cuts, waits, opened } = connect();
    await opened();
    cuts[0]?.();
    await Promise.resolve();
    const call = connection.client.call('workspace.revealPhrase', {});
    waits.find((wait) => wait.milliseconds === 20_000)?.pass();
    expect(await call).toMatchObject({ ok: false, problem: { code: 'engine.unreachable', retryable: true } });
  });

  test('does not hear a query that was left', async () => {
    const { state, connection, opened } = connect();
    await opened();
    let count = 0;
    let told = (): void => {};
    const first = new Promise<void>((resolve) => (told = resolve));
    const stop = connection.client.watch('settings', {}, () => {
      count++;
      told();
    });
    await first;
    stop();
    state.changed();
    await connection.client.call('workspace.revealPhrase', {});
    expect(count).toBe(1);
  });

  test('knows why something that is watched cannot be read, until it can or nobody watches it', async () => {
    const { state, connection, opened } = connect();
    await opened();
    const damaged = { code: 'storage.corrupt', message: 'The data file is damaged.', retryable: false };
    /** The trouble after the next change of it. */
    const after = (change: () => void): Promise<unknown> =>
      new Promise((resolve) => {
        const stop = connection.subscribe(() => {
          stop();
          resolve(connection.trouble());
        });
        change();
      });
    const heard: unknown[] = [];
    const stop = connection.client.watch(
      'contacts',
      { search: '' },
      ({ length }) => heard.push(length),
      (problem) => heard.push(problem),
    );
    const tell = (problem: typeof damaged | null) => () => {
      state.unreadable = problem;
      state.changed();
    };
    await connection.client.call('workspace.revealPhrase', {});
    expect(connection.trouble()).toBeNull();
    expect(await after(tell(damaged))).toEqual(damaged);
    expect(await after(tell(null))).toBeNull();
    const count = state.contacts.size;
    expect(heard).toEqual([count, damaged, count]);
    expect(await after(tell(damaged))).toEqual(damaged);
    expect(await after(stop)).toBeNull();
  });

  test('waits longer each time, to a limit, with some chance in it', () => {
    expect([0, 1, 2, 3, 20].map((attempt) => reconnectDelay(attempt, () => 0))).toEqual([250, 500, 1000, 2000, 8000]);
    expect(reconnectDelay(1, () => 1)).toBe(250);
  });
});
