import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, platform, release, totalmem } from 'node:os';
import { Argument, Command } from 'commander';
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

/**
 * Runs all benchmarks, or those whose figure (`store.search`) or group (`store`) is named. Their figures take the
 * place of the earlier ones in `out/bench.json`. `--markdown` prints them as rows of the table in
 * docs/benchmarks.md, and the machine.
 */
async function main(): Promise<void> {
  const groups = Object.keys(benches);
  const command = new Command('bench')
    .description('Measures what Quittance is proud of beside a named alternative; figures land in out/bench.json.')
    .addArgument(new Argument('[ids...]', `groups or single figures of them; groups: ${groups.join(', ')}`))
    .option('--markdown', 'print the figures as rows of the table in docs/benchmarks.md, and the machine')
    .parse();
  const positionals = command.args;
  const values = command.opts<{ markdown?: true }>();
  const wanted = positionals.map((id) => id.split('.')[0] ?? '');
  const unknown = wanted.filter((group) => !groups.includes(group));
  if (unknown.length > 0)
    command.error(`No benchmark is called ${unknown.join(', ')}. There are: ${groups.join(', ')}.`, { exitCode: 2 });
  const figures: BenchFigure[] = [];
  for (const group of groups.filter((each) => wanted.length === 0 || wanted.includes(each))) {
    process.stderr.write(`${group} …\n`);
    const measured = (await benches[group]?.()) ?? [];
    figures.push(
      ...measured.filter(
        ({ id }) => positionals.length === 0 || positionals.some((asked) => asked === group || asked === id),
      ),
    );
  }
  keep(figures);
  for (const figure of figures) process.stdout.write(`${values.markdown ? row(figure) : line(figure)}\n`);
  if (values.markdown) process.stdout.write(`\n${machine()}\n`);
  process.exit();
}

function keep(figures: readonly BenchFigure[]): void {
  const file = 'out/bench.json';
  mkdirSync('out', { recursive: true });
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as BenchFigure[]) : [];
  const others = before.filter(({ id }) => !figures.some((figure) => figure.id === id));
  writeFileSync(file, `${JSON.stringify([...others, ...figures], null, 2)}\n`);
}

function line(figure: BenchFigure): string {
  const verdict = figure.met === null ? ' ' : figure.met ? '✓' : '✗';
  const peer = figure.peerValue === null ? '' : `, ${figure.peer}: ${round(figure.peerValue)}`;
  const ratio = figure.ratio === null ? '' : `, ratio ${round(figure.ratio)}×`;
  return `${verdict} ${figure.id.padEnd(24)} ${round(figure.value)} ${figure.unit}${peer}${ratio}  (aim: ${figure.aim})`;
}

function row({ id, value, unit, peer, peerValue, ratio, aim, met }: BenchFigure): string {
  const cells = [
    `\`${id}\``,
    `${round(value)} ${unit}`,
    peerValue === null ? peer : `${round(peerValue)} (${peer})`,
    ratio === null ? '' : `${round(ratio)}×`,
    aim,
    met === null ? '' : met ? 'yes' : 'no',
  ];
  return `| ${cells.join(' | ')} |`;
}

function machine(): string {
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} × ${cpu?.model.trim()}, ${memory} GB, ${platform()} ${release()}, Node ${process.versions.node}`;
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
