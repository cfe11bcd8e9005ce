/**
 * The sources as plain modules that Node loads by itself, written once before the tests begin. Vitest would otherwise transform
 * each of some 1,400 modules, and run it through its own loader in every worker.
 */

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { Plugin as VitePlugin } from 'vite';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'src');
/** In no `node_modules`: where something is thrown in them is worth to be shown. */
const PLAIN = join(ROOT, '.cache/sources');

/** What a source says is an import of another, as esbuild writes it. */
const IMPORT = /\b(from |import |import\()"(\.{1,2}\/[^"\n]+)\.ts"/g;

/** Writes what has changed, and removes what has no source any more. */
async function writePlain(): Promise<void> {
  const entryPoints = filesIn(SOURCES).filter((file) => file.endsWith('.ts'));
  const { outputFiles } = await build({
    entryPoints,
    outbase: SOURCES,
    outdir: PLAIN,
    write: false,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: 'inline',
    sourcesContent: false,
    logLevel: 'warning',
  });
  const old = new Set(existsSync(PLAIN) ? filesIn(PLAIN) : []);
  for (const { path, text } of outputFiles) {
    const plain = text
      .replaceAll(IMPORT, '$1"$2.js"')
      // Each goes on to lie where its source lies.
      .replaceAll(/(?<!["'`])import\.meta\.url/g, JSON.stringify(pathToFileURL(sourceOf(path))));
    if (old.delete(path) && readFileSync(path, 'utf8') === plain) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, plain);
  }
  for (const path of old) rmSync(path);
}

function plainOf(source: string): string {
  return join(PLAIN, relative(SOURCES, source)).replace(/\.ts$/, '.js');
}

function sourceOf(plain: string): string {
  return join(SOURCES, relative(PLAIN, plain)).replace(/\.js$/, '.ts');
}

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** A test that imports a source gets its plain module. */
export async function plainSources(): Promise<VitePlugin> {
  await writePlain();
  return {
    name: 'plain-sources',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined || !source.startsWith('.') || !source.endsWith('.ts')) return null;
      const path = resolve(dirname(importer), source);
      return path.startsWith(`${SOURCES}/`) ? { id: plainOf(path), external: true } : null;
    },
  };
}
