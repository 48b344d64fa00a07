import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { randomScript } from './simulate/random-script.ts';
import { runScript } from './simulate/run-script.ts';

const [seed = '1', steps = '300', chains = '1', checkEvery = '100'] = process.argv.slice(2);
const began = performance.now();
const script = randomScript({ seed: Number(seed), steps: Number(steps), chains: Number(chains), checkEvery: Number(checkEvery) });
const result = await runScript(script, { folder: await mkdtemp(join(tmpdir(), 'quittance-simulation-')), databaseUrl: null, keep: true });
console.log({ ...result, mismatches: result.mismatches.length }, (performance.now() - began) / 1000);
for (const m of result.mismatches.slice(0, 10)) console.log(m);
process.exit(0);
