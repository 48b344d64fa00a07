import { expect, test } from 'vitest';
import { makePlace, runHere, wallet } from './cli-fixture.ts';

test('what is recorded without a date has the day of the clock that the command line was given', async () => {
  const place = makePlace();
  const quittance = (...args: string[]) => runHere(place, args, '', () => new Date(2031, 2, 5, 12));
  expect((await quittance('init', '--name', 'Ada', '--wallet', wallet)).code).toBe(0);
  const fields = ['--to', 'a@b.example', '--amount', '10', '--currency', 'USD', '--due', '2999-01-31'];
  const sent = await quittance('--json', 'invoice', 'create', ...fields, '--description', 'Work', '--send');
  const number = String(sent.json()['number']);
  expect((await quittance('invoice', 'paid-outside', number, '--amount', '4')).code).toBe(0);
  const { adjustments } = (await quittance('export', '--out', '-')).json();
  expect(adjustments).toMatchObject([{ kind: 'paid-outside', outside: { date: '2031-03-05' } }]);
});
