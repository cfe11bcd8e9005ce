/** What every page is made with comes from the build, and where that is missing it is said. */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { reasonOf } from '../../../src/disk/disk_trouble.ts';
import { readPageParts } from '../../../src/report/page/html.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('are the script and the style as they were built', async () => {
  writeFileSync(join(folder, 'main.js'), 'run();');
  writeFileSync(join(folder, 'page.css'), 'b {}');
  expect(await readPageParts(folder)).toEqual({ script: 'run();', css: 'b {}' });
});

it.each(['main.js', 'page.css'])('say that %s is missing, and what makes it', async (name) => {
  for (const each of ['main.js', 'page.css']) writeFileSync(join(folder, each), '');
  rmSync(join(folder, name));
  // As `writeReports` tells it.
  const reason = await readPageParts(folder).then(() => null, reasonOf);
  expect(reason).toBe(
    `the built page is missing: dist/page/${name}: there is no such file (ENOENT); \`npm run build\` makes it, or install Callstorm again`,
  );
});
