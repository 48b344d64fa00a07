import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { BenchFigure } from './bench-figure.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The demo's own measure: seconds from the block of the last confirmation to "Paid" on the sender's screen. The chain's
 * confirmation time, measured in the same run, is the peer.
 */
export async function demoBench(): Promise<BenchFigure[]> {
  await runDemo();
  const summary = JSON.parse(await readFile(`${project}out/demo/summary.json`, 'utf8')) as {
    secondsToPaid: number;
    secondsOverConfirmations: number;
  };
  const value = summary.secondsOverConfirmations;
  const confirmations = summary.secondsToPaid - value;
  return [
    {
      id: 'demo.over-confirmations',
      value,
      unit: 's',
      peer: "the chain's own confirmation time",
      peerValue: confirmations,
      ratio: value / confirmations,
      aim: 'under 1 s over the chain’s own confirmation time',
      met: value < 1,
    },
  ];
}

function runDemo(): Promise<void> {
  const child = spawn(process.execPath, [`${project}scripts/demo.ts`], { cwd: project, stdio: 'ignore' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('The demo failed; run npm run demo.'))));
  });
}
