import fc from 'fast-check';
import { faultModes } from './chain/fault-modes.ts';
import { noises, payments, type PaymentKind, type PaymentStep, type Script, type Step } from './step.ts';

/** What a script is made from: the same options give the same script (with the same version of fast-check). */
export interface ScriptOptions {
  readonly seed: number;
  readonly steps: number;
  readonly chains: number;
  readonly checkEvery: number;
}

/** Writes a script by chance. */
export function randomScript({ seed, steps, chains, checkEvery }: ScriptOptions): Script {
  return { seed, chains, checkEvery, steps: fc.sample(stepArbitrary(chains), { seed, numRuns: steps }) };
}

const small = (min: number, max: number): fc.Arbitrary<number> => fc.noShrink(fc.integer({ min, max }));
const which = small(0, 999);

const kinds: Readonly<Record<PaymentKind, number>> = {
  tagged: 16,
  wallet: 14,
  'smart-wallet': 6,
  part: 5,
  'part-tagged': 12,
  over: 4,
  twice: 3,
  rest: 12,
  'rest-wallet': 4,
  'no-tail': 8,
  'fee-short': 4,
  'other-token': 3,
  'other-token-tagged': 2,
  minted: 3,
  failed: 2,
};

const one: fc.Arbitrary<PaymentStep> = fc.record({
  invoice: which,
  token: small(0, 99),
  kind: fc.oneof(...payments.map((kind) => ({ weight: kinds[kind], arbitrary: fc.constant(kind) }))),
  share: small(1, 99),
});

/** A fault that mends itself: all but the liar's. */
const modes = fc.constantFrom(...faultModes.filter((mode) => mode !== 'liar' && mode !== 'silent'));

/** Steps with how often they come, in ten thousand. What is dear (restarts, restored devices) is rare. */
function stepArbitrary(chains: number): fc.Arbitrary<Step> {
  const chain = small(0, chains - 1);
  const of = <Kind extends Step['do']>(weight: number, kind: Kind, rest: fc.Arbitrary<object>) => ({
    weight,
    arbitrary: rest.map((fields) => ({ do: kind, ...fields }) as Step),
  });
  return fc.oneof(
    of(
      4_600,
      'pay',
      fc.tuple(chain, one).map(([at, payment]) => ({ chain: at, ...payment })),
    ),
    of(
      300,
      'batch',
      fc.record({ chain, parts: fc.array(one, { minLength: 1, maxLength: 6 }), isWallet: fc.boolean() }),
    ),
    of(1_200, 'noise', fc.record({ chain, kind: fc.constantFrom(...noises), invoice: which, token: small(0, 99) })),
    of(1_500, 'mine', fc.record({ chain, blocks: small(1, 2), seconds: small(1, 15) })),
    of(40, 'clock', fc.record({ hours: small(1, 60) })),
    of(160, 'issue', fc.record({ amount: small(0, 9), currency: currency(), dueDays: small(0, 4) })),
    of(30, 'void', fc.record({ invoice: which })),
    of(15, 'wallet', fc.record({ wallet: small(0, 1) })),
    of(
      110,
      'reorganise',
      fc.record({
        chain,
        depth: small(1, 30),
        blocks: small(0, 6),
        keep: small(0, 99),
        seen: fc.boolean(),
      }),
    ),
    of(25, 'catch-up', fc.record({ chain })),
    of(300, 'fault', fc.record({ chain, endpoint: small(0, 2), mode: modes, every: small(1, 4) })),
    of(1, 'fault', fc.record({ chain, endpoint: small(0, 1), mode: fc.constant('silent'), every: fc.constant(10) })),
    of(300, 'heal', fc.record({ chain })),
    of(20, 'kill-relay', fc.record({ downFor: small(0, 60) })),
    of(10, 'kill-device', fc.record({ downFor: small(0, 60) })),
    of(6, 'switch-device', fc.record({ isFresh: fc.boolean(), device: which })),
  );
}

function currency(): fc.Arbitrary<string> {
  return fc.oneof({ weight: 4, arbitrary: fc.constant('USD') }, { weight: 1, arbitrary: fc.constant('EUR') });
}
