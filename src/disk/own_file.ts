/**
 * Files of the package itself. The bundler puts a module where it likes, so none of them looks for another from its own place:
 * all go from the package's folder.
 */

import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(import.meta.url);
const ROOT = rootAbove(here);
/** False in development, where the sources run as they are. */
export const BUILT = !here.startsWith(join(ROOT, 'src'));

/** A path in the package, e.g. `scenarios/agents`, the same from the sources and from what is built. */
export function ownFile(path: string): string {
  return join(ROOT, path);
}

/** A built module that a thread or a process of its own begins with, e.g. `engine/node/worker`. Needs `npm run build`. */
export function builtModule(path: string): string {
  return join(ROOT, 'dist', `${path}.js`);
}

/** A module that is to be bundled with something else: a source in development, else built. */
export function ownModule(path: string): string {
  return BUILT ? builtModule(path) : join(ROOT, 'src', `${path}.ts`);
}

export function packageVersion(): string {
  return (JSON.parse(readFileSync(ownFile('package.json'), 'utf8')) as { version: string }).version;
}

function rootAbove(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error(`the package's own package.json is not above ${file}`);
    folder = above;
  }
  return folder;
}
