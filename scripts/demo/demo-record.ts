import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One step of the demo, with what proves it. */
export interface DemoStep {
  readonly name: string;
  readonly ok: boolean;
  readonly evidence: string;
}

/** What `summary.json` holds; a part that was not reached is null. */
export interface DemoSummary {
  steps: DemoStep[];
  payer: 'chromium' | 'scripted';
  invoice: { number: string; total: string; currency: string } | null;
  link: string | null;
  mail: { messageId: string; file: string } | null;
  payment: {
    chainId: number;
    txHash: string;
    blockNumber: string;
    logIndex: number;
    token: string;
    amount: string;
  } | null;
  settlement: string | null;
  /** From the block that holds the payment to "Paid" on the sender's screen. */
  secondsToPaid: number | null;
  /** The part of it that is not the chain's own: from the block of the last confirmation to "Paid". */
  secondsOverConfirmations: number | null;
}

/** The demo's record: prints each step as it ends and keeps the files it leaves behind. */
export interface DemoRecord {
  readonly summary: DemoSummary;
  /** Runs a step; a failure is recorded and thrown on, for nothing after it can be true. */
  step<Value>(name: string, run: () => Promise<{ evidence: string; value: Value }>): Promise<Value>;
  /** Writes a file into the demo's folder and answers its path from the project's root. */
  keep(name: string, content: Uint8Array | string): Promise<string>;
  path(name: string): string;
  /** Called when a step fails, to keep what can still be seen. */
  onFailure(look: () => Promise<void>): void;
  finish(): Promise<void>;
}

/** Begins a record in an empty `out/demo`. */
export async function openDemoRecord(folder: string): Promise<DemoRecord> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const began = Date.now();
  const summary: DemoSummary = {
    steps: [],
    payer: 'chromium',
    invoice: null,
    link: null,
    mail: null,
    payment: null,
    settlement: null,
    secondsToPaid: null,
    secondsOverConfirmations: null,
  };
  const tell = (step: DemoStep): void => {
    summary.steps.push(step);
    const at = ((Date.now() - began) / 1000).toFixed(1).padStart(5);
    process.stdout.write(`${at} s  ${step.ok ? '✓' : '✗'} ${step.name}\n           ${step.evidence}\n`);
  };
  const looks: (() => Promise<void>)[] = [];
  return {
    summary,
    onFailure: (look) => void looks.push(look),
    path: (name) => join(folder, name),
    async step(name, run) {
      try {
        const { evidence, value } = await run();
        tell({ name, ok: true, evidence });
        return value;
      } catch (error) {
        tell({ name, ok: false, evidence: error instanceof Error ? error.message : String(error) });
        for (const look of looks) await look().catch(() => undefined);
        throw error;
      }
    },
    async keep(name, content) {
      await writeFile(join(folder, name), content);
      return `out/demo/${name}`;
    },
    async finish() {
      await writeFile(join(folder, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    },
  };
}
