import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { chains, findChain } from '../shared/money/chain.ts';
import { readBySchema } from '../shared/read-by-schema.ts';
import { fail, ok, type Result } from '../shared/result.ts';
import { limitSettings, readLimits, type RelayLimits } from './limits.ts';
import type { DatabaseLocation } from './storage/open-database.ts';

/** Everything that the relay can be told, checked. See {@link relaySettings} for the settings' own names. */
export interface RelayConfig {
  /** The public address, e.g. `https://pay.example.com`; null: `http://host:port` once the port is known. */
  readonly origin: string | null;
  readonly host: string;
  readonly port: number;
  /**
   * Reverse proxies in front, each of which adds to X-Forwarded-For the address that called it; 0:
   * callers come directly.
   */
  readonly trustedProxies: number;
  readonly database: DatabaseLocation;
  /** RPC endpoints by chain id, the preferred first; only these chains are watched. */
  readonly rpc: ReadonlyMap<number, readonly string[]>;
  /** Whole tokens from which a payment needs the word of two endpoints, on a chain that has two. */
  readonly agreementAbove: bigint;
  /** Null: no mail leaves; `POST /v1/mail` says so. */
  readonly mail: MailConfig | null;
  readonly registration: { readonly mode: 'open' } | { readonly mode: 'invite'; readonly invites: readonly string[] };
  readonly limits: RelayLimits;
  readonly logLevel: 'silent' | 'error' | 'warn' | 'info' | 'debug';
  /** Bearer token that `/metrics` asks for; null: only callers on this machine are answered. */
  readonly metricsToken: string | null;
  /** True on the practice chain only: the payment page gets a practice wallet. */
  readonly practice: boolean;
}

/** How mail leaves: one SMTP server, and a DKIM key where the relay itself signs. */
export interface MailConfig {
  readonly url: string;
  /** The envelope sender and From address, e.g. `invoices@pay.example.com`. */
  readonly from: string;
  readonly dkim: { readonly domain: string; readonly selector: string; readonly privateKey: string } | null;
}

const text = z.string().trim();
const proxyCount = 'must be the number of reverse proxies in front, from 0 to 10';
const wholeAmount = 'must be a whole number of tokens, 0 or more';
const flag = z
  .enum(['0', '1', 'true', 'false'], { error: 'must be 1 or 0' })
  .transform((value) => /^(1|true)$/.test(value));
const httpUrl = z.url({ protocol: /^https?$/, error: 'must be an address that begins with http:// or https://' });

