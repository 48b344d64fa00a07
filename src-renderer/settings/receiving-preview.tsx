import { Check, TriangleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CommandOutput } from '../../shared/app-api/app-api.ts';
import type { ReceivingMode } from '../../shared/app-api/views.ts';
import { findChain } from '../../shared/money/chain.ts';
import type { Problem } from '../../shared/result.ts';
import { SlowSpinner } from '../components/spinner.tsx';
import { useEngine } from '../engine/use-engine.ts';

type Preview = CommandOutput<'receiving.preview'>;

interface ReceivingPreviewProps {
  mode: Exclude<ReceivingMode, 'shared'>;
  xpub: string;
  isInUse: boolean;
}

/** What a way of receiving gives: addresses to compare with the wallet, and the chains on which it can be used now. */
export function ReceivingPreview({ mode, xpub, isInUse }: ReceivingPreviewProps) {
  const engine = useEngine();
  const [answer, setAnswer] = useState<{ preview: Preview | null; problem: Problem | null } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setAnswer(null);
    void engine.call('receiving.preview', { mode, xpub }).then((result) => {
      if (isCurrent)
        setAnswer(result.ok ? { preview: result.value, problem: null } : { preview: null, problem: result.problem });
    });
    return () => {
      isCurrent = false;
    };
  }, [engine, mode, xpub]);

  if (!answer) return <SlowSpinner label="Working out the addresses…" />;
  if (!answer.preview)
    return (
      <p className="field-problem" role="alert">
        {answer.problem?.message}
      </p>
    );
  const { addresses, chains } = answer.preview;
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
      {mode === 'forwarder' ? (
        <ul className="readiness" aria-label="Chains">
          {chains.map(({ chainId, ready, detail }) => (
            <li key={chainId} data-ready={ready ? true : undefined}>
              {ready ? <Check size={15} aria-hidden="true" /> : <TriangleAlert size={15} aria-hidden="true" />}
              <span>
                {findChain(chainId)?.name ?? `Chain ${chainId}`}: {ready ? 'contracts found and checked' : detail}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
      {isInUse ? <p className="muted">In use for new invoices.</p> : null}
    </div>
  );
}
