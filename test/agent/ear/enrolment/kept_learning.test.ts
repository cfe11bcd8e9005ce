import { beforeAll, describe, expect, it } from 'vitest';
import { keptLearning } from '../../../../src/agent/ear/enrolment/kept_learning.ts';
import { callersOf, learn, namesOf } from '../../../../src/agent/ear/enrolment/load_recognizer.ts';
import { loadLibrary, PACKAGE_FIXTURES_DIR, type LibraryFixture } from '../../../../src/fixture/manifest.ts';

let callers: readonly LibraryFixture[];
beforeAll(async () => {
  callers = callersOf([...(await loadLibrary([PACKAGE_FIXTURES_DIR])).values()]);
});

// Needs `npm run build`.
describe('what the build has learned of the recordings', () => {
  it('is what an agent would learn of them, to the bit', async () => {
    expect(keptLearning(namesOf(callers))).toEqual(await learn(callers));
  });

  it('is used for no others', () => {
    expect(keptLearning(namesOf(callers.slice(1)))).toBeNull();
    const [first, ...others] = callers as readonly [LibraryFixture, ...LibraryFixture[]];
    const changed = { ...first, fixture: { ...first.fixture, sha256: '0'.repeat(64) } };
    expect(keptLearning(namesOf([changed, ...others]))).toBeNull();
  });
});
