import { defineConfig } from 'vitest/config';

/** Real sockets and processes beside what they belong to. */
const sockets = [
  'test/loopback/**/*.test.ts',
  'test/agent/{bounds,server}.test.ts',
  'test/cli/{give_way,serve}.test.ts',
];

/** These count milliseconds, or load the machine so that others could not. */
const alone = ['test/loopback/{calibrate,conformance,heard,truth}.test.ts'];

const tidy = 'test/loopback/tidy.ts';

/**
 * Three groups, one after another: everything that needs no real time; what talks over real sockets, mostly waiting; and
 * what measures on them, one file at a time, with the machine to itself.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: sockets,
          // Nothing here waits; but the machine may have other work.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Files share what is loaded: pure code keeps nothing between them, and enrolling the callers takes a second.
          isolate: false,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'loopback',
          include: sockets,
          exclude: alone,
          setupFiles: tidy,
          isolate: false,
          maxWorkers: 5,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'alone',
          include: alone,
          setupFiles: tidy,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
