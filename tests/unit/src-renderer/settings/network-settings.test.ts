import { expect, test } from 'vitest';
import { endpointLines, judgeUrl } from '../../../../src-renderer/settings/network-settings.tsx';

test('endpoints are https, or on this computer', () => {
  expect(judgeUrl('https://rpc.example.com/key')).toBeNull();
  expect(judgeUrl('http://127.0.0.1:8545')).toBeNull();
  expect(judgeUrl('http://rpc.example.com')).toContain('https://');
  expect(judgeUrl('not an address')).toContain('not an address');
  expect(endpointLines(' a \n\n b')).toEqual(['a', 'b']);
});
