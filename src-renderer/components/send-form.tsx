import { useState, type FormEvent } from 'react';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { focusFirstInvalid } from './focus-first-invalid.ts';
import { emailProblem } from '../format/email-problem.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import { RadioCard } from './radio-card.tsx';
import { TextField } from './text-field.tsx';

/** How an invoice is to go out, and to whom; `to` counts for nothing where it is only published. */
export interface SendChoice {
  mode: 'pdf' | 'link' | 'publish-only';
  to: string;
}

/** A letter as its reader gets it, in plain text. */
export interface Letter {
  subject: string;
  text: string;
}

interface SendFormProps {
  initialTo: string;
  initialMode: SendChoice['mode'];
  relayStatus: WorkspaceView['relay']['status'];
  isBusy: boolean;
  action: (mode: SendChoice['mode']) => string;
  onSend: (choice: SendChoice) => void;
  onCancel: () => void;
  /** Where the invoice is issued already, how its letter reads. */
  preview?: (mode: 'pdf' | 'link') => Promise<Letter | null>;
}

const modes: readonly { mode: SendChoice['mode']; label: string; reveals: string }[] = [
  {
    mode: 'pdf',
    label: 'Email with the PDF',
    reveals:
      'The relay and the mail servers on the way can read the invoice. The relay wipes it once the mail is accepted.',
  },
  {
    mode: 'link',
    label: 'Email with the link only',
    reveals: 'The letter names you, the number and the amount, and holds the link; whoever reads the mail can open it.',
  },
  {
    mode: 'publish-only',
    label: 'No email, just issue',
    reveals: 'The relay keeps a sealed page that it cannot read. You hand the link over yourself.',
  },
];

/** How an invoice goes out, and to whom; each way says what it reveals. */
export function SendForm(props: SendFormProps) {
  const { initialTo, initialMode, relayStatus, isBusy, action, onSend, onCancel, preview } = props;
  const [mode, setMode] = useState<SendChoice['mode']>(initialTo === '' ? 'publish-only' : initialMode);
  const [to, setTo] = useState(initialTo);
  const [isShown, setShown] = useState(false);
  const isEmail = mode !== 'publish-only';
  const problem = to.trim() === '' ? 'Say to which address it goes.' : emailProblem(to);
  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setShown(true);
    if (!isEmail || !problem) onSend({ mode, to: to.trim() });
    else focusFirstInvalid(event.currentTarget);
  }
  return (
    <form onSubmit={submit} noValidate className="stack">
      <fieldset className="radio-cards">
        <legend className="visually-hidden">How it goes out</legend>
        {modes.map((way) => (
          <RadioCard
            key={way.mode}
            name="send-mode"
            label={way.label}
            checked={mode === way.mode}
            onSelect={() => setMode(way.mode)}
          >
            {way.reveals}
          </RadioCard>
        ))}
      </fieldset>
      {isEmail ? (
        <TextField
          label="Send to"
          type="email"
          value={to}
          onChange={setTo}
          onBlur={() => setShown(true)}
          problem={isShown ? problem : null}
        />
      ) : null}
      {preview && mode !== 'publish-only' ? <LetterPreview key={mode} load={() => preview(mode)} /> : null}
      {relayStatus === 'offline' || relayStatus === 'connecting' ? (
        <Notice>You are offline. It is kept here and goes out by itself when the relay is back.</Notice>
      ) : null}
      {relayStatus === 'none' ? (
        <Notice tone="warning">
          No relay is set, so nothing can be sent yet. It waits until you set one in Settings.
        </Notice>
      ) : null}
      <div className="modal-actions">
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button look="primary" type="submit" disabled={isBusy}>
          {action(mode)}
        </Button>
      </div>
    </form>
  );
}

function LetterPreview({ load }: { load: () => Promise<Letter | null> }) {
  const [letter, setLetter] = useState<Letter | null>(null);
  async function open(isOpen: boolean): Promise<void> {
    if (isOpen && !letter) setLetter(await load());
  }
  return (
    <details className="letter" onToggle={(event) => void open(event.currentTarget.open)}>
      <summary>Read the email first</summary>
      {letter ? (
        <div className="letter-sheet" tabIndex={0} role="region" aria-label="Email">
          <strong>{letter.subject}</strong>
          <p>{letter.text}</p>
        </div>
      ) : null}
    </details>
  );
}
