import { expect, test } from 'vitest';
import * as production from '../../../contracts/artifacts.ts';
import * as practice from '../../../practice/contracts/artifacts.ts';
import { compileContracts } from '../../../scripts/compile-contracts.ts';
import { forwarderContracts } from '../../../shared/payment/forwarder-contracts.ts';

test('what is committed in compiled form is what the sources compile to', () => {
  expect({ practice: { ...practice }, production: { ...production }, constants: forwarderContracts }).toEqual(
    compileContracts(),
  );
});
