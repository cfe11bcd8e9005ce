/**
 * Reads a scenario written as a TypeScript or JavaScript module: bundles it in memory with esbuild, runs it, and
 * keeps its default export as plain data. `import { defineScenario } from 'callstorm'` reaches this very Callstorm,
 * installed or not. Nothing is written to disk.
 */

import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import type { BuildFailure, Plugin } from 'esbuild';
import { ConfigError, ConfigErrors } from '../core/config_error.ts';
import type { Source } from '../config/source.ts';

/** Throws ConfigErrors where the module does not compile, does not run, or exports no scenario. */
export async function readModule(path: string, file: string): Promise<Source> {
  const code = await bundle(path, file);
  const module = await run(code, path, file);
  const exported = module['default'];
  if (exported === undefined) {
    throw broken('expected a default export, found none', {
      file,
      hint: 'export default defineScenario({ … });',
    });
  }
  return { file, data: plain(exported, file), place: () => undefined };
}

async function bundle(path: string, file: string): Promise<string> {
  const url = pathToFileURL(path).href;
  try {
    const result = await build({
      entryPoints: [path],
      absWorkingDir: dirname(resolve(path)),
      bundle: true,
      write: false,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'silent',
      plugins: [ourselves],
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
    return result.outputFiles[0]?.text ?? '';
  } catch (error) {
    const failure = error as Partial<BuildFailure>;
    if (failure.errors === undefined) throw error;
    throw new ConfigErrors(
      failure.errors.map(({ text, location }) => {
        const place = location === null ? {} : { line: location.line, column: location.column + 1 };
        const where = location === null || basename(location.file) === basename(path) ? file : location.file;
        return new ConfigError(text, { code: 'scenario_syntax', file: where, ...place });
      }),
    );
  }
}

/** `callstorm` is the package this file is part of: its sources in development, its build once installed. */
const ourselves: Plugin = {
  name: 'callstorm',
  setup(build) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    const index = fileURLToPath(new URL(`../index.${extension}`, import.meta.url));
    build.onResolve({ filter: /^callstorm$/ }, () => ({ path: index }));
  },
};

async function run(code: string, path: string, file: string): Promise<Record<string, unknown>> {
  const text = `${code}\n//# sourceURL=${pathToFileURL(path).href}`;
  try {
    const url = `data:text/javascript;base64,${Buffer.from(text).toString('base64')}`;
    return (await import(url)) as Record<string, unknown>;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw broken(`the module stopped while it ran: ${message}`, { file });
  }
}

/** A scenario is data: what JSON cannot hold has no meaning in it. */
function plain(value: unknown, file: string): unknown {
  const odd: string[] = [];
  let text: string | undefined;
  try {
    text = JSON.stringify(value, function (key, entry: unknown) {
      const kind = typeof entry;
      if (kind === 'function' || kind === 'symbol' || kind === 'bigint')
        odd.push(`${key || 'the default export'} is a ${kind}`);
      return kind === 'bigint' ? null : entry;
    });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw broken(`expected plain data: ${message}`, { file });
  }
  if (odd.length > 0) throw broken(`expected plain data, but ${odd.join(', ')}`, { file });
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}

function broken(message: string, place: { file: string; hint?: string }): ConfigErrors {
  return new ConfigErrors([new ConfigError(message, { code: 'scenario_module', ...place })]);
}
