import { bytesToHex } from '@noble/hashes/utils.js';
import type { PaymentState } from '../../../shared/payment/payment.ts';
import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import { createRelayClient, type RelayClient } from '../../../shared/relay-api/relay-client.ts';
import { unwrap } from '../../../shared/result.ts';
import { signAccountChallenge } from '../../../shared/sealing/account-challenge.ts';
import { phraseToRootSecret } from '../../../shared/sealing/recovery-phrase.ts';
import { deriveWorkspaceKeys } from '../../../shared/sealing/workspace-keys.ts';

/** What the relay's newest event of a transfer says. `linkId` and `rule` are null, and `reason` is not, where it is unmatched. */
export interface RelayEntry {
  readonly key: string;
  readonly linkId: string | null;
  readonly rule: string | null;
  readonly reason: string | null;
  readonly late: boolean;
  readonly state: PaymentState;
  readonly confirmations: number;
  readonly chainId: number;
  readonly token: string;
  readonly units: bigint;
}

/** The relay's ledger as its own API tells it to a device of the workspace that only listens. */
export class RelayLedger {
  readonly client: RelayClient;
  readonly entries = new Map<string, RelayEntry>();
  /** Transfers that were credited or unmatched and then taken back, at least once. */
  readonly reversed = new Set<string>();
  #checkpoint = { epoch: '', seq: 0 };

  private constructor(client: RelayClient) {
    this.client = client;
  }

  /** Signs in to the workspace of a recovery phrase. */
  static async signIn(origin: string, phrase: string): Promise<RelayLedger> {
    const { account } = deriveWorkspaceKeys(unwrap(phraseToRootSecret(phrase)));
    const accountKey = bytesToHex(account.publicKey);
    let token: string | null = null;
    const client = createRelayClient({ origin, fetch, token: () => token });
    const { challenge } = unwrap(await client.call('createChallenge', { body: { accountKey } }));
    const signature = signAccountChallenge({ challenge, origin }, account);
    const device = { id: 'the-oracle-listens', name: 'Oracle' };
    const body = { accountKey, challenge, signature, device };
    ({ token } = unwrap(await client.call('createSession', { body })));
    return new RelayLedger(client);
  }

  /** Takes in what was told since the last time; false where the relay does not answer. */
  async read(): Promise<boolean> {
    for (;;) {
      const page = await this.client.call('listEvents', { query: { ...this.#checkpoint, limit: 500 } });
      if (!page.ok) return false;
      for (const event of page.value.events) this.#take(event);
      this.#checkpoint = page.value.checkpoint;
      if (page.value.events.length < 500) return true;
    }
  }

  #take(event: RelayEvent): void {
    if (event.type === 'mail') return;
    const transfer = event.type === 'payment' ? event.payment : event.transfer;
    const { key, state, confirmations, chainId, token, units } = transfer;
    if (state === 'reversed') this.reversed.add(key);
    this.entries.set(key, {
      ...{ key, state, confirmations, chainId, token: token.toLowerCase(), units: BigInt(units) },
      ...(event.type === 'payment'
        ? { linkId: event.linkId, rule: event.payment.rule, reason: null, late: event.payment.late }
        : { linkId: null, rule: null, reason: event.reason, late: false }),
    });
  }
}
