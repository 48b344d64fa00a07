import { oneLine } from './plain-text.ts';

/** Widest cell, in characters. */
const widest = 40;

/** Rows as aligned columns, two blanks between; the columns named in `right` are aligned to the right. */
export function columns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const cells = rows.map((row) => row.map((cell) => oneLine(cell, widest)));
  const widths: number[] = [];
  for (const row of cells) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, displayWidth(cell))));
  const line = (row: readonly string[]): string =>
    row.map((cell, at) => pad(cell, widths[at] ?? 0, right.includes(at))).join('  ');
  return cells.map((row) => line(row).trimEnd()).join('\n');
}

function pad(cell: string, width: number, toRight: boolean): string {
  const blanks = ' '.repeat(Math.max(0, width - displayWidth(cell)));
  return toRight ? blanks + cell : cell + blanks;
}

/** Chinese, Japanese, Korean and emoji take two places in a terminal (Unicode UAX #11), combining marks none. */
function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (/\p{Mark}|\u200d|\ufe0f/u.test(character)) continue;
    width +=
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff01-\uff60]/u.test(
        character,
      )
        ? 2
        : 1;
  }
  return width;
}
