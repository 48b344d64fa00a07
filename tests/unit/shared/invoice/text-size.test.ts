import { expect, test } from 'vitest';
import { textBytesLimit, textSizeProblems } from '../../../../shared/invoice/text-size.ts';
import { sealedDocumentLimit } from '../../../../shared/relay-api/feed.ts';
import { invoiceDraft, lineDraft } from './fixtures.ts';

const lines = (count: number, description: string) =>
  Array.from({ length: count }, (_, at) => lineDraft({ id: `line-${at}`, description }));

test('texts that are fine one by one can be too much together, whatever the alphabet', () => {
  expect(textSizeProblems(invoiceDraft({ lines: lines(34, 'x'.repeat(10_000)) }))).toEqual([]);
  const [problem] = textSizeProblems(invoiceDraft({ lines: lines(500, 'x'.repeat(10_000)) }));
  expect(problem).toMatchObject({ code: 'text.too-long-together', path: ['lines'] });
  expect(problem?.message).toContain('5006 kB');
  expect(textSizeProblems(invoiceDraft({ lines: lines(12, '請'.repeat(10_000)) }))).toHaveLength(1);
  expect(textSizeProblems(invoiceDraft({ lines: lines(18, '"'.repeat(10_000)) }))).toHaveLength(1);
});

test('what is allowed twice over, and 500 lines of numbers, fit sealed in the feed', () => {
  const around = JSON.stringify(invoiceDraft({ lines: lines(500, '') })).length;
  expect(((textBytesLimit + around) * 2 * 4) / 3).toBeLessThan(sealedDocumentLimit);
});
