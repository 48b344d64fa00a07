import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { PracticeWorld } from './engine/engine-options.ts';

const worldSchema = z.object({
  relayOrigin: z.url({ protocol: /^https?$/ }),
  chainId: z.int().positive(),
  rpcUrl: z.url({ protocol: /^https?$/ }),
  wallet: z.string(),
  mailInboxUrl: z.string(),
});

/** Milliseconds that the practice relay gets to say that it is there. */
const patience = 1_500;

/** The running practice world that `file` tells of; null when there is no such file or its relay does not answer. */
export async function findPracticeWorld(
  file: string,
  io: { readonly fetch: typeof globalThis.fetch },
): Promise<PracticeWorld | null> {
  const text = await readFile(file, 'utf8').catch(() => null);
  const world = text === null ? null : worldSchema.safeParse(parseJson(text));
  if (!world?.success) return null;
  try {
    const health = await io.fetch(new URL('/health', world.data.relayOrigin), {
      signal: AbortSignal.timeout(patience),
    });
    await health.body?.cancel();
    return health.ok ? world.data : null;
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
