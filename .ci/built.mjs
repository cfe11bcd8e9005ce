/**
 * Whether `dist` is what the build makes of all that it reads as it is now: then the tests need not build it again (exit code 0,
 * else 1). `--mark`: it was just built. The build itself knows nothing of it: an image is built from sources alone.
 */

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK = '.cache/built';

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

const hash = createHash('sha256');
// The recordings are in their manifest, each by its own hash.
const read = [...filesIn('src').sort(), 'package.json', 'package-lock.json', 'fixtures/manifest.json'];
for (const file of read) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
const now = hash.digest('hex');

const isMarked = () => existsSync(MARK) && readFileSync(MARK, 'utf8') === now;
// By hand, and of other sources.
const wasBuiltSince = () => filesIn('dist').some((file) => statSync(file).mtimeMs > statSync(MARK).mtimeMs);

if (process.argv.includes('--mark')) {
  mkdirSync('.cache', { recursive: true });
  writeFileSync(MARK, now);
} else if (!existsSync('dist/cli/main.js') || !isMarked() || wasBuiltSince()) {
  process.exitCode = 1;
}
