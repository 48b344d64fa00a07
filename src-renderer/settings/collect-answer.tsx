import { ExternalLink } from 'lucide-react';
import type { CommandOutput } from '../../shared/app-api/app-api.ts';
import type { Result } from '../../shared/result.ts';
import { CopyButton } from '../components/copy-button.tsx';
import { Notice } from '../components/notice.tsx';

/**
 * The way to collect: the page that the owner's browser wallet sends the call from, or the call itself where
 * no relay serves one.
 */
export function CollectAnswer({ answer }: { answer: Result<CommandOutput<'receiving.sweep'>> }) {
  if (!answer.ok)
    return (
      <p className="field-problem" role="alert">
        {answer.problem.message}
        {answer.problem.code === 'receiving.several-wallets' ? ' Untick the others first.' : null}
      </p>
    );
  const { to, data, page } = answer.value;
  if (page === null)
    return (
      <Notice
        title="No relay is set to serve the page for your wallet"
        action={<CopyButton size="small" text={data} label="Copy call" />}
      >
        Name one in Relay and endpoints, or have your wallet send this call to <code className="mono">{to}</code>.
      </Notice>
    );
  return (
    <div className="button-row">
      <a className="button button-primary button-medium" href={page} target="_blank" rel="noreferrer">
        <ExternalLink size={16} aria-hidden="true" /> Open the page to collect
      </a>
      <CopyButton text={page} label="Copy its address" />
      <p className="muted">Open it in the browser that has your wallet.</p>
    </div>
  );
}
