import { expect, test } from 'vitest';
import { describeConnection } from '../../../../src-renderer/shell/connection-chip.tsx';
import { workspace } from '../../../helpers/scripted-data.ts';

test('being offline says that nothing needs doing', () => {
  const offline = { ...workspace, relay: { ...workspace.relay, status: 'offline' as const } };
  expect(describeConnection({ ...offline, queued: 3 }).note).toBe('3 waiting, will go by themselves');
  expect(describeConnection({ ...offline, queued: 1 }).note).toBe('1 waiting, will go by itself');
  expect(describeConnection({ ...offline, queued: 0 }).note).toBe('Work goes on');
});
