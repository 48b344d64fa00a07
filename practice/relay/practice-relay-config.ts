import { join } from 'node:path';
import { loadRelayConfig, type RelayConfig } from '../../sync-server/config.ts';
import { unwrap } from '../../shared/result.ts';
import { practiceChainId } from '../../shared/money/chain.ts';

/** What the practice relay is built around. */
export interface PracticeRelayOptions {
  /** Folder of its database. */
  readonly dataDir: string;
  /** The practice chain. */
  readonly rpcUrl: string;
  /** The mail catcher's SMTP port; null: no mail. */
  readonly smtpPort: number | null;
  /** Port to listen on; default: any free one. */
  readonly port?: number;
  /** PostgreSQL address, in place of the embedded database. */
  readonly databaseUrl?: string;
  readonly logLevel?: RelayConfig['logLevel'];
  /** Settings by name that win over these. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The settings of a relay on the practice chain, as an environment for `node practice/relay/main.ts`. */
export function practiceRelaySettings(options: PracticeRelayOptions): Record<string, string> {
  return {
    HOST: '127.0.0.1',
    PORT: String(options.port ?? 0),
    DATA_DIR: join(options.dataDir, 'relay'),
    [`RPC_${practiceChainId}`]: options.rpcUrl,
    ...(options.databaseUrl === undefined ? {} : { DATABASE_URL: options.databaseUrl }),
    ...(options.smtpPort === null
      ? {}
      : { SMTP_URL: `smtp://127.0.0.1:${options.smtpPort}?ignoreTLS=true`, MAIL_FROM: 'invoices@quittance.example' }),
    LOG_LEVEL: options.logLevel ?? 'warn',
    PRACTICE: '1',
    // Every device and page of the practice world calls from one address.
    LIMIT_CALLS_PER_MINUTE: '100000',
    LIMIT_ACCOUNT_CALLS_PER_MINUTE: '100000',
    LIMIT_SIGN_INS_PER_MINUTE: '10000',
    LIMIT_ACCOUNTS_PER_ADDRESS_PER_DAY: '10000',
    LIMIT_STREAMS_PER_ADDRESS: '1000',
    ...options.settings,
  };
}

/** The same, checked: for `startRelay` in this process. */
export function practiceRelayConfig(options: PracticeRelayOptions): RelayConfig {
  return unwrap(loadRelayConfig(practiceRelaySettings(options)));
}
