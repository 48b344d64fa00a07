import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import { chains, findChain } from '../../shared/money/chain.ts';
import { DeliveryList } from '../components/delivery-list.tsx';
import { Modal } from '../components/modal.tsx';
import { useWatch } from '../engine/use-engine.ts';
import { formatInstant, formatAgo } from '../format/format-date.ts';
import { locale } from '../format/format-money.ts';
import { describeConnection } from './connection-chip.tsx';

interface ConnectionDialogProps {
  open: boolean;
  onClose: () => void;
  workspace: WorkspaceView;
}

/** How things stand: the relay, what waits for it, and how far each chain has been read. */
export function ConnectionDialog({ open, onClose, workspace }: ConnectionDialogProps) {
  return (
    <Modal open={open} onClose={onClose} title="Connection and deliveries" wide>
      {open ? <Details workspace={workspace} onClose={onClose} /> : null}
    </Modal>
  );
}

function Details({ workspace, onClose }: { workspace: WorkspaceView; onClose: () => void }) {
  const jobs = useWatch('jobs', {}).value ?? [];
  const unfinished = jobs.filter((job) => job.status !== 'done');
  const { relay } = workspace;
  const { label, note } = describeConnection(workspace);
  return (
    <div className="stack">
      <dl className="facts">
        <div>
          <dt>Relay</dt>
          <dd>{relay.origin ?? 'None set'}</dd>
        </div>
        <div>
          <dt>State</dt>
          <dd>
            {label}
            {note ? `: ${note.toLowerCase()}` : ''}
            {relay.detail ? <span className="muted-block">{relay.detail}</span> : null}
          </dd>
        </div>
        <div>
          <dt>Last online</dt>
          <dd>{relay.lastOnlineAt ? formatInstant(relay.lastOnlineAt) : 'Not yet'}</dd>
        </div>
        {workspace.quarantined > 0 ? (
          <div>
            <dt>Set aside</dt>
            <dd>{workspace.quarantined} documents could not be opened and were set aside; nothing was deleted.</dd>
          </div>
        ) : null}
        {workspace.refused > 0 ? (
          <div>
            <dt>On this device alone</dt>
            <dd>{workspace.refused} documents were not taken by the relay. They are whole here; keep a backup.</dd>
          </div>
        ) : null}
      </dl>
      <section>
        <h3>Deliveries</h3>
        {unfinished.length === 0 ? (
          <p className="muted">Nothing waits and nothing failed.</p>
        ) : (
          <DeliveryList jobs={unfinished} linked onFollow={onClose} />
        )}
      </section>
      <Chains watched={workspace.chains} />
    </div>
  );
}

/** How far the relay has read each chain, and which accepted ones it does not read at all. */
function Chains({ watched }: { watched: WorkspaceView['chains'] }) {
  const accept = useWatch('settings', {}).value?.accept ?? [];
  if (watched.length === 0)
    return (
      <section>
        <h3>Chains</h3>
        <p className="muted">No chain is being watched yet.</p>
      </section>
    );
  const unwatched = chains.filter(
    ({ chainId }) =>
      accept.some((key) => key.startsWith(`${chainId}:`)) && !watched.some((chain) => chain.chainId === chainId),
  );
  return (
    <section>
      <h3>Chains</h3>
      <table className="plain-table chain-table">
        <thead>
          <tr>
            <th scope="col">Chain</th>
            <th scope="col">Checked through</th>
            <th scope="col">State</th>
          </tr>
        </thead>
        <tbody>
          {watched.map((chain) => (
            <tr key={chain.chainId}>
              <td>{findChain(chain.chainId)?.name ?? `Chain ${chain.chainId}`}</td>
              <td className="numeric">
                {chain.checkedThrough ? `block ${BigInt(chain.checkedThrough).toLocaleString(locale)}` : 'Not yet'}
                {chain.checkedAt ? <span className="muted-block">{formatAgo(chain.checkedAt, new Date())}</span> : null}
              </td>
              <td>{chain.trouble ?? chainStatus[chain.status]}</td>
            </tr>
          ))}
          {unwatched.map(({ chainId, name }) => (
            <tr key={chainId}>
              <td>{name}</td>
              <td>–</td>
              <td>Not watched by your relay</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const chainStatus = {
  starting: 'Starting',
  following: 'Up to date',
  'catching-up': 'Catching up',
  unreachable: 'Out of reach for now',
};
