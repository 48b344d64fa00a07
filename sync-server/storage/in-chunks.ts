/** Values in one statement: a row of payments is two dozen parameters, and SQLite takes some 32,000 of those. */
const chunkSize = 1_000;

/**
 * Does something to each part of a list that fits into one SQL statement, one after the other; answers
 * what all of them gave.
 */
export async function inChunks<Item, Row>(
  items: readonly Item[],
  work: (some: Item[]) => Promise<readonly Row[]>,
): Promise<Row[]> {
  const chunks: (readonly Row[])[] = [];
  for (let from = 0; from < items.length; from += chunkSize)
    chunks.push(await work(items.slice(from, from + chunkSize)));
  return chunks.flat();
}
