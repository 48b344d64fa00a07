import { describe, expect, test } from 'vitest';
import { loadRelayConfig, settingsHelp } from '../../../sync-server/config.ts';

describe('loadRelayConfig', () => {
  test('nothing set gives a relay on loopback with SQLite, without mail or chains', () => {
    expect(loadRelayConfig({})).toMatchObject({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 8787,
        database: { engine: 'sqlite', folder: 'relay-data' },
        mail: null,
        practice: false,
      },
    });
  });

  test('reads endpoints, database and mail', () => {
    const config = loadRelayConfig({
      RELAY_ORIGIN: 'https://pay.example.com/',
      DATABASE_URL: 'postgres://db/relay',
      RPC_8453: 'https://a.example/key, https://b.example',
      SMTP_HOST: 'smtp.example.com',
      SMTP_USER: 'me@example.com',
      SMTP_PASSWORD: 'p:@/',
      MAIL_FROM: 'invoices@example.com',
      EMPTY: '',
    });
    expect(config).toMatchObject({
      ok: true,
      value: {
        origin: 'https://pay.example.com',
        database: { engine: 'postgres' },
        mail: { url: 'smtp://me%40example.com:p%3A%40%2F@smtp.example.com:587', from: 'invoices@example.com' },
      },
    });
    expect(config.ok && config.value.rpc.get(8453)).toEqual(['https://a.example/key', 'https://b.example']);
  });

  test.each([
    [{ PORT: 'many' }, 'PORT'],
    [{ RELAY_ORIGIN: 'pay.example.com' }, 'RELAY_ORIGIN'],
    [{ DATABASE_URL: 'mysql://x' }, 'DATABASE_URL'],
    [{ RPC_999999: 'https://a.example' }, 'RPC_999999'],
    [{ RPC_1: 'not an address' }, 'RPC_1'],
    [{ SMTP_URL: 'smtp://a.example' }, 'MAIL_FROM'],
    [{ SMTP_URL: 'smtp://a.example', MAIL_FROM: 'a, b' }, 'MAIL_FROM'],
    [{ SMTP_HOST: 'a', MAIL_FROM: 'a@example.com', DKIM_DOMAIN: 'example.com' }, 'DKIM_DOMAIN'],
    [{ REGISTRATION: 'invite' }, 'INVITES'],
    [{ PRACTICE: '1', RPC_1: 'https://a.example' }, 'PRACTICE'],
    [{ LIMIT_MAILS_PER_DAY: '0' }, 'LIMIT_MAILS_PER_DAY'],
    [{ RELAY_CONFIG: '/nowhere/relay.env' }, 'RELAY_CONFIG'],
  ])('%o is refused by name', (env, name) => {
    const config = loadRelayConfig(env);
    expect(config).toMatchObject({
      ok: false,
      problem: { code: 'config.invalid', message: expect.stringContaining(name) },
    });
  });

  test('a value that a setting does not take is named with those that it does', () => {
    expect(loadRelayConfig({ LOG_LEVEL: 'loud' })).toMatchObject({
      ok: false,
      problem: {
        message: expect.stringContaining(
          'LOG_LEVEL: must be one of "silent", "error", "warn", "info", "debug", not "loud".',
        ),
      },
    });
  });

  test('the help names every setting', () => {
    for (const name of ['RELAY_ORIGIN', 'DATABASE_URL', 'RPC_<chain id>', 'SMTP_URL', 'LIMIT_STORAGE'])
      expect(settingsHelp()).toContain(name);
  });
});
