/** The measured times of one side, in milliseconds, by the id of the figure. */
export type StoreTimes = Readonly<Record<'open' | 'newest' | 'count' | 'search' | 'write-to-live', number>>;

/** What each side does its own way; everything else is measured by the same code on both. */
export interface StoreSide {
  /** Opens the database and reads the first 50 rows, newest first. */
  open(): Promise<unknown>;
  /** The newest 50 living documents under a filter, asked of the storage itself: RxDB would answer a repeated query from its cache. */
  newest(filter: Readonly<Record<string, string>>): Promise<unknown>;
  countByState(): Promise<unknown>;
  search(text: string): Promise<unknown>;
  /** Opens a live query of the newest 50 issued invoices and waits for its first result. */
  watch(): Promise<unknown>;
  /**
   * Issues an invoice and waits until the live query shows it, then voids it and waits until the row behind has moved up: that one
   * only the store knows. Both together are one time.
   */
  writeToLive(run: number): Promise<unknown>;
}

const FILTERS = [{}, { state: 'draft' }, { state: 'issued' }, { state: 'void' }];

/** Measures one side; each figure stops after its budget of time, but is taken once at least for every case. */
export async function measureStore(side: StoreSide, searches: readonly string[]): Promise<StoreTimes> {
  const open = await times(5, 6_000, () => side.open());
  const newest = [];
  for (const filter of FILTERS) newest.push(p95(await times(40, 8_000, () => side.newest(filter))));
  const count = await times(40, 8_000, () => side.countByState());
  const searched = [];
  const until = performance.now() + 25_000;
  for (const text of searches) {
    if (performance.now() < until) searched.push(...(await times(20, 2_000, () => side.search(text))));
  }
  await side.watch();
  const live = await times(40, 8_000, (run) => side.writeToLive(run));
  return {
    open: median(open),
    newest: median(newest),
    count: p95(count),
    search: p95(searched),
    'write-to-live': p95(live),
  };
}

async function times(repeats: number, budget: number, work: (run: number) => Promise<unknown>): Promise<number[]> {
  const measured: number[] = [];
  const until = performance.now() + budget;
  for (let run = 0; run < repeats && (run === 0 || performance.now() < until); run += 1) {
    const start = performance.now();
    await work(run);
    measured.push(performance.now() - start);
  }
  return measured;
}

function p95(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1] ?? Number.NaN;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
