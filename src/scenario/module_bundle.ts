/**
 * A module of a user's, TypeScript or JavaScript, as one text that runs from memory, and the map from places in that text to those
 * in what the user wrote. Nothing is written to disk.
 */

import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BuildFailure, Plugin } from 'esbuild';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import type { Bundled } from '../disk/bundled_code.ts';

export interface BundleOptions {
  /** As the user named it. */
  readonly file: string;
  readonly code: string;
  readonly plugin: Plugin;
  /** The text is the same wherever the file lies: it finds nothing beside it. Default: it does. */
  readonly anywhere?: true;
}

/** Throws ConfigErrors of this code, with the place of each mistake. */
export async function bundled(
  path: string,
  { file, code, plugin, anywhere }: BundleOptions,
): Promise<Bundled> {
  const url = anywhere === true ? 'file:///module.js' : pathToFileURL(path).href;
  // Loaded where something is to be bundled: most scenarios are YAML.
  const { build } = await import('esbuild');
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
      define:
        anywhere === true
          ? {}
          : {
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
    return { code: text, map: JSON.parse(map) as Bundled['map'] };
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
