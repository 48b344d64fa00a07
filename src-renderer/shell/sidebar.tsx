import { CircleAlert, FileText, Inbox, Keyboard, Settings, Users } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { IconButton } from '../components/button.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { locale } from '../format/format-money.ts';
import { ConnectionChip } from './connection-chip.tsx';
import { Mark } from './mark.tsx';

interface SidebarProps {
  workspace: WorkspaceView;
  location: string;
  onConnection: () => void;
  onShortcuts: () => void;
}

/** Where one is, where one can go, and how things stand with the relay. */
export function Sidebar({ workspace, location, onConnection, onShortcuts }: SidebarProps) {
  const counts = useWatch('invoiceCounts', {}).value;
  const contacts = useWatch('contacts', { search: '' }).value;
  const size = 18;
  return (
    <nav className="sidebar" aria-label="Main">
      <div className="sidebar-head">
        <Mark />
        <span className="sidebar-name" title={workspace.name}>
          {workspace.name || 'Quittance'}
        </span>
      </div>
      <ul className="sidebar-links">
        <SidebarLink to="/invoices" location={location} label="Invoices" count={counts?.all}>
          <FileText size={size} aria-hidden="true" />
        </SidebarLink>
        <SidebarLink
          to="/inbox"
          location={location}
          label="Inbox"
          count={workspace.unmatched > 0 ? workspace.unmatched : undefined}
          waits
        >
          <Inbox size={size} aria-hidden="true" />
        </SidebarLink>
        <SidebarLink to="/contacts" location={location} label="Contacts" count={contacts?.length}>
          <Users size={size} aria-hidden="true" />
        </SidebarLink>
        <SidebarLink to="/settings" location={location} label="Settings">
          <Settings size={size} aria-hidden="true" />
        </SidebarLink>
      </ul>
      <div className="sidebar-foot">
        {workspace.failedJobs > 0 ? (
          <button type="button" className="foot-button foot-problem" onClick={onConnection}>
            <CircleAlert size={16} aria-hidden="true" />
            <span>
              {workspace.failedJobs === 1 ? '1 delivery needs you' : `${workspace.failedJobs} deliveries need you`}
            </span>
          </button>
        ) : null}
        <div className="foot-row">
          <ConnectionChip workspace={workspace} onOpen={onConnection} />
          <IconButton
            label="Keyboard shortcuts"
            size="small"
            icon={<Keyboard size={16} aria-hidden="true" />}
            onClick={onShortcuts}
          />
        </div>
      </div>
    </nav>
  );
}

interface SidebarLinkProps {
  to: string;
  location: string;
  label: string;
  count?: number | undefined;
  /** The count is of things that wait for the owner. */
  waits?: boolean;
  children: ReactNode;
}

function SidebarLink({ to, location, label, count, waits, children }: SidebarLinkProps) {
  const isHere = location === to || location.startsWith(`${to}/`);
  return (
    <li>
      <Link href={to} className="sidebar-link" aria-current={isHere ? 'page' : undefined}>
        {children}
        <span>{label}</span>
        {count === undefined ? null : (
          <span className="sidebar-count" data-waits={waits}>
            {count.toLocaleString(locale)}
            {waits ? <span className="visually-hidden"> to decide</span> : null}
          </span>
        )}
      </Link>
    </li>
  );
}
