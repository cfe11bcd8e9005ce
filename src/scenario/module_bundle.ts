/**
 * A module of a user's, TypeScript or JavaScript, as one text that runs from memory, and the way back from a place in that text to
 * the place in what the user wrote. Nothing is written to disk.
 */

import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { BuildFailure, Plugin } from 'esbuild';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';

export interface Bundled {
  readonly code: string;
  readonly map: SourceMapPayload;
}

/** Throws ConfigErrors of this code, with the place of each mistake. */
export async function bundled(
  path: string,
  { file, code, plugin }: { readonly file: string; readonly code: string; readonly plugin: Plugin },
): Promise<Bundled> {
  const url = pathToFileURL(path).href;
  try {
    const result = await build({
      entryPoints: [path],
      absWorkingDir: dirname(resolve(path)),
      bundle: true,
      write: false,
      // Never written: it says what the places in the map are relative to.
      outfile: join(dirname(resolve(path)), 'bundle.js'),
      sourcemap: 'external',
      sourcesContent: false,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'silent',
      plugins: [plugin],
      // The bundle runs from memory; it shall still find what lies beside the scenario.
      define: {
        'import.meta.url': JSON.stringify(url),
        'import.meta.dirname': JSON.stringify(dirname(path)),
        'import.meta.filename': JSON.stringify(path),
      },
      banner: {
        js: `import { createRequire as callstormRequire } from 'node:module'; const require = callstormRequire(${JSON.stringify(url)});`,
      },
    });
    const [map, text] = ['.map', '.js'].map(
      (ending) => result.outputFiles.find((output) => output.path.endsWith(ending))?.text ?? '',
    ) as [string, string];
    return { code: text, map: JSON.parse(map) as SourceMapPayload };
  } catch (error) {
    const failure = error as Partial<BuildFailure>;
    if (failure.errors === undefined) throw error;
    throw new ConfigErrors(
      failure.errors.map(({ text, location }) => {
        const place = location === null ? {} : { line: location.line, column: location.column + 1 };
        const where = location === null || basename(location.file) === basename(path) ? file : location.file;
        return new ConfigError(text, { code, file: where, ...place });
      }),
    );
  }
}

/** What can be imported in its place; in stacks it has the name of the file. */
export function runnable(code: string, path: string): string {
  return inMemory(`${code}\n//# sourceURL=${pathToFileURL(path).href}`);
}

export function inMemory(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}

/** Where it went wrong, in what the user wrote; undefined where the stack leads nowhere near it. */
export function placeOf(stack: string, map: SourceMapPayload, path: string, file: string): Place | undefined {
  const url = pathToFileURL(path).href;
  const at = stack.indexOf(`${url}:`);
  const [, line, column] = /^:(\d+):(\d+)/.exec(stack.slice(at + url.length)) ?? [];
  if (at === -1 || line === undefined || column === undefined) return undefined;
  const entry = new SourceMap(map).findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalSource' in entry)) return undefined;
  const source = resolve(dirname(path), entry.originalSource);
  return {
    file: source === resolve(path) ? file : join(dirname(file), entry.originalSource),
    line: entry.originalLine + 1,
    column: entry.originalColumn + 1,
  };
}

export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}
