import { describe, expect, test } from 'vitest';
import { displayStates } from '../../../shared/app-api/views.ts';
import { tokenKey, tokensOn } from '../../../shared/money/token.ts';
import { describeJob } from '../../../src-renderer/components/delivery-list.tsx';
import { shownProblems } from '../../../src-renderer/editor/field-problems.ts';
import { lineTotal } from '../../../src-renderer/editor/line-total.ts';
import { pegsToRate } from '../../../src-renderer/editor/rate-fields.tsx';
import { choosePlaces } from '../../../src-renderer/first-run/phrase-check.tsx';
import { tidyPhrase } from '../../../src-renderer/first-run/restore-step.tsx';
import { describePending, describeState } from '../../../src-renderer/format/describe-state.ts';
import { daysBetween, formatDate } from '../../../src-renderer/format/format-date.ts';
import { formatMinor } from '../../../src-renderer/format/format-money.ts';
import { furthestBehind } from '../../../src-renderer/format/pending-payment.ts';
import { percentOf } from '../../../src-renderer/invoice/settlement-bar.tsx';
import { endpointLines, judgeUrl } from '../../../src-renderer/settings/network-settings.tsx';
import { describeConnection } from '../../../src-renderer/shell/connection-chip.tsx';
import { line, minutesAgo, payment, workspace } from '../../helpers/scripted-data.ts';

describe('states', () => {
  test('every state has a word of its own', () => {
    expect(new Set(displayStates.map((state) => describeState(state).label)).size).toBe(displayStates.length);
  });

  test('a payment on its way is seen, then confirming, and never paid', () => {
    expect(describePending(null)).toBeNull();
    expect(describePending({ confirmations: 0, requiredConfirmations: 12 })).toBe('Seen');
    expect(describePending({ confirmations: 3, requiredConfirmations: 12 })).toBe('Confirming 3/12');
    expect(describePending({ confirmations: 15, requiredConfirmations: 12 })).toBe('Confirming 12/12');
  });

  test('of several payments the one that lacks most is told', () => {
    const checked = { status: 'verified', detail: '', checkedAt: null } as const;
    const at = (confirmations: number) =>
      payment(100n, { state: 'confirming', confirmations, requiredConfirmations: 12 }, checked);
    expect(furthestBehind([at(9), at(2), at(5)])?.confirmations).toBe(2);
    expect(furthestBehind([payment(100n, { state: 'final' }, checked)])).toBeNull();
  });

  test('being offline says that nothing needs doing', () => {
    const offline = { ...workspace, relay: { ...workspace.relay, status: 'offline' as const } };
    expect(describeConnection({ ...offline, queued: 3 }).note).toBe('3 waiting, will go by themselves');
    expect(describeConnection({ ...offline, queued: 1 }).note).toBe('1 waiting, will go by itself');
    expect(describeConnection({ ...offline, queued: 0 }).note).toBe('Work goes on');
  });

  test('a failed job says after how many attempts', () => {
    const job = { attempts: 4, nextAttemptAt: null, createdAt: minutesAgo(1) };
    expect(describeJob({ ...job, status: 'failed' })).toBe('Failed after 4 attempts');
    expect(describeJob({ ...job, status: 'waiting' })).toContain('when the relay is back');
  });
});

describe('figures', () => {
  test('money that is not there is a dash, and large money is exact', () => {
    expect(formatMinor(null, 'USD')).toBe('–');
    expect(formatMinor('100', 'XXY')).toBe('–');
    expect(formatMinor('900719925474099312', 'USD').replace(/[^\d]/g, '')).toBe('900719925474099312');
  });

  test('dates that are none are a dash', () => {
    expect(formatDate('')).toBe('–');
    expect(formatDate('2027-13-01')).toBe('–');
    expect(daysBetween('2027-01-30', '2027-02-02')).toBe(3);
    expect(daysBetween('', '2027-02-02')).toBeNull();
  });

  test('shares are of the whole, between nothing and all', () => {
    expect(percentOf(1n, 3n)).toBe(33.33);
    expect(percentOf(9n, 3n)).toBe(100);
    expect(percentOf(5n, 0n)).toBe(0);
  });

  test('a line that does not read comes to nothing known', () => {
    expect(lineTotal(line('a', { quantity: '2.5', unitPrice: '10.01' }), 'USD')).toBe(2503n);
    expect(lineTotal(line('a', { unitPrice: '1,2' }), 'USD')).toBeNull();
    expect(lineTotal(line('a'), 'NOPE')).toBeNull();
  });
});

describe('forms', () => {
  test('a problem shows once its field was left, and all once issuing was tried', () => {
    const problem = (path: (string | number)[]) => ({ code: 'x', message: path.join(), retryable: false, path });
    const problems = [problem(['buyer', 'email']), problem(['lines', 0, 'unitPrice'])];
    expect([...shownProblems(problems, new Set(['buyer.email']), false).keys()]).toEqual(['buyer.email']);
    expect(shownProblems(problems, new Set(), true).size).toBe(2);
  });

  test('a pasted phrase loses its numbers, lines and capitals', () => {
    expect(tidyPhrase(' 1. Legal\n2) winner,  thank ')).toBe('legal winner thank');
  });

  test('three different places of the phrase are asked', () => {
    const numbers = [0.5, 0.5, 0.01, 0.99];
    let at = 0;
    expect(choosePlaces(() => numbers[at++] ?? 0)).toEqual([0, 12, 23]);
  });

  test('tokens that are not at par need a rate', () => {
    const keys = tokensOn(31337).map((token) => tokenKey(token.chainId, token.address));
    expect(pegsToRate('USD', keys)).toEqual([{ peg: 'EUR', symbols: 'EURC' }]);
    expect(pegsToRate('GBP', keys).map(({ peg }) => peg)).toEqual(['USD', 'EUR']);
    expect(pegsToRate('USD', ['1:0xunknown'])).toEqual([]);
  });

  test('endpoints are https, or on this computer', () => {
    expect(judgeUrl('https://rpc.example.com/key')).toBeNull();
    expect(judgeUrl('http://127.0.0.1:8545')).toBeNull();
    expect(judgeUrl('http://rpc.example.com')).toContain('https://');
    expect(judgeUrl('not an address')).toContain('not an address');
    expect(endpointLines(' a \n\n b')).toEqual(['a', 'b']);
  });
});
