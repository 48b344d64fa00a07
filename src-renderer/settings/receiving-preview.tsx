import { Check, TriangleAlert } from 'lucide-react';
import type { CommandOutput } from '../../shared/app-api/app-api.ts';
import type { ReceivingMode } from '../../shared/app-api/settings.ts';
import { findChain } from '../../shared/money/chain.ts';
import { Button } from '../components/button.tsx';
import { SlowSpinner } from '../components/spinner.tsx';
import type { WatchedPreview } from './use-receiving-preview.ts';

type Preview = CommandOutput<'receiving.preview'>;

interface ReceivingPreviewProps {
  mode: Exclude<ReceivingMode, 'shared'>;
  preview: WatchedPreview;
}

/** What a way of receiving gives: addresses to compare with the wallet, and the chains on which it can be used now. */
export function ReceivingPreview({ mode, preview: { answer, again } }: ReceivingPreviewProps) {
  if (!answer) return <SlowSpinner label="Working out the addresses…" />;
  if (!answer.ok)
    return (
      <p className="field-problem" role="alert">
        {answer.problem.message}
      </p>
    );
  const { addresses, chains } = answer.value;
  return (
    <div className="receiving-preview">
      <h3>{mode === 'account' ? 'The first addresses' : 'The next addresses'}</h3>
      <p className="muted">
        {mode === 'account'
          ? 'Compare them with your wallet. Where they differ, this is not the account that you mean.'
          : 'They need nothing on the chain to be paid to.'}
      </p>
      <ol className="address-list">
        {addresses.map(({ index, path, address }) => (
          <li key={address}>
            <span className="muted">{path ?? `No. ${index ?? ''}`}</span>
            <code className="mono">{address}</code>
          </li>
        ))}
      </ol>
      {mode === 'forwarder' ? <Readiness chains={chains} onAgain={again} /> : null}
    </div>
  );
}

/** On which of the accepted chains the forwarder contracts were found, and what to do about the others. */
function Readiness({ chains, onAgain }: { chains: Preview['chains']; onAgain: () => void }) {
  return (
    <>
      <h3>Accepted chains</h3>
      {chains.length === 0 ? <p className="muted">Accept a token first: its chain then shows here.</p> : null}
      <ul className="readiness" aria-label="Chains">
        {chains.map(({ chainId, ready, detail }) => (
          <li key={chainId} data-ready={ready ? true : undefined}>
            {ready ? <Check size={15} aria-hidden="true" /> : <TriangleAlert size={15} aria-hidden="true" />}
            <span>
              {findChain(chainId)?.name ?? `Chain ${chainId}`}:{' '}
              {ready ? 'ready, the contracts were found and checked' : `not offered. ${detail}`}
            </span>
          </li>
        ))}
      </ul>
      {chains.some(({ ready }) => !ready) ? (
        <div>
          <Button size="small" onClick={onAgain}>
            Look again
          </Button>
        </div>
      ) : null}
    </>
  );
}
