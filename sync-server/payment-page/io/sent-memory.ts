/** A payment that this browser sent: kept so that reloading the page never invites paying twice. */
export interface SentPayment {
  readonly txHash: string;
  readonly chainId: number;
  readonly symbol: string;
  readonly decimals: number;
  /** Base units as decimal text. */
  readonly units: string;
  /** Milliseconds since 1970, by this browser's clock. */
  readonly at: number;
  readonly wallet: string;
}

/**
 * Remembers sent payments per link in the browser's own storage; where that is closed, for as long as the page lives.
 */
export interface SentMemory {
  read(): SentPayment | null;
  write(sent: SentPayment | null): void;
}

/** Opens the memory of one link. */
export function openSentMemory(linkId: string, storage: () => Storage): SentMemory {
  const name = `quittance.sent.${linkId}`;
  return {
    read() {
      try {
        return readSent(JSON.parse(storage().getItem(name) ?? 'null'));
      } catch {
        return null;
      }
    },
    write(sent) {
      try {
        if (sent) storage().setItem(name, JSON.stringify(sent));
        else storage().removeItem(name);
      } catch {
        // Private windows may refuse: then the page alone remembers.
      }
    },
  };
}

function readSent(value: unknown): SentPayment | null {
  const sent = value as Partial<SentPayment> | null;
  if (!sent || typeof sent.txHash !== 'string' || !/^0x[0-9a-f]{64}$/.test(sent.txHash)) return null;
  if (typeof sent.chainId !== 'number' || typeof sent.symbol !== 'string' || typeof sent.wallet !== 'string')
    return null;
  if (typeof sent.decimals !== 'number' || typeof sent.at !== 'number') return null;
  if (typeof sent.units !== 'string' || !/^\d{1,78}$/.test(sent.units)) return null;
  return sent as SentPayment;
}
