import { expect, test } from 'vitest';
import { shortReason } from '../../../shared/short-reason.ts';

test('an error’s first line is its reason, and what is no error says itself', () => {
  expect(shortReason(new Error('HTTP request failed.\n\nURL: http://127.0.0.1'))).toBe('HTTP request failed.');
  expect(shortReason(new Error())).toBe('');
  expect(shortReason('gone\naway')).toBe('gone');
});
