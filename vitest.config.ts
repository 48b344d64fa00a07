import { defineConfig } from 'vitest/config';

/** Unit and integration tests; the end-to-end suite belongs to Playwright. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['tests/unit/**/*.test.ts'], testTimeout: 60_000 } },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          // Real processes on a loaded machine: a limit against hanging, not a measure.
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 30_000 } },
        },
      },
    ],
    // More than the cores of a small machine: most of what they do is wait, for blocks, mail and pages.
    maxWorkers: 3,
  },
});
