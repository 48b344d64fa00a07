import { ExternalLink, FlaskConical, KeyRound } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'wouter';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Button } from '../components/button.tsx';

/** What is true of the whole app and worth a line: practice mode, and a recovery phrase that nobody has confirmed. */
export function Banners({ workspace }: { workspace: WorkspaceView }) {
  const [isPhraseHidden, setPhraseHidden] = useState(false);
  const needsPhrase = !workspace.phraseConfirmed && !isPhraseHidden;
  if (!workspace.practice && !needsPhrase) return null;
  return (
    <aside className="banners" aria-label="Notices">
      {workspace.practice ? (
        <div className="banner banner-practice">
          <FlaskConical size={16} aria-hidden="true" />
          <p>
            <strong>Practice mode.</strong> The relay, the chain and the money are make-believe.
            <span className="banner-more"> Emails land in a practice inbox, not with anybody.</span>
          </p>
          {workspace.mailInboxUrl ? (
            <a href={workspace.mailInboxUrl} target="_blank" rel="noreferrer">
              Open mail inbox <ExternalLink size={14} aria-hidden="true" />
            </a>
          ) : null}
        </div>
      ) : null}
      {needsPhrase ? (
        <div className="banner">
          <KeyRound size={16} aria-hidden="true" />
          <p>You have not confirmed your recovery phrase yet. It is the only way back in if this computer is lost.</p>
          <Link href="/settings/security">Show my phrase</Link>
          <Button look="quiet" size="small" onClick={() => setPhraseHidden(true)}>
            Later
          </Button>
        </div>
      ) : null}
    </aside>
  );
}
