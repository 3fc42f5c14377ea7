import { defineConfig } from 'vitest/config';

/**
 * Files share their worker's modules (isolation costs ×4 and more), so a test must leave no module state behind. Forks,
 * not threads: some tests start and kill processes. Screens come after the rest and one file at a time: a browser, a
 * server and a database already fill two processors.
 */
const shared = {
  pool: 'forks',
  isolate: false,
  teardownTimeout: 30_000,
  // What is waited for comes; on a busy machine it may take its time. Only what hangs runs into these.
  expect: { poll: { timeout: 60_000 } },
  testTimeout: 300_000,
  hookTimeout: 300_000,
} as const;

export default defineConfig({
  test: {
    globalSetup: ['server/kernel/testing-server.ts'],
    projects: [
      {
        test: {
          ...shared,
          name: 'house',
          include: ['server/**/*.test.ts', 'web/**/*.test.{ts,tsx}'],
          exclude: ['web/**/*.screen.test.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          ...shared,
          name: 'screens',
          include: ['web/**/*.screen.test.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
