import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { attributionBench } from '../tests/bench/attribution.bench.ts';
import type { BenchFigure } from '../tests/bench/bench-figure.ts';
import { catchUpBench } from '../tests/bench/catch-up.bench.ts';
import { demoBench } from '../tests/bench/demo.bench.ts';
import { ledgerBench } from '../tests/bench/ledger.bench.ts';
import { paymentPageBench } from '../tests/bench/payment-page.bench.ts';
import { pdfBench } from '../tests/bench/pdf.bench.ts';
import { rpcBench } from '../tests/bench/rpc.bench.ts';
import { storeBench } from '../tests/bench/store.bench.ts';

/** Benchmarks by the first part of their figures' ids. */
const benches: Readonly<Record<string, () => Promise<BenchFigure[]>>> = {
  store: storeBench,
  pdf: pdfBench,
  attribution: attributionBench,
  'payment-page': paymentPageBench,
  rpc: rpcBench,
  ledger: ledgerBench,
  'catch-up': catchUpBench,
  demo: demoBench,
};

await main();

/** Runs all benchmarks, or those whose figure (`store.search`) or group (`store`) is named; writes `out/bench.json`. */
async function main(): Promise<void> {
  const { positionals } = parseArgs({ allowPositionals: true });
  const groups = Object.keys(benches);
  const wanted = positionals.map((id) => id.split('.')[0] ?? '');
  const unknown = wanted.filter((group) => !groups.includes(group));
  if (unknown.length > 0) {
    process.stderr.write(`No benchmark is called ${unknown.join(', ')}. There are: ${groups.join(', ')}.\n`);
    process.exitCode = 2;
    return;
  }
  const figures: BenchFigure[] = [];
  for (const group of groups.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    process.stdout.write(`${group} …\n`);
    const measured = (await benches[group]?.()) ?? [];
    figures.push(
      ...measured.filter(
        ({ id }) => positionals.length === 0 || positionals.some((asked) => asked === group || asked === id),
      ),
    );
  }
  mkdirSync('out', { recursive: true });
  writeFileSync('out/bench.json', `${JSON.stringify(figures, null, 2)}\n`);
  for (const figure of figures) process.stdout.write(`${line(figure)}\n`);
  process.exit();
}

function line(figure: BenchFigure): string {
  const verdict = figure.met === null ? ' ' : figure.met ? '✓' : '✗';
  const peer = figure.peerValue === null ? '' : `, ${figure.peer}: ${round(figure.peerValue)} ${figure.unit}`;
  const ratio = figure.ratio === null ? '' : `, ratio ${round(figure.ratio)}×`;
  return `${verdict} ${figure.id.padEnd(24)} ${round(figure.value)} ${figure.unit}${peer}${ratio}  (aim: ${figure.aim})`;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
