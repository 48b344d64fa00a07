import type { ColumnValue } from './field-encoding.ts';
import type { SqliteConnection } from './sqlite-connection.ts';

/**
 * What of a collection's documents can be searched: the texts at these paths (arrays are walked through), or a text of
 * the caller's making.
 */
export type SearchText =
  | { readonly paths: readonly string[] }
  /** Raise `version` whenever `text` changes: the index is then rebuilt at the next start. */
  | { readonly text: (document: Readonly<Record<string, unknown>>) => string; readonly version: number };

/** The page of a search; `limit` is 50 and `offset` 0 unless told. */
export interface SearchPage {
  readonly limit?: number;
  readonly offset?: number;
}

/** Rows that a search is limited to: a condition on the collection's table, which has the same row numbers. */
export interface SearchFilter {
  readonly table: string;
  readonly sql: string;
  readonly values: readonly ColumnValue[];
}

/** The newest hits that are put in order of relevance; older ones follow them, newest first. */
const RANKED_HITS = 200;
const RANKED_SHORT_HITS = 60;
/** Hits of short words that are counted at the most. */
const MOST_SHORT_HITS = 100;
/**
 * Up to so many rows of a filter are read one by one instead of asking the index, which knows nothing of the filter.
 */
const FEW_ROWS = 1_000;
const MAX_WORDS = 12;
const MAX_WORD_LENGTH = 64;
const TRIGRAM = 3;
/** Trigrams asked for in all, one for each word at least: the text itself decides anyway, and each costs its list. */
const TRIGRAMS_ASKED = 3;
const SAMPLE_SIZE = 128;
/**
 * Below this share of the sample a short word is looked up in the index; above it, reading the newest texts is quicker.
 */
const RARE_SHARE = 0.02;
const MAX_TERMS = 400;
/** Behind each text, so that its last characters begin a trigram too. */
const PADDING = '\n\n';
/** Stands for an expression that nothing matches. */
const NO_HIT = '-';

/**
 * The full-text index of one collection: `<table>_text` keeps the folded text of every living document, `<table>_fts`
 * its trigrams (https://sqlite.org/fts5.html#the_trigram_tokenizer), so that a word is found by any part of it in any
 * script. It is written in the transaction of the document itself.
 */
export class TextIndex {
  readonly #connection: SqliteConnection;
  readonly #table: string;
  readonly #searchText: SearchText;
  #sample: { readonly newest: number; readonly texts: readonly string[] } | undefined;

  constructor(connection: SqliteConnection, table: string, searchText: SearchText) {
    this.#connection = connection;
    this.#table = table;
    this.#searchText = searchText;
  }

  /** Creates the index and fills it from the documents that are there; inside a transaction. */
  create(): void {
    dropTextIndex(this.#connection, this.#table);
    this.#connection.exec(
      `CREATE TABLE ${this.#table}_text (n INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;
       CREATE VIRTUAL TABLE ${this.#table}_fts USING fts5(text, content='', contentless_delete=1, detail=none, tokenize='trigram case_sensitive 1');
       CREATE VIRTUAL TABLE ${this.#table}_terms USING fts5vocab(${this.#table}_fts, row);
       INSERT INTO ${this.#table}_fts (${this.#table}_fts, rank) VALUES ('hashsize', 8388608)`,
    );
    for (const [n, json] of this.#connection.rows(`SELECT n, json FROM ${this.#table} WHERE deleted = x'10'`)) {
      this.write(Number(n), JSON.parse(String(json)), false);
    }
  }

