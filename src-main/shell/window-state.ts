import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { ElectronApi, ShellWindow } from './electron-api.ts';

const boundsSchema = z.object({
  x: z.int().optional(),
  y: z.int().optional(),
  width: z.int().min(480).max(20_000),
  height: z.int().min(360).max(20_000),
});
const stateSchema = z.object({ bounds: boundsSchema, maximized: z.boolean() });
/** Where a window is when it is not maximised, in device-independent pixels, and whether it is maximised. */
export type WindowState = z.infer<typeof stateSchema>;

const firstState: WindowState = { bounds: { width: 1280, height: 860 }, maximized: false };

/**
 * Where the window was last time; its first size where nothing (or nonsense) is remembered, centred where
 * that screen is gone.
 */
export function readWindowState(file: string, { screen }: Pick<ElectronApi, 'screen'>): WindowState {
  const state = parseState(file);
  const { x, y, width, height } = state.bounds;
  if (x === undefined || y === undefined) return state;
  const isSeen = screen.getAllDisplays().some(({ workArea }) => {
    const across = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
    const down = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y);
    return across >= 100 && down >= 100;
  });
  return isSeen ? state : { ...state, bounds: { width, height } };
}

/** Remembers where the window is. Losing this is no harm, so a disk that refuses is not told of. */
export function writeWindowState(file: string, window: Pick<ShellWindow, 'getNormalBounds' | 'isMaximized'>): void {
  const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch {
    // See above.
  }
}

function parseState(file: string): WindowState {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return firstState;
  }
}
