import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { tsconfigPaths: true }, // examples import `durable-agents`: here that is src/
  test: {
    pool: 'forks',
    expect: { poll: { timeout: 10_000 } }, // the default of 1 s is short for a busy machine
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{unit,contract,replay}/**/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          testTimeout: 20_000,
          isolate: false, // modules are loaded once a process: no test replaces any
          setupFiles: ['test/support/own-environment.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: [
            'test/support/build.ts',
            'test/support/compile-scripts.ts',
            'test/support/postgres-setup.ts',
          ],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          isolate: false,
          maxConcurrency: 3,
          setupFiles: ['test/support/own-environment.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 }, // after the fast ones, and not beside them
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/*.test.ts'],
          globalSetup: ['test/support/build.ts', 'test/package/consumer.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['test/alone/*.test.ts'],
          globalSetup: ['test/support/build.ts', 'test/support/postgres-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          sequence: { groupOrder: 2 }, // they claim how fast they are, so nothing runs beside them
        },
      },
      {
        extends: true,
        test: {
          name: 'browser', // skipped where there is no Chromium
          include: ['test/browser/*.test.ts'],
          globalSetup: ['test/support/build.ts'],
          testTimeout: 30_000,
          hookTimeout: 120_000,
          isolate: false,
          setupFiles: ['test/support/own-environment.ts'],
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'fuzz', // FUZZ_SECONDS, default 10, and FUZZ_SEED to repeat what was printed
          include: ['test/fuzz/*.test.ts'],
          setupFiles: ['test/support/own-environment.ts'],
          maxWorkers: 1,
          sequence: { groupOrder: 2 }, // it watches for how long the event loop is held
        },
      },
      {
        extends: true,
        test: {
          name: 'crash', // npm run test:crash; not a part of npm test
          include: ['test/crash/*.test.ts'],
          // What others do in the same scenes is only of interest beside the numbers of the full scale.
          exclude: process.env['CRASH_SCALE'] === 'full' ? [] : ['test/crash/*-bare.test.ts'],
          globalSetup: [
            'test/support/build.ts',
            'test/support/compile-scripts.ts',
            'test/support/postgres-setup.ts',
          ],
          testTimeout: 30 * 60_000,
          hookTimeout: 120_000,
          maxWorkers: process.env['CRASH_SCALE'] === 'full' ? 1 : 2, // the figures of one are told
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});
