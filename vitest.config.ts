import { defineConfig } from 'vitest/config';

/** Real sockets and processes beside what they belong to. */
const sockets = [
  'test/loopback/**/*.test.ts',
  'test/agent/{bounds,server}.test.ts',
  'test/cli/{give_way,serve}.test.ts',
];

/** Programs of other people's beside ours: a browser takes a core for itself. */
const guests = ['test/browser/**/*.test.ts', 'test/loopback/{live,otel,pipecat,prometheus}.test.ts'];

/** These count milliseconds of a few calls: two of them leave each other a core. */
const paired = ['test/loopback/{afflicted,conformance,faults,heard,toxic_network}.test.ts'];
/** These measure the machine's own error. */
const alone = ['test/loopback/{calibrate,truth}.test.ts'];

const tidy = 'test/loopback/tidy.ts';

/**
 * Groups, one after another: everything that needs no real time; what talks over real sockets, mostly waiting; and what
 * measures on them, with the machine to itself.
 */
export default defineConfig({
  test: {
    // Each group would read all sources anew.
    experimental: { fsModuleCache: true },
    projects: [
      {
        test: {
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: [...sockets, ...guests],
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
          exclude: [...guests, ...paired, ...alone],
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
          name: 'guests',
          include: guests,
          setupFiles: tidy,
          isolate: false,
          maxWorkers: 3,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'paired',
          include: paired,
          setupFiles: tidy,
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 3 },
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
          sequence: { groupOrder: 4 },
        },
      },
    ],
  },
});