  /** Brings the index up to a document that has just been written to row `n`; inside the same transaction. */
  write(n: number, document: object, mayExist: boolean): void {
    const isDeleted = Reflect.get(document, '_deleted') === true;
    const text = isDeleted ? undefined : foldText(textOf(document, this.#searchText));
    const known = mayExist
      ? this.#connection.row(`SELECT text FROM ${this.#table}_text WHERE n = ?`, n)?.[0]
      : undefined;
    if (known === text) return;
    if (known !== undefined) this.remove(n);
    if (text === undefined) return;
    this.#connection.run(`INSERT INTO ${this.#table}_text (n, text) VALUES (?, ?)`, n, text);
    this.#connection.run(`INSERT INTO ${this.#table}_fts (rowid, text) VALUES (?, ?)`, n, text + PADDING);
  }

  remove(n: number): void {
    this.#connection.run(`DELETE FROM ${this.#table}_fts WHERE rowid = ?`, n);
    this.#connection.run(`DELETE FROM ${this.#table}_text WHERE n = ?`, n);
  }

  /**
   * The rows whose text holds every word of `text`, whatever it contains: nothing in it is read as query syntax. Whole
   * words come before beginnings of words, those before parts, and among equals the newest first.
   */
  search(text: string, { limit = 50, offset = 0 }: SearchPage = {}): number[] {
    const words = wordsOf(text);
    if (words.length === 0 || limit <= 0) return [];
    const window = rankedHits(words);
    const ranked = byRelevance(this.#hits(words, window, 0), words);
    const page = ranked.slice(offset, offset + limit);
    if (page.length === limit || ranked.length < window) return page;
    const older = this.#hits(words, limit - page.length, Math.max(offset, window));
    return [...page, ...older.map(({ n }) => n)];
  }

  /**
   * One page of the same order, among the rows of a filter, and how many rows there are, counted up to `most`. No row
   * behind those is looked at.
   */
  page(
    text: string,
    { limit = 50, offset = 0, most }: SearchPage & { readonly most: number },
    filter?: SearchFilter,
  ): { rows: number[]; total: number } {
    const words = wordsOf(text);
    if (words.length === 0) return { rows: [], total: 0 };
    const window = rankedHits(words);
    // Short words are often looked for in the texts themselves, so fewer of their hits are counted.
    const counted = window === RANKED_HITS ? most : Math.min(most, Math.max(MOST_SHORT_HITS, offset + limit));
    const hits = this.#hits(words, counted, 0, filter);
    const ordered = [...byRelevance(hits.slice(0, window), words), ...hits.slice(window).map(({ n }) => n)];
    return { rows: ordered.slice(offset, offset + limit), total: hits.length };
  }

  /** Matching rows, newest first: the trigrams narrow them down, the text itself decides. */
  #hits(words: readonly string[], limit: number, offset: number, filter?: SearchFilter): Hit[] {
    if (filter && this.#isSmall(filter)) return this.#hitsAmong(filter, words, limit);
    const match = this.#matchExpression(words);
    if (match === NO_HIT) return [];
    const narrowed = filter ? `CROSS JOIN ${filter.table} c ON c.n = t.n` : '';
    const from = match
      ? `${this.#table}_fts CROSS JOIN ${this.#table}_text t ON t.n = ${this.#table}_fts.rowid ${narrowed} WHERE ${this.#table}_fts MATCH ? AND`
      : `${this.#table}_text t ${narrowed} WHERE`;
    const rows = this.#connection.rows(
      `SELECT t.n, t.text FROM ${from} ${words.map(() => 'instr(t.text, ?) > 0').join(' AND ')} ${filter ? `AND (${filter.sql})` : ''}
       ORDER BY ${match ? `${this.#table}_fts.rowid` : 't.n'} DESC LIMIT ? OFFSET ?`,
      ...(match ? [match] : []),
      ...words,
      ...(filter?.values ?? []),
      limit,
      offset,
    );
    return rows.map(([n, found]) => ({ n: Number(n), text: String(found) }));
  }

  #isSmall({ table, sql, values }: SearchFilter): boolean {
    const counted = `SELECT count(*) FROM (SELECT 1 FROM ${table} c WHERE ${sql} LIMIT ${FEW_ROWS + 1})`;
    return Number(this.#connection.row(counted, ...values)?.[0]) <= FEW_ROWS;
  }

  #hitsAmong({ table, sql, values }: SearchFilter, words: readonly string[], limit: number): Hit[] {
    const rows = this.#connection.rows(
      `SELECT t.n, t.text FROM ${table} c CROSS JOIN ${this.#table}_text t ON t.n = c.n
       WHERE (${sql}) ${words.map(() => 'AND instr(t.text, ?) > 0').join(' ')} ORDER BY t.n DESC LIMIT ?`,
      ...values,
      ...words,
      limit,
    );
    return rows.map(([n, found]) => ({ n: Number(n), text: String(found) }));
  }

  /**
   * The rarest trigrams of the words in FTS5's query language: a common one costs its whole list and excludes little.
   * Empty when the newest rows are found faster by reading them.
   */
  #matchExpression(words: readonly string[]): string {
    const sample = this.#sampleTexts();
    const perWord = Math.max(1, Math.floor(TRIGRAMS_ASKED / words.length));
    const parts = words.flatMap((word) => {
      const characters = [...word];
      if (characters.length >= TRIGRAM) return rarestTrigrams(characters, sample, perWord);
      return shareOf(word, sample) > RARE_SHARE ? [] : [this.#startingWith(word)];
    });
    if (parts.includes(NO_HIT)) return NO_HIT;
    return parts.filter((part) => part !== '').join(' AND ');
  }

  /** Any of the trigrams that begin with a shorter word: texts are padded, so every character begins one. */
  #startingWith(word: string): string {
    const terms = this.#connection.rows(
      `SELECT term FROM ${this.#table}_terms WHERE term >= ? AND term < ? LIMIT ?`,
      word,
      `${word}\u{10ffff}`,
      MAX_TERMS,
    );
    if (terms.length === 0) return NO_HIT;
    return terms.length === MAX_TERMS ? '' : `(${terms.map(([term]) => quoted(String(term))).join(' OR ')})`;
  }

  /** Texts spread over the whole table, read again when it has grown by half. */
  #sampleTexts(): readonly string[] {
    const newest = Number(this.#connection.row(`SELECT max(n) FROM ${this.#table}_text`)?.[0] ?? 0);
    if (this.#sample && newest <= this.#sample.newest * 1.5) return this.#sample.texts;
    const texts: string[] = [];
    for (let at = 1; at <= SAMPLE_SIZE && newest > 0; at += 1) {
      const from = Math.ceil((newest * at) / SAMPLE_SIZE);
      const row = this.#connection.row(`SELECT text FROM ${this.#table}_text WHERE n >= ? ORDER BY n LIMIT 1`, from);
      if (row) texts.push(String(row[0]));
    }
    this.#sample = { newest, texts };
    return texts;
  }
}

