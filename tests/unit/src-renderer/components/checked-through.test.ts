import { expect, test } from 'vitest';
import { describeChain } from '../../../../src-renderer/components/checked-through.tsx';
import { minutesAgo, workspace } from '../../../helpers/scripted-data.ts';

test('through which block, how long ago, and what is wrong', () => {
  const [first] = workspace.chains;
  if (!first) throw new Error('The scripted workspace watches no chain');
  const now = new Date();
  const chain = { ...first, checkedAt: minutesAgo(5) };
  expect(describeChain(chain, now)).toBe('checked through block 1,284, 5 minutes ago');
  expect(describeChain({ ...chain, status: 'catching-up' }, now)).toContain('; catching up');
  expect(describeChain({ ...chain, status: 'unreachable' }, now)).toContain('; out of reach for now');
  expect(describeChain({ ...chain, status: 'unreachable', trouble: 'no endpoint answers' }, now)).toContain(
    '; no endpoint answers',
  );
  expect(describeChain({ ...chain, checkedThrough: null, checkedAt: null }, now)).toBe('not checked yet');
});
