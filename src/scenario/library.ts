/** Which fixture folders a scenario speaks from, and what they hold for callers. */

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { MANIFEST_FILE, PACKAGE_FIXTURES_DIR, loadLibrary, readFixture } from '../fixture/manifest.ts';
import type { Fixture } from '../fixture/manifest.ts';
import { repertoireOf } from './repertoire.ts';
import type { Recording, Repertoire } from './repertoire.ts';
import { closeCut } from './spoken_digit.ts';

/** Callstorm's own recordings, then those in `fixtures/` here and beside the scenario, where there are any. */
export function fixturesDirsFor(scenarioFile: string, cwd: string): readonly string[] {
  const own = [join(cwd, 'fixtures'), join(dirname(resolve(cwd, scenarioFile)), 'fixtures')];
  return [...new Set([PACKAGE_FIXTURES_DIR, ...own.filter((dir) => existsSync(join(dir, MANIFEST_FILE)))])];
}

/** What callers can say, from the recordings of callers' voices; a later folder wins. Throws ConfigError. */
export async function loadRepertoire(dirs: readonly string[]): Promise<Repertoire> {
  const library = await loadLibrary(dirs);
  const of = (role: Fixture['role']): readonly Recording[] =>
    [...library.values()]
      .filter(({ fixture }) => fixture.role === role)
      .map(({ dir, fixture }) => ({
        utterance: fixture.utterance,
        voice: fixture.voice,
        transcript: fixture.transcript,
        durationMs: fixture.durationMs,
        segments: fixture.segments,
        activeDbfs: fixture.activeDbfs,
        sha256: fixture.sha256,
        read: () => readFixture(dir, fixture),
      }));
  return repertoireOf(of('caller').map(closeCut), of('agent'));
}
