import { ArrowLeftRight, Split, Undo2 } from 'lucide-react';
import { useId, useState } from 'react';
import { Link } from 'wouter';
import type { UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import { explorerAddressUrl } from '../../shared/money/chain.ts';
import { Button } from '../components/button.tsx';
import { CopyButton } from '../components/copy-button.tsx';
import { Notice } from '../components/notice.tsx';
import { TransactionLink } from '../components/transaction-link.tsx';
import { VerificationBadge } from '../components/verification-badge.tsx';
import { formatInstant } from '../format/format-date.ts';
import { formatMinor } from '../format/format-money.ts';
import { formatUnits, paymentStateWords } from '../format/payment-words.ts';
import { shortHash } from '../format/short-hash.ts';
import { AssignDialog } from './assign-dialog.tsx';
import type { PartDraft } from './part-drafts.ts';
import { SuggestionList } from './suggestion-list.tsx';
import { useTransferCommands } from './use-transfer-commands.ts';

/** One transfer: why it is here, what is known of it, whose it may be, and what can be done. */
export function TransferDetail({ transfer }: { transfer: UnmatchedView }) {
  const [parts, setParts] = useState<readonly PartDraft[] | null>(null);
  const commands = useTransferCommands(transfer, setParts);
  const isReversed = transfer.state === 'reversed';
  const { assignment } = transfer;
  const isDecided = assignment !== null && (assignment.internal || assignment.parts.length > 0);
  return (
    <article className="card transfer-card" aria-labelledby="transfer-head">
      <header className="transfer-head">
        <h2 id="transfer-head">{formatUnits(transfer.units, transfer)}</h2>
        <span className="muted">
          {transfer.value && transfer.currency
            ? `on ${transfer.chainName}, worth ${formatMinor(transfer.value, transfer.currency)}`
            : `on ${transfer.chainName}, a token whose worth is not known`}
        </span>
      </header>
      <p className="transfer-why">{transfer.explanation}</p>
      {isReversed ? (
        <Notice tone="warning">
          The chain took its block back, so there is nothing to assign. If it comes in another block, it stands here
          again.
        </Notice>
      ) : null}
      {isDecided ? (
        <Decided
          transfer={transfer}
          isBusy={commands.isBusy}
          onChange={() => setParts(commands.presentParts())}
          onUndo={commands.undo}
        />
      ) : (
        <Undecided transfer={transfer} commands={commands} onChoose={() => setParts([])} />
      )}
      <Facts transfer={transfer} />
      <VerificationBadge verification={transfer.verification} />
      {parts ? (
        <AssignDialog transfer={transfer} initial={parts} onAssign={commands.assign} onClose={() => setParts(null)} />
      ) : null}
    </article>
  );
}

interface UndecidedProps {
  transfer: UnmatchedView;
  commands: ReturnType<typeof useTransferCommands>;
  onChoose: () => void;
}

function Undecided({ transfer, commands, onChoose }: UndecidedProps) {
  const isReversed = transfer.state === 'reversed';
  return (
    <>
      {isReversed ? null : (
        <SuggestionList suggestions={transfer.suggestions} isOff={commands.isBusy} onAssign={commands.assignWhole} />
      )}
      <div className="button-row transfer-actions">
        <Button
          icon={<Split size={16} aria-hidden="true" />}
          disabled={isReversed || commands.isBusy}
          onClick={onChoose}
        >
          Choose or split…
        </Button>
        <Button
          icon={<ArrowLeftRight size={16} aria-hidden="true" />}
          disabled={isReversed || commands.isBusy}
          title="It came from you: it pays no invoice"
          onClick={commands.markInternal}
        >
          Mark internal
        </Button>
        {transfer.assignment ? (
          <Button icon={<Undo2 size={16} aria-hidden="true" />} disabled={commands.isBusy} onClick={commands.undo}>
            Put it back
          </Button>
        ) : null}
      </div>
    </>
  );
}

interface DecidedProps {
  transfer: UnmatchedView;
  isBusy: boolean;
  onChange: () => void;
  onUndo: () => void;
}

function Decided({ transfer, isBusy, onChange, onUndo }: DecidedProps) {
  const parts = transfer.assignment?.parts ?? [];
  return (
    <section className="decided" aria-label="Your word on it">
      {parts.length === 0 ? (
        <p>You marked it internal: it pays no invoice.</p>
      ) : (
        <ul className="suggestions">
          {parts.map((part) => (
            <li key={part.invoiceId} className="suggestion">
              <div className="suggestion-text">
                <span className="suggestion-head">
                  <Link href={`/invoices/${part.invoiceId}`}>{part.number || 'An invoice that is not here'}</Link>
                  <span dir="auto">{part.buyerName}</span>
                </span>
                <span className="muted">
                  {formatUnits(part.units, transfer)}, counted as {formatMinor(part.value, part.currency)}
                </span>
              </div>
            </li>
          ))}
        </ul>
      )}
      <div className="button-row transfer-actions">
        <Button icon={<Undo2 size={16} aria-hidden="true" />} disabled={isBusy} onClick={onUndo}>
          Undo
        </Button>
        <Button
          icon={<Split size={16} aria-hidden="true" />}
          disabled={isBusy || transfer.state === 'reversed'}
          onClick={onChange}
        >
          {parts.length === 0 ? 'Assign after all…' : 'Change…'}
        </Button>
      </div>
    </section>
  );
}

function Facts({ transfer }: { transfer: UnmatchedView }) {
  const { state, confirmations, requiredConfirmations } = transfer;
  return (
    <dl className="payment-facts transfer-facts">
      <div>
        <dt>State</dt>
        <dd>
          {paymentStateWords[state]}
          {state === 'reversed' ? null : (
            <span className="confirmations">
              {Math.min(confirmations, requiredConfirmations)}/{requiredConfirmations} confirmations
            </span>
          )}
        </dd>
      </div>
      <div>
        <dt>Came</dt>
        <dd>{formatInstant(transfer.at)}</dd>
      </div>
      <div>
        <dt>Transaction</dt>
        <dd>
          <TransactionLink txHash={transfer.txHash} explorerUrl={transfer.explorerUrl} />
        </dd>
      </div>
      <AddressFact label="From" chainId={transfer.chainId} address={transfer.from} />
      <AddressFact label="To" chainId={transfer.chainId} address={transfer.to} />
    </dl>
  );
}

function AddressFact({ label, chainId, address }: { label: string; chainId: number; address: string }) {
  const id = useId();
  const explorerUrl = explorerAddressUrl(chainId, address);
  return (
    <div>
      <dt id={id}>{label}</dt>
      <dd>
        <span className="mono" title={address}>
          {explorerUrl ? (
            <a href={explorerUrl} target="_blank" rel="noreferrer" aria-describedby={id}>
              {shortHash(address)}
            </a>
          ) : (
            shortHash(address)
          )}
        </span>
        <CopyButton
          text={address}
          label="Copy"
          look="quiet"
          size="small"
          className="copy-small"
          aria-describedby={id}
        />
      </dd>
    </div>
  );
}
