/** The tests that a mutant of core or report has to get past. */

import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/core/**/*.test.ts', 'test/report/**/*.test.ts', 'test/engine/virtual/**/*.test.ts'],
    testTimeout: 20_000,
    isolate: false,
  },
});
