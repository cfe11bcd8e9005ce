/**
 * The tests that a mutant of core or report has to get past: those of the pure rooms. The first that fails ends it, so the short
 * files come first: the property tests, which reach nearly everything and take seconds, are asked only about what all others
 * let through. `MUTATION_TESTS`: others, as folders and files with commas between them.
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
    include: (
      process.env['MUTATION_TESTS'] ?? 'test/{core,report,forecast,pricing,judge,page},test/engine/virtual'
    )
      .split(/,(?![^{]*\})/)
      .map((room) => (room.endsWith('.test.ts') ? room : `${room}/**/*.test.ts`)),
    testTimeout: 20_000,
    isolate: false,
    sequence: { sequencer: ShortestFirst },
  },
});
