import { ExternalLink } from 'lucide-react';
import { shortHash } from '../format/short-hash.ts';

/** A transaction by its shortened hash, with the way to an explorer where the chain has one. */
export function TransactionLink({ txHash, explorerUrl }: { txHash: string; explorerUrl: string | null }) {
  return (
    <>
      <span className="mono" title={txHash}>
        {shortHash(txHash)}
      </span>{' '}
      {explorerUrl ? (
        <a href={explorerUrl} target="_blank" rel="noreferrer" className="outward-link">
          Explorer <ExternalLink size={13} aria-hidden="true" />
        </a>
      ) : null}
    </>
  );
}
