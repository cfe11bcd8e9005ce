/**
 * Writes scenarios/scenario.schema.json, which editors read, from the schema the checks use. Run after changing it:
 *
 *     npm run build && node dist/scenario/publish_schema.js
 */

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST_FILE, PACKAGE_FIXTURES_DIR, type Fixture } from '../fixture/manifest.ts';
import { publishedSchema } from './schema/published_schema.ts';
import { builtModule, ownFile } from '../disk/own_file.ts';

export const SCHEMA_FILE = ownFile('scenarios/scenario.schema.json');

export function schemaText(): string {
  return `${JSON.stringify(publishedSchema(bundled()), null, 2)}\n`;
}

/** What callers can say, and in which voices, with the recordings that come with Callstorm. */
function bundled(): { readonly utterance: readonly string[]; readonly voice: readonly string[] } {
  const text = readFileSync(join(PACKAGE_FIXTURES_DIR, MANIFEST_FILE), 'utf8');
  const { fixtures } = JSON.parse(text) as {
    readonly fixtures: readonly Pick<Fixture, 'role' | 'utterance' | 'voice'>[];
  };
  const callers = fixtures.filter(({ role }) => role === 'caller');
  const sorted = (names: readonly string[]): readonly string[] => [...new Set(names)].sort();
  return {
    utterance: sorted(callers.map(({ utterance }) => utterance)),
    voice: sorted(callers.map(({ voice }) => voice)),
  };
}

if (process.argv[1] === builtModule('scenario/publish_schema')) await writeFile(SCHEMA_FILE, schemaText());
