/**
 * Writes scenarios/scenario.schema.json, which editors read, from the schema the checks use. Run after changing it:
 *
 *     npm run build && node dist/scenario/publish_schema.js
 */

import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { publishedSchema } from './schema/scenario_schema.ts';

export const SCHEMA_FILE = fileURLToPath(new URL('../../scenarios/scenario.schema.json', import.meta.url));

export function schemaText(): string {
  return `${JSON.stringify(publishedSchema(), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(SCHEMA_FILE, schemaText());
