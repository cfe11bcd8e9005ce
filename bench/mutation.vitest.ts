/**
 * The tests that a mutant of core or report has to get past: all that run in this process alone and take no real time. The first
 * that fails ends it, so the short files come first: the property tests, which reach nearly everything and take seconds, are asked
 * only about what all others let through.
 */

import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** vitest begins with the longest, which is right where several workers share them. */
class ShortestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toReversed();
  }
}

export default defineConfig({
  test: {
    include: [
      'test/{core,report,forecast,pricing,judge,telemetry,page}/**/*.test.ts',
      'test/{cli,run}/**/*.test.ts',
      'test/engine/virtual/**/*.test.ts',
    ],
    exclude: [
      // Sockets and processes of their own.
      'test/cli/{give_way,serve}.test.ts',
      // Whole calls by the hundred.
      'test/run/shipped_scenarios.test.ts',
      'test/cli/{fixtures,hear}.test.ts',
    ],
    testTimeout: 20_000,
    isolate: false,
    sequence: { sequencer: ShortestFirst },
  },
});
