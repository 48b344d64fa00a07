import { expect, test } from 'vitest';
import * as practice from '../../../../practice/contracts/artifacts.ts';

test('the USDT-like token returns nothing from transfer, as the real one', () => {
  const transfer = practice.PracticeTether.abi.find((item) => item.type === 'function' && item.name === 'transfer');
  expect(transfer).toMatchObject({ outputs: [] });
});
