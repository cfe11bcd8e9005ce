/**
 * Reads a reporter out of a module, TypeScript or JavaScript, bundled in memory as a scenario is, but run here: it is to be fed
 * with what happens. `import … from 'callstorm'` is this very Callstorm. Every mistake is one ConfigError with its place.
 */

import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'esbuild';
import { ConfigError } from '../core/word/config_error.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import { builtModule } from '../disk/own_file.ts';
import { expectRegular } from '../disk/read_regular.ts';
import { placeOf, runnable, type Bundled } from '../disk/bundled_code.ts';
import { bundled } from '../scenario/module_bundle.ts';
import type { Reporter } from './reporter.ts';

export interface LoadedReporter {
  readonly reporter: Reporter;
  /** As it was asked for. */
  readonly file: string;
  /** What it threw, with the line of it where that can be told. */
  readonly wordsOf: (error: unknown) => string;
}

const CODE = 'reporter_module';
/** A module that takes longer than this to say what it exports is taken to hang. */
const MODULE_LIMIT_MS = 10_000;
const EXAMPLE =
  "export default { name: 'mine', view: { file: 'mine.txt', make: ({ summary }) => summary.name } };";

/** Throws ConfigError or ConfigErrors. `taken`: files that are somebody else's. */
export async function loadReporter(
  file: string,
  cwd: string,
  taken: readonly string[],
  limitMs = MODULE_LIMIT_MS,
): Promise<LoadedReporter> {
  const path = resolve(cwd, file);
  try {
    await expectRegular(path);
  } catch (error) {
    throw new ConfigError(`expected a reporter's module, found none (${unreadReasonOf(error)})`, {
      code: CODE,
      file,
      hint: '--reporter takes the path of a .ts or .js file',
    });
  }
  const made = await bundled(path, { file, code: CODE, plugin: ourselves });
  const exported = await run(made, path, file, limitMs);
  const reporter = checked(exported, file, taken);
  return { reporter, file, wordsOf: (error) => words(error, made, path, file) };
}

/** Of it, a reporter gets the whole: it runs beside it. */
const ourselves: Plugin = {
  name: 'callstorm',
  setup(build) {
    const path = pathToFileURL(builtModule('index')).href;
    build.onResolve({ filter: /^callstorm$/ }, () => ({ path, external: true }));
  },
};

async function run(made: Bundled, path: string, file: string, limitMs: number): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const say = new ConfigError(`the module did not export a reporter within ${limitMs / 1000} s`, {
      code: CODE,
      file,
      hint: 'Does it await what never comes?',
    });
    timer = setTimeout(() => reject(say), limitMs);
  });
  try {
    const module = import(runnable(made.code, path)) as Promise<{ readonly default?: unknown }>;
    return await Promise.race([module.then(({ default: exported }) => exported), late]);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    const place = placeOf(stackOf(error), made.map, path, file) ?? { file };
    throw new ConfigError(`the module stopped while it ran: ${messageOf(error)}`, { code: CODE, ...place });
  } finally {
    clearTimeout(timer);
  }
}

function checked(exported: unknown, file: string, taken: readonly string[]): Reporter {
  const refuse = (path: string, message: string): ConfigError =>
    new ConfigError(message, { code: CODE, file, path, hint: EXAMPLE });
  if (typeof exported !== 'object' || exported === null) {
    throw refuse(
      'default',
      `expected a default export with a name and a sink or a view, found ${kindOf(exported)}`,
    );
  }
  const { name, sink, view } = exported as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string' || name.trim() === '') {
    throw refuse('default.name', `expected a name, found ${kindOf(name)}`);
  }
  if (sink === undefined && view === undefined) {
    throw refuse('default', 'expected a sink, a view or both, found neither');
  }
  if (sink !== undefined && typeof sink !== 'function') {
    throw refuse('default.sink', `expected a function that makes a sink, found ${kindOf(sink)}`);
  }
  if (view !== undefined) {
    const { file: own, make } = (view ?? {}) as Readonly<Record<string, unknown>>;
    if (typeof own !== 'string' || !/^[\p{L}\p{N}_][\p{L}\p{N} ._-]*$/u.test(own)) {
      throw refuse('default.view.file', "expected the name of a file in the run's folder, e.g. mine.txt");
    }
    if (taken.includes(own)) {
      throw refuse(
        'default.view.file',
        `expected a name of its own, found ${own}, which is Callstorm's or another's`,
      );
    }
    if (typeof make !== 'function') {
      throw refuse('default.view.make', `expected a function that makes the file, found ${kindOf(make)}`);
    }
  }
  return exported as Reporter;
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  return value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

function words(error: unknown, made: Bundled, path: string, file: string): string {
  const place = placeOf(stackOf(error), made.map, path, file);
  return place?.line === undefined ? messageOf(error) : `${messageOf(error)} (${place.file}:${place.line})`;
}

function stackOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? '') : '';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
