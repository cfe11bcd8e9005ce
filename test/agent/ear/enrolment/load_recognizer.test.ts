import { describe, expect, it } from 'vitest';
import { loadRecognizer } from '../../../../src/agent/ear/enrolment/load_recognizer.ts';
import { PACKAGE_FIXTURES_DIR, loadManifest, type LibraryFixture } from '../../../../src/fixture/manifest.ts';

describe('loadRecognizer', () => {
  it('learns what callers say, and no take that is known to be spoiled', async () => {
    const { fixtures } = await loadManifest(PACKAGE_FIXTURES_DIR);
    const clean = fixtures
      .filter(({ role, utterance }) => role === 'caller' && utterance.startsWith('digit-'))
      .map((fixture): LibraryFixture => ({ dir: PACKAGE_FIXTURES_DIR, fixture }));
    const [first] = clean;
    if (first === undefined) throw new Error('no digits are recorded');
    // Its file is nowhere: learning it would have to read it.
    const take = { ...first.fixture, id: 'me/noisy', voice: 'me', file: 'nowhere.wav' };
    const spoiled: LibraryFixture = {
      dir: first.dir,
      fixture: { ...take, spoiledOf: first.fixture.id },
    };
    const alone = loadRecognizer(clean);
    expect(loadRecognizer([...clean, spoiled])).toBe(alone);
    await expect(alone).resolves.toBeTypeOf('function');
    await expect(loadRecognizer([...clean, { dir: first.dir, fixture: take }])).rejects.toThrow(
      '"me/noisy" cannot be read',
    );
    // Others were asked for since: these are known all the same.
    expect(loadRecognizer(clean)).toBe(alone);
  });

  it('tries again what could not be learned', async () => {
    const { fixtures } = await loadManifest(PACKAGE_FIXTURES_DIR);
    const digit = fixtures.find(({ id }) => id.endsWith('/digit-one')) ?? fixtures[0];
    if (digit === undefined) throw new Error('nothing is recorded');
    const missing = [
      { dir: PACKAGE_FIXTURES_DIR, fixture: { ...digit, role: 'caller' as const, file: 'nowhere.wav' } },
    ];
    const first = loadRecognizer(missing);
    await expect(first).rejects.toThrow('cannot be read');
    const again = loadRecognizer(missing);
    expect(again).not.toBe(first);
    await expect(again).rejects.toThrow('cannot be read');
  });
});
