import { ArrowLeftRight, Inbox, ListChecks, type LucideIcon } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { inboxLists, type InboxList, type UnmatchedView } from '../../shared/app-api/inbox-view.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { Button } from '../components/button.tsx';
import { CheckedThrough } from '../components/checked-through.tsx';
import { EmptyState } from '../components/empty-state.tsx';
import { Page } from '../components/page.tsx';
import { SlowSpinner } from '../components/spinner.tsx';
import { Notice } from '../components/notice.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { locale } from '../format/format-money.ts';
import { TransferDetail } from './transfer-detail.tsx';
import { TransferList } from './transfer-list.tsx';

/** Most transfers that a list shows; the engine gives the newest. */
const most = 200;

const tabs: Readonly<Record<InboxList, string>> = { open: 'To decide', assigned: 'Assigned', internal: 'Internal' };

/** A list of the inbox as its path names it; anything else is the one that waits for a decision. */
export function inboxListOf(name: string | undefined): InboxList {
  return inboxLists.find((list) => list === name) ?? 'open';
}

/** Transfers that no rule credits to an invoice, one beside the list at a time, with what can be done about it. */
export function InboxScreen({ list, workspace }: { list: InboxList; workspace: WorkspaceView }) {
  const [attempt, setAttempt] = useState(0);
  return (
    <Page title="Inbox" fit="fill">
      <div className="list-tools">
        <nav className="tabs" aria-label="Lists of the inbox">
          {inboxLists.map((name) => (
            <Link
              key={name}
              href={name === 'open' ? '/inbox' : `/inbox/${name}`}
              className="tab"
              aria-current={name === list ? 'page' : undefined}
            >
              {tabs[name]}
              {name === 'open' ? <span className="tab-count">{workspace.unmatched.toLocaleString(locale)}</span> : null}
            </Link>
          ))}
        </nav>
      </div>
      <InboxBody key={`${list} ${attempt}`} list={list} workspace={workspace} onRetry={() => setAttempt(attempt + 1)} />
    </Page>
  );
}

interface InboxBodyProps {
  list: InboxList;
  workspace: WorkspaceView;
  onRetry: () => void;
}

/** One list as the engine tells it: loading, out of reach, empty, or its transfers. */
function InboxBody({ list, workspace, onRetry }: InboxBodyProps) {
  const { value: inbox, problem } = useWatch('inbox', { list, limit: most });
  if (!inbox && problem)
    return (
      <Notice
        tone="problem"
        title="The transfers cannot be shown"
        action={
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        {problem.message}
      </Notice>
    );
  if (!inbox) return <SlowSpinner label="Loading transfers…" />;
  if (inbox.rows.length === 0) return <Nothing list={list} workspace={workspace} />;
  return <Transfers rows={inbox.rows} total={inbox.total} workspace={workspace} />;
}

interface TransfersProps {
  rows: readonly UnmatchedView[];
  total: number;
  workspace: WorkspaceView;
}

/**
 * The list and the one that is open. When that one leaves the list, the one in its place is opened and takes the focus.
 */
function Transfers({ rows, total, workspace }: TransfersProps) {
  const [chosen, setChosen] = useState({ key: '', at: 0 });
  const found = rows.findIndex(({ key }) => key === chosen.key);
  const at = found === -1 ? Math.min(chosen.at, rows.length - 1) : found;
  const shown = rows[at];
  if (shown && (shown.key !== chosen.key || at !== chosen.at)) setChosen({ key: shown.key, at });
  const columns = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (document.activeElement === document.body)
      columns.current?.querySelector<HTMLElement>('.transfer-row[aria-current]')?.focus();
  }, [chosen.key]);
  return (
    <div className="inbox-columns" ref={columns}>
      <TransferList
        rows={rows}
        total={total}
        chosen={chosen.key}
        onChoose={(key) => setChosen({ key, at: rows.findIndex((row) => row.key === key) })}
      />
      <div className="inbox-detail">
        {shown ? <TransferDetail key={shown.key} transfer={shown} /> : null}
        <CheckedThrough chains={workspace.chains} />
      </div>
    </div>
  );
}

const empty: Readonly<Record<InboxList, { icon: LucideIcon; title: string; text: string }>> = {
  open: {
    icon: Inbox,
    title: 'Nothing waits for you',
    text: 'Every transfer to your addresses is credited to its invoice. One that no rule can place shows here, with the invoices that it may belong to.',
  },
  assigned: {
    icon: ListChecks,
    title: 'Nothing was assigned by hand',
    text: 'Transfers that you give to invoices yourself are kept here, with a way back.',
  },
  internal: {
    icon: ArrowLeftRight,
    title: 'No transfers of your own',
    text: 'Money that you move between your own addresses is kept here once you mark it internal. It pays no invoice.',
  },
};

function Nothing({ list, workspace }: { list: InboxList; workspace: WorkspaceView }) {
  const { icon: Icon, title, text } = empty[list];
  return (
    <div className="inbox-empty">
      <EmptyState icon={<Icon size={28} />} title={title}>
        {text}
      </EmptyState>
      <CheckedThrough chains={workspace.chains} />
    </div>
  );
}
