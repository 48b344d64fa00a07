import { CloudOff, CloudCheck, CloudAlert, LoaderCircle, HardDrive, type LucideIcon } from 'lucide-react';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';

type RelayStatus = WorkspaceView['relay']['status'];

const icons: Readonly<Record<RelayStatus, LucideIcon>> = {
  none: HardDrive,
  connecting: LoaderCircle,
  online: CloudCheck,
  offline: CloudOff,
  refused: CloudAlert,
};

/** How things stand with the relay, in a few words; being offline is calm and says that nothing needs doing. */
export function describeConnection(workspace: Pick<WorkspaceView, 'relay' | 'queued'>): {
  label: string;
  note: string;
} {
  const { queued, relay } = workspace;
  const waiting = queued === 0 ? '' : `${queued} waiting, will go by ${queued === 1 ? 'itself' : 'themselves'}`;
  switch (relay.status) {
    case 'none':
      return { label: 'On this device only', note: 'No relay is set' };
    case 'connecting':
      return { label: 'Connecting', note: waiting };
    case 'online':
      return {
        label: 'Online',
        note: queued === 0 ? 'Everything is sent' : `${queued} on ${queued === 1 ? 'its' : 'their'} way`,
      };
    case 'offline':
      return { label: 'Offline', note: waiting || 'Work goes on' };
    case 'refused':
      return { label: 'Relay refused', note: 'This needs you' };
  }
}

/** The connection's state in the sidebar's foot; it opens the details. */
export function ConnectionChip({ workspace, onOpen }: { workspace: WorkspaceView; onOpen: () => void }) {
  const { status } = workspace.relay;
  const Icon = icons[status];
  const { label, note } = describeConnection(workspace);
  return (
    <>
      <button type="button" className="foot-button" data-status={status} onClick={onOpen}>
        <Icon size={18} aria-hidden="true" />
        <span className="foot-text">
          <span>{label}</span>
          {note ? <span className="foot-note">{note}</span> : null}
        </span>
      </button>
      <span className="visually-hidden" role="status">
        {label}
      </span>
    </>
  );
}
