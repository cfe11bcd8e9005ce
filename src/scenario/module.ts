/**
 * Reads a scenario written as a TypeScript or JavaScript module: bundles it in memory with esbuild, runs it in a thread of
 * its own and not for ever, and keeps its default export as plain data. `import { defineScenario } from 'callstorm'` reaches this very Callstorm,
 * installed or not. Nothing is written to disk.
 */

import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { BuildFailure, Plugin } from 'esbuild';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import type { Source } from '../config/source.ts';
import { placesIn } from './module_place.ts';
import type { ModuleOutcome } from './module_thread.ts';
import { ownModule } from '../disk/own_file.ts';

/** A module that takes longer than this to say what it exports is taken to hang. */
const MODULE_LIMIT_MS = 10_000;

/** `text`: the module's own, for the places of mistakes in it. Throws ConfigErrors where the module does not compile, does not run, or exports no scenario. */
export async function readModule(
  path: string,
  file: string,
  { limitMs = MODULE_LIMIT_MS, text = '' }: { readonly limitMs?: number; readonly text?: string } = {},
): Promise<Source> {
  const bundled = await bundle(path, file);
  const outcome = await run(bundled.code, path, limitMs);
  switch (outcome.type) {
    case 'exported':
      return { file, data: JSON.parse(outcome.json) as unknown, place: placesIn(text) };
    case 'nothing':
      throw broken('expected a default export, found none', {
        file,
        hint: 'export default defineScenario({ … });',
      });
    case 'not_data':
      throw broken(outcome.message, { file });
    case 'threw': {
      const place = placeOf(outcome.stack, bundled.map, path, file) ?? { file };
      throw broken(`the module stopped while it ran: ${outcome.message}`, place);
    }
    case 'late':
      throw broken(`the module did not export a scenario within ${limitMs / 1000} s`, {
        file,
        hint: 'Does it loop for ever, or await what never comes?',
      });
    case 'ended':
      throw broken('the module ended before it had exported a scenario', {
        file,
        hint: 'Does it call process.exit, or await what never comes?',
      });
  }
}

interface Bundled {
  readonly code: string;
  readonly map: SourceMapPayload;
}

async function bundle(path: string, file: string): Promise<Bundled> {
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
    const [map, code] = ['.map', '.js'].map(
      (ending) => result.outputFiles.find((output) => output.path.endsWith(ending))?.text ?? '',
    ) as [string, string];
    return { code, map: JSON.parse(map) as SourceMapPayload };
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

/**
 * `callstorm` is the package this file is part of: its sources in development, its build once installed. Of it, a scenario
 * gets what scenarios are written with, and not all that programs can run with it.
 */
const ourselves: Plugin = {
  name: 'callstorm',
  setup(build) {
    const path = ownModule('scenario/define_scenario');
    build.onResolve({ filter: /^callstorm$/ }, () => ({ path }));
  },
};

type Outcome = ModuleOutcome | { readonly type: 'late' } | { readonly type: 'ended' };

/** In a thread of its own, which is ended when it has said what there is, or has said nothing for too long. */
async function run(code: string, path: string, limitMs: number): Promise<Outcome> {
  const text = `${code}\n//# sourceURL=${pathToFileURL(path).href}`;
  const thread = new Worker(new URL(inMemory(await threadCode())), {
    workerData: { url: inMemory(text) },
    // What it prints is no result of ours.
    stdout: true,
    execArgv: [],
  });
  thread.stdout.pipe(process.stderr);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Outcome>((resolve) => {
      // Not from its start, which can take a while where the machine is busy.
      thread.once('online', () => {
        timer = setTimeout(() => resolve({ type: 'late' }), limitMs);
      });
      thread.once('message', resolve);
      thread.once('error', (error) => resolve({ type: 'threw', message: error.message, stack: '' }));
      thread.once('exit', () => resolve({ type: 'ended' }));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}

async function threadCode(): Promise<string> {
  const result = await build({
    entryPoints: [ownModule('scenario/module_thread')],
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}

function inMemory(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
}

/** Where it went wrong, in what the user wrote; undefined where the stack leads nowhere near it. */
function placeOf(stack: string, map: SourceMapPayload, path: string, file: string): Place | undefined {
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

interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly hint?: string;
}

function broken(message: string, place: Place): ConfigErrors {
  return new ConfigErrors([new ConfigError(message, { code: 'scenario_module', ...place })]);
}
