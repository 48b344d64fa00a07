import { expect, test } from 'vitest';
import { describeJob } from '../../../../src-renderer/components/delivery-list.tsx';
import { minutesAgo } from '../../../helpers/scripted-data.ts';

test('a failed job says after how many attempts', () => {
  const job = { attempts: 4, nextAttemptAt: null, createdAt: minutesAgo(1) };
  expect(describeJob({ ...job, status: 'failed' })).toBe('Failed after 4 attempts');
  expect(describeJob({ ...job, status: 'waiting' })).toContain('when the relay is back');
});