/** The settings by name, as given in the environment or in the settings file (`NAME=value` lines). */
const relaySettings = z.object({
  RELAY_ORIGIN: httpUrl.optional().describe('Public address of this relay, e.g. https://pay.example.com'),
  HOST: text.default('127.0.0.1').describe('Address to listen on; 0.0.0.0 for all'),
  PORT: portSchema(8787).describe('Port to listen on; 0 takes any free one'),
  TRUST_PROXY: z.coerce
    .number({ error: proxyCount })
    .int(proxyCount)
    .min(0, proxyCount)
    .max(10, proxyCount)
    .default(0)
    .describe('Number of reverse proxies in front that set X-Forwarded-For'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgres://')
    .optional()
    .describe('PostgreSQL address; without it the relay keeps an SQLite file in DATA_DIR'),
  DATA_DIR: text.min(1).default('relay-data').describe('Folder of the SQLite file'),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional()
    .describe('Mail server, e.g. smtps://user:password@smtp.example.com'),
  SMTP_HOST: text.min(1).optional().describe('Mail server, when SMTP_URL is not set'),
  SMTP_PORT: portSchema(587).describe('Its port'),
  SMTP_USER: text.optional().describe('Its user name'),
  SMTP_PASSWORD: z.string().optional().describe('Its password'),
  MAIL_FROM: z
    .email('must be one email address, e.g. invoices@example.com')
    .optional()
    .describe('Sender of every email'),
  DKIM_DOMAIN: text.optional().describe('Domain to sign for; set all three DKIM_ settings or none'),
  DKIM_SELECTOR: text.optional().describe('Selector of the DKIM record'),
  DKIM_KEY_FILE: text.optional().describe('PEM file of the DKIM private key'),
  AGREEMENT_ABOVE: z.coerce
    .number({ error: wholeAmount })
    .int(wholeAmount)
    .nonnegative(wholeAmount)
    .default(1_000)
    .describe('Whole tokens from which two endpoints of a chain must show a payment before it counts'),
  REGISTRATION: z
    .enum(['open', 'invite'], { error: 'must be open or invite' })
    .default('open')
    .describe('Who may begin a workspace: everybody (open), or holders of a code (invite)'),
  INVITES: text.optional().describe('Invitation codes, separated by commas; each admits one workspace'),
  LOG_LEVEL: z
    .enum(['silent', 'error', 'warn', 'info', 'debug'])
    .default('info')
    .describe('silent, error, warn, info or debug'),
  METRICS_TOKEN: text
    .min(16, 'must have at least 16 characters')
    .optional()
    .describe('Bearer token for /metrics; without it only this machine may read them'),
  PRACTICE: flag.default(false).describe('1 on the practice chain only'),
  ...limitSettings,
});
type Settings = z.infer<typeof relaySettings>;

/**
 * Reads the relay's settings from the environment, and from the file that `RELAY_CONFIG` names (the environment wins).
 * A setting that is left empty counts as not given.
 *
 * @returns the configuration, or `config.invalid` with a message that names each wrong setting and how to mend it.
 */
export function loadRelayConfig(env: Readonly<Record<string, string | undefined>>): Result<RelayConfig> {
  const file = env.RELAY_CONFIG;
  if (file && !existsSync(file)) return invalid([`RELAY_CONFIG names ${file}, and there is no such file.`]);
  const merged: Record<string, string> = {};
  for (const source of [file ? parseEnv(readFileSync(file, 'utf8')) : {}, env])
    for (const [name, value] of Object.entries(source)) if (value) merged[name] = value;
  const read = readBySchema(relaySettings, merged);
  if (!read.ok) return invalid(read.misfits.map(({ sentence }) => `${sentence}.`));
  return buildConfig(read.value, merged);
}

function buildConfig(settings: Settings, all: Record<string, string>): Result<RelayConfig> {
  const rpc = readRpc(all);
  const mail = readMail(settings);
  const wrong = [...(rpc.ok ? [] : [rpc.problem.message]), ...(mail.ok ? [] : [mail.problem.message])];
  const invites = (settings.INVITES ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean);
  if (settings.REGISTRATION === 'invite' && invites.length === 0)
    wrong.push('INVITES: REGISTRATION=invite needs at least one code here.');
  if (rpc.ok && settings.PRACTICE && [...rpc.value.keys()].some((chainId) => !findChain(chainId)?.practice))
    wrong.push('PRACTICE: must not be set where a real chain is watched. Remove it, or the other RPC_ settings.');
  if (!rpc.ok || !mail.ok || wrong.length > 0) return invalid(wrong);
  return ok({
    origin: settings.RELAY_ORIGIN ? new URL(settings.RELAY_ORIGIN).origin : null,
    host: settings.HOST,
    port: settings.PORT,
    trustedProxies: settings.TRUST_PROXY,
    database: settings.DATABASE_URL
      ? { engine: 'postgres', url: settings.DATABASE_URL }
      : { engine: 'sqlite', folder: settings.DATA_DIR },
    rpc: rpc.value,
    agreementAbove: BigInt(settings.AGREEMENT_ABOVE),
    mail: mail.value,
    registration: settings.REGISTRATION === 'open' ? { mode: 'open' } : { mode: 'invite', invites },
    limits: readLimits(settings),
    logLevel: settings.LOG_LEVEL,
    metricsToken: settings.METRICS_TOKEN ?? null,
    practice: settings.PRACTICE,
  });
}

/** Reads `RPC_<chain id>=url,url`. */
function readRpc(all: Record<string, string>): Result<ReadonlyMap<number, readonly string[]>> {
  const rpc = new Map<number, readonly string[]>();
  for (const [name, value] of Object.entries(all)) {
    const digits = /^RPC_(\d+)$/.exec(name)?.[1];
    if (digits === undefined) continue;
    const chainId = Number(digits);
    if (!findChain(chainId))
      return fail(
        'config.invalid',
        `${name}: chain ${digits} is not known. Known: ${chains.map((chain) => chain.chainId).join(', ')}.`,
      );
    const urls = value
      .split(',')
      .map((url) => url.trim())
      .filter(Boolean);
    if (urls.length === 0 || !urls.every((url) => httpUrl.safeParse(url).success))
      return fail('config.invalid', `${name}: must be one or more http(s) addresses, separated by commas.`);
    rpc.set(chainId, [...new Set(urls)]);
  }
  return ok(rpc);
}

function readMail(settings: Settings): Result<MailConfig | null> {
  const { SMTP_URL, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, MAIL_FROM } = settings;
  if (!SMTP_URL && !SMTP_HOST) return ok(null);
  if (!MAIL_FROM)
    return fail(
      'config.invalid',
      'MAIL_FROM: must be set where a mail server is, e.g. MAIL_FROM=invoices@example.com.',
    );
  const dkim = readDkim(settings);
  if (!dkim.ok) return dkim;
  const login = SMTP_USER ? `${encodeURIComponent(SMTP_USER)}:${encodeURIComponent(SMTP_PASSWORD ?? '')}@` : '';
  const scheme = SMTP_PORT === 465 ? 'smtps' : 'smtp';
  return ok({ url: SMTP_URL ?? `${scheme}://${login}${SMTP_HOST}:${SMTP_PORT}`, from: MAIL_FROM, dkim: dkim.value });
}

function readDkim(settings: Settings): Result<MailConfig['dkim']> {
  const { DKIM_DOMAIN, DKIM_SELECTOR, DKIM_KEY_FILE } = settings;
  if (!DKIM_DOMAIN && !DKIM_SELECTOR && !DKIM_KEY_FILE) return ok(null);
  if (!DKIM_DOMAIN || !DKIM_SELECTOR || !DKIM_KEY_FILE)
    return fail('config.invalid', 'DKIM_DOMAIN, DKIM_SELECTOR and DKIM_KEY_FILE: set all three, or none.');
  if (!existsSync(DKIM_KEY_FILE)) return fail('config.invalid', `DKIM_KEY_FILE: there is no file ${DKIM_KEY_FILE}.`);
  return ok({ domain: DKIM_DOMAIN, selector: DKIM_SELECTOR, privateKey: readFileSync(DKIM_KEY_FILE, 'utf8') });
}

function portSchema(otherwise: number) {
  const wrong = 'must be a port number from 0 to 65535';
  return z.coerce.number({ error: wrong }).int(wrong).min(0, wrong).max(65_535, wrong).default(otherwise);
}

function invalid(lines: readonly string[]): Result<never> {
  return fail(
    'config.invalid',
    ['The relay cannot start with these settings:', ...lines.map((line) => `  ${line}`)].join('\n'),
  );
}

/** The settings with their meaning and default, as text for a terminal. */
export function settingsHelp(): string {
  const lines = Object.entries(relaySettings.shape).map(([name, schema]) => {
    const given = schema.safeParse(undefined);
    const otherwise = given.success && given.data !== undefined ? ` [${String(given.data)}]` : '';
    return `  ${name.padEnd(36)}${schema.description ?? ''}${otherwise}`;
  });
  const rpc = `  ${'RPC_<chain id>'.padEnd(36)}RPC endpoints of a chain to watch, separated by commas, e.g. RPC_8453=https://…`;
  const file = `  ${'RELAY_CONFIG'.padEnd(36)}File of NAME=value lines with any of these; the environment wins`;
  return ['Settings:', file, ...lines, rpc, ''].join('\n');
}
