import { expect, test } from 'vitest';
import * as artifacts from '../../../../practice/contracts/artifacts.ts';
import { compileContracts } from '../../../../scripts/compile-contracts.ts';

test('the committed artifact is what the sources compile to', () => {
  expect({ ...artifacts }).toEqual(compileContracts());
});

test('the USDT-like token returns nothing from transfer, as the real one', () => {
  const transfer = artifacts.PracticeTether.abi.find((item) => item.type === 'function' && item.name === 'transfer');
  expect(transfer).toMatchObject({ outputs: [] });
});
