import { closing, manyLines, oneLine, type Letter, type LetterBlock } from './email-letter.ts';

/** Writes a letter as plain text: pieces apart by an empty line, links written out. */
export function letterText(letter: Letter): string {
  const pieces = [letter.greeting, ...letter.blocks.map(blockText), closing(letter)];
  return `${pieces.filter((piece) => piece !== '').join('\n\n')}\n`;
}

function blockText(block: LetterBlock): string {
  switch (block.kind) {
    case 'paragraph':
    case 'small':
      return plain(block.text);
    case 'written':
      return manyLines(block.text);
    case 'sum':
    case 'facts':
      return block.facts.map(fact).join('\n');
    case 'link':
      return `${plain(block.lead)}\n${block.link}`;
    case 'routes':
      return [
        plain(block.lead),
        ...block.groups.map(({ amount, address, networks }) =>
          ['', `${amount}`, `to ${address}`, ...networks.map((network) => `on ${network}`)].join('\n'),
        ),
        '',
        plain(block.note),
      ].join('\n');
    case 'entries':
      return [
        `${block.title}:`,
        ...block.entries.map(({ date, what, amount, more, link }) =>
          ['', `${date}: ${plain(what)}`, plain(amount), ...more.map(plain), ...(link ? [link] : [])].join('\n'),
        ),
      ].join('\n');
  }
}

function fact([label, value]: readonly [string, string]): string {
  return `${label}: ${plain(value)}`;
}

function plain(text: string): string {
  return oneLine(text).replaceAll('\u00a0', ' ');
}
