import { bytesToHex } from '@noble/hashes/utils.js';
import type { PaymentState } from '../../../shared/payment/payment.ts';
import type { RelayEvent } from '../../../shared/relay-api/events.ts';
import { createRelayClient, type RelayClient } from '../../../shared/relay-api/relay-client.ts';
import { unwrap } from '../../../shared/result.ts';
import { signAccountChallenge } from '../../../shared/sealing/account-challenge.ts';
import { phraseToRootSecret } from '../../../shared/sealing/recovery-phrase.ts';
import { deriveWorkspaceKeys } from '../../../shared/sealing/workspace-keys.ts';

/**
 * What the relay's newest event of a transfer says. `linkId` and `rule` are null, and `reason` is not,
 * where it is unmatched.
 */
export interface RelayEntry {
  readonly key: string;
  readonly blockHash: string;
  readonly txHash: string;
  readonly logIndex: number;
  readonly from: string;
  readonly to: string;
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
  readonly #phrase: string;
  readonly #origin: string;
  #token: string | null = null;
  readonly entries = new Map<string, RelayEntry>();
  /** Transfers that were credited or unmatched and then taken back, at least once. */
  readonly reversed = new Set<string>();
  #checkpoint = { epoch: '', seq: 0 };

  private constructor(origin: string, phrase: string) {
    this.#origin = origin;
    this.#phrase = phrase;
    this.client = createRelayClient({ origin, fetch, token: () => this.#token });
  }

  /** Signs in to the workspace of a recovery phrase. */
  static async signIn(origin: string, phrase: string): Promise<RelayLedger> {
    const ledger = new RelayLedger(origin, phrase);
    if (!(await ledger.#signIn())) throw new Error('The relay lets nobody in');
    return ledger;
  }

  async #signIn(): Promise<boolean> {
    const { account } = deriveWorkspaceKeys(unwrap(phraseToRootSecret(this.#phrase)));
    const accountKey = bytesToHex(account.publicKey);
    const asked = await this.client.call('createChallenge', { body: { accountKey } });
    if (!asked.ok) return false;
    const { challenge } = asked.value;
    const signature = signAccountChallenge({ challenge, origin: this.#origin }, account);
    const device = { id: 'the-oracle-listens', name: 'Oracle' };
    const session = await this.client.call('createSession', { body: { accountKey, challenge, signature, device } });
    if (session.ok) this.#token = session.value.token;
    return session.ok;
  }

  /** Takes in what was told since the last time; false where the relay does not answer. */
  async read(): Promise<boolean> {
    for (;;) {
      const page = await this.client.call('listEvents', { query: { ...this.#checkpoint, limit: 500 } });
      if (!page.ok) return (await this.#signIn()) && false;
      for (const event of page.value.events) this.#take(event);
      this.#checkpoint = page.value.checkpoint;
      if (page.value.events.length < 500) return true;
    }
  }

  #take(event: RelayEvent): void {
    if (event.type === 'mail') return;
    const transfer = event.type === 'payment' ? event.payment : event.transfer;
    const { key, state, confirmations, chainId, token, units, blockHash, txHash, logIndex, from, to } = transfer;
    if (state === 'reversed') this.reversed.add(key);
    this.entries.set(key, {
      key,
      state,
      confirmations,
      chainId,
      token: token.toLowerCase(),
      units: BigInt(units),
      blockHash,
      txHash,
      logIndex,
      from: from.toLowerCase(),
      to: to.toLowerCase(),
      ...(event.type === 'payment'
        ? {
            linkId: event.linkId,
            rule: event.payment.rule,
            reason: null,
            late: event.payment.late,
          }
        : {
            linkId: null,
            rule: null,
            reason: event.reason,
            late: false,
          }),
    });
  }
}