interface Hit {
  readonly n: number;
  readonly text: string;
}

function rankedHits(words: readonly string[]): number {
  return words.some((word) => word.length >= TRIGRAM) ? RANKED_HITS : RANKED_SHORT_HITS;
}

function byRelevance(hits: readonly Hit[], words: readonly string[]): number[] {
  return hits
    .map(({ n, text }) => ({ n, score: words.reduce((sum, word) => sum + relevance(text, word), 0) }))
    .sort((left, right) => right.score - left.score || right.n - left.n)
    .map(({ n }) => n);
}

/** How large a part of the texts holds a word. */
function shareOf(word: string, texts: readonly string[]): number {
  return texts.filter((text) => text.includes(word)).length / Math.max(1, texts.length);
}

function rarestTrigrams(characters: readonly string[], sample: readonly string[], amount: number): string[] {
  const trigrams = new Set(characters.slice(TRIGRAM - 1).map((_, at) => characters.slice(at, at + TRIGRAM).join('')));
  const byShare = [...trigrams]
    .map((trigram) => ({ trigram, share: shareOf(trigram, sample) }))
    .sort((left, right) => left.share - right.share);
  return byShare.slice(0, amount).map(({ trigram }) => quoted(trigram));
}

/** Removes a collection's index, if it has one. */
export function dropTextIndex(connection: SqliteConnection, table: string): void {
  connection.exec(
    `DROP TABLE IF EXISTS ${table}_terms; DROP TABLE IF EXISTS ${table}_fts; DROP TABLE IF EXISTS ${table}_text`,
  );
}

/** Tells one configuration from another, so that a changed one rebuilds the index. */
export function searchSignature(searchText: SearchText | undefined): string {
  if (!searchText) return '';
  return 'paths' in searchText ? `1 paths ${searchText.paths.join(' ')}` : `1 text ${searchText.version}`;
}

/** Text as it is compared: without case, accents, width variants, or control characters. */
export function foldText(text: string): string {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{Mn}+/gu, '')
    .normalize('NFC')
    .toLowerCase();
  return folded
    .replace(/đ/g, 'd')
    .replace(/\p{Cs}/gu, ' ')
    .replace(/\p{Cc}+/gu, ' ');
}

/** Line breaks in the text keep what two paths hold apart, since no word has one. */
function wordsOf(text: string): string[] {
  const words = foldText(text)
    .split(/\s+/u)
    .filter((word) => word !== '');
  return [...new Set(words.map((word) => word.slice(0, MAX_WORD_LENGTH)))].slice(0, MAX_WORDS);
}

/** How well a word is found in a text: 3 as a whole word, 2 as the beginning of one, 1 inside one. */
function relevance(text: string, word: string): number {
  let best = 0;
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (WORD_CHARACTER.test(text.charAt(at - 1))) {
      best = Math.max(best, 1);
      continue;
    }
    if (!WORD_CHARACTER.test(text.charAt(at + word.length))) return 3;
    best = 2;
  }
  return best;
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u;

/**
 * A string of FTS5's query language (https://sqlite.org/fts5.html#full_text_query_syntax), in which only
 * the quote is special.
 */
function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}

function textOf(document: object, searchText: SearchText): string {
  if (!('paths' in searchText)) return searchText.text(Object.fromEntries(Object.entries(document)));
  return searchText.paths.flatMap((path) => textsAt(document, path.split('.'))).join('\n');
}

function textsAt(value: unknown, segments: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, segments));
  const [first, ...rest] = segments;
  if (first !== undefined) {
    return typeof value === 'object' && value !== null ? textsAt(Reflect.get(value, first), rest) : [];
  }
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
