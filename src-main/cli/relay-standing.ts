import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';

/** How the relay stands for somebody who waits: `pending` while it may still come up by itself in a moment. */
export type RelayStanding = 'pending' | 'online' | 'offline' | 'refused' | 'none';

/**
 * Reads it from the workspace. A relay that is named but not yet tried shows as `none` for a moment after the start.
 */
export function relayStanding({ relay }: Pick<WorkspaceView, 'relay'>): RelayStanding {
  if (relay.status === 'connecting' || (relay.status === 'none' && relay.origin !== null)) return 'pending';
  return relay.status;
}
