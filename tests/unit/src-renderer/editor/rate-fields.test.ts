import { expect, test } from 'vitest';
import { tokenKey, tokensOn } from '../../../../shared/money/token.ts';
import { pegsToRate } from '../../../../src-renderer/editor/rate-fields.tsx';

test('tokens that are not at par need a rate', () => {
  const keys = tokensOn(31337).map((token) => tokenKey(token.chainId, token.address));
  expect(pegsToRate('USD', keys)).toEqual([{ peg: 'EUR', symbols: 'EURC' }]);
  expect(pegsToRate('GBP', keys).map(({ peg }) => peg)).toEqual(['USD', 'EUR']);
  expect(pegsToRate('USD', ['1:0xunknown'])).toEqual([]);
});
