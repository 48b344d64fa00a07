import { pino, type DestinationStream, type Logger } from 'pino';
import type { RelayConfig } from './config.ts';
import { createHub } from './hub/hub.ts';
import { buildServer, type ServerTimeouts } from './http/build-server.ts';
import { createMetrics } from './http/metrics.ts';
import { loadPaymentPages, type PaymentPages } from './http/payment-page-files.ts';
import type { PracticeParts } from './http/practice-routes.ts';
import { leadChains } from './ledger/lead-chains.ts';
import { startMailCourier, type MailCourierOptions } from './mail/mail-courier.ts';
import { createSmtpSender } from './mail/smtp-sender.ts';
import type { RelayContext } from './relay-context.ts';
import { openDatabase, type RelayDatabase } from './storage/open-database.ts';
import { transact } from './storage/transact.ts';

/** What can be given to a relay beside its settings; everything has a sensible default. */
export interface RelayDependencies {
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  /** Where log lines (JSON) go. Default: standard output. */
  readonly logDestination?: DestinationStream;
  /** Starts a new epoch: after the database was restored from a backup. */
  readonly newEpoch?: boolean;
  /**
   * Chains whose place is forgotten, to be watched from the head on: after `chain.reorg-too-deep`, when the nodes are
   * right. Payments that are not final and no longer in the chain are reversed, and its past is looked through anew.
   */
  readonly watchAfresh?: readonly number[];
  readonly mail?: MailCourierOptions;
  /** How long slow callers are borne with. */
  readonly timeouts?: Partial<ServerTimeouts>;
  /** The text of the practice wallet's script; used in practice mode alone. */
  readonly practiceWallet?: string;
  /** False leaves the payment page out (tests of other parts). */
  readonly page?: boolean;
}

/** A relay that serves. */
export interface Relay {
  /** Its public address, without a slash at the end. */
  readonly origin: string;
  /** The port it listens on. */
  readonly port: number;
  /** Ends it in order: no new calls, streams closed, mail under way finished, database closed. Can be called again. */
  stop(): Promise<void>;
}

/**
 * Starts a relay: database and schema, chains, mail outbox, HTTP.
 * @throws Error with a message for the operator when the database or the port cannot be had.
 */
export async function startRelay(config: RelayConfig, deps: RelayDependencies = {}): Promise<Relay> {
  const log = createLogger(config, deps.logDestination);
  const pages = deps.page === false ? null : await loadPages(log);
  const undo: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const database = await openDatabase(config.database, { newEpoch: deps.newEpoch ?? false });
    undo.push(() => database.close());
    await forgetOldUsage(database, (deps.now ?? Date.now)());
    for (const chainId of deps.watchAfresh ?? []) await forgetPlace(database, chainId);
    const hub = await createHub(database, log);
    undo.push(() => hub.close());
    let origin = config.origin ?? '';
    const context: RelayContext = { config, database, hub, log, now: deps.now ?? Date.now, origin: () => origin };
    const metrics = createMetrics(context);
    undo.push(async () => metrics.stop());
    const ledgers = leadChains(context);
    undo.push(() => ledgers.stop());
    if (config.mail) {
      const courier = await startMailCourier(context, createSmtpSender(config.mail), deps.mail);
      undo.push(() => courier.stop());
    }
    const practice = readPracticeParts(config, deps);
    const { app, streams } = buildServer(context, {
      refusedTokens: ledgers.refusedTokens,
      pages,
      practice,
      metrics,
      timeouts: deps.timeouts ?? {},
    });
    undo.push(async () => {
      streams.closeAll();
      await app.close();
    });
    await app.listen({ host: config.host, port: config.port });
    const address = app.server.address();
    const port = typeof address === 'object' && address ? address.port : config.port;
    origin ||= `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`;
    log.info(
      { origin, port, chains: [...config.rpc.keys()], database: database.engine, mail: config.mail !== null },
      'the relay serves',
    );
    return { origin, port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Forgets how far a chain was read; what is on record of it is compared as its reading begins again. */
async function forgetPlace({ kysely }: RelayDatabase, chainId: number): Promise<void> {
  await transact(kysely, async (trx) => {
    await trx.deleteFrom('chain_cursors').where('chain_id', '=', chainId).execute();
    await trx.deleteFrom('chain_headers').where('chain_id', '=', chainId).execute();
  });
}

/** Quotas are counted by day: what is older than a week says nothing any more. */
async function forgetOldUsage(database: RelayDatabase, now: number): Promise<void> {
  const day = new Date(now - 7 * 86_400_000).toISOString().slice(0, 10);
  await database.kysely.deleteFrom('usage').where('day', '<', day).execute();
}

function createLogger(config: RelayConfig, destination: DestinationStream | undefined): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    redact: {
      paths: [
        'req.headers.authorization',
        'req.headers.cookie',
        '*.token',
        '*.signature',
        '*.password',
        '*.content',
        'err.parameters',
        'err.detail',
      ],
      censor: '[withheld]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}

async function loadPages(log: Logger): Promise<PaymentPages | null> {
  try {
    return await loadPaymentPages();
  } catch (error) {
    // The relay is still worth starting: devices sync and payments are watched; /ready says that the page is missing.
    log.error({ err: error }, 'the payment page cannot be loaded or built');
    return null;
  }
}

function readPracticeParts(config: RelayConfig, deps: RelayDependencies): PracticeParts | null {
  const rpcUrl = [...config.rpc.values()][0]?.[0];
  if (!config.practice || rpcUrl === undefined) return null;
  return { rpcUrl, walletScript: deps.practiceWallet ?? '' };
}
