import { defineConfig } from 'vitest/config';

/**
 * Two groups: everything that needs no real time runs first and in parallel; what needs real sockets, processes and
 * clocks (test/loopback) runs after it, one file at a time, with the machine to itself.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'virtual',
          include: ['test/**/*.test.ts'],
          exclude: ['test/loopback/**'],
          testTimeout: 20_000,
          // Files share what is loaded: pure code keeps nothing between them, and enrolling the callers takes a second.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'loopback',
          include: ['test/loopback/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
