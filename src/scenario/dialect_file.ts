/**
 * Reads a protocol of the user's own: a module, TypeScript or JavaScript, which is bundled in memory, run once in a thread of its own,
 * and goes into the plan as its code and what has to be known of it. Every mistake is told with its place.
 */

import { resolve } from 'node:path';
import type { Plugin } from 'esbuild';
import { DIALECT_NAMES, type PlanDialect } from '../core/plan/plan.ts';
import { OWN_DIALECT } from '../core/plan/plan_dialect.ts';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import { defineDialect, readJson } from '../dialect/own/define_dialect.ts';
import { placeOf, runnable, type Bundled, type Place } from '../disk/bundled_code.ts';
import { unreadReasonOf } from '../disk/disk_trouble.ts';
import { expectRegular } from '../disk/read_regular.ts';
import type { DialectOutcome, DialectThreadStart } from './dialect_thread.ts';
import { bundled } from './module_bundle.ts';
import { runApart } from './run_apart.ts';

const CODE = 'dialect_module';
/** A module that takes longer than this to say what it exports is taken to hang. */
const MODULE_LIMIT_MS = 10_000;
const EXAMPLE =
  "export default defineDialect({ name: 'mine', caller: { … }, agent: { … }, open: () => ({ … }) });";
/** Not where the file lies: the plan is the same wherever that is. */
const ROOT = '/dialect/';

/** `named`: from `folder`; `shown`: the same from where the user is. Throws ConfigErrors. */
export async function readDialect(
  named: string,
  folder: string,
  {
    shown: file = named,
    limitMs = MODULE_LIMIT_MS,
  }: { readonly shown?: string; readonly limitMs?: number } = {},
): Promise<PlanDialect> {
  const path = resolve(folder, named);
  try {
    await expectRegular(path);
  } catch (error) {
    throw mistake(`expected a dialect's module, found none (${unreadReasonOf(error)})`, { file });
  }
  const made = await bundled(path, { file, code: CODE, plugin: ourselves, anywhere: true });
  const start: DialectThreadStart = {
    url: runnable(made.code, placeOfCode(file)),
    taken: [...DIALECT_NAMES, OWN_DIALECT],
  };
  const outcome = await runApart<DialectOutcome>('scenario/dialect_thread', start, limitMs);
  switch (outcome.type) {
    case 'dialect':
      return { ...outcome.dialect, file: named, code: made.code, map: JSON.stringify(made.map) };
    case 'wrong':
      throw new ConfigErrors(
        outcome.mistakes.map(({ path: at, message, stack }) => {
          const place = (stack === null ? undefined : placed(stack, made, file)) ?? { file };
          return new ConfigError(message, {
            code: CODE,
            ...place,
            path: at === '' ? 'default' : `default.${at}`,
          });
        }),
      );
    case 'nothing':
      throw mistake('expected a default export, found none', { file, hint: EXAMPLE });
    case 'threw':
      throw mistake(
        `the module stopped while it ran: ${outcome.message}`,
        placed(outcome.stack, made, file) ?? { file },
      );
    case 'late':
      throw mistake(`the module did not export a dialect within ${limitMs / 1000} s`, {
        file,
        hint: 'Does it loop for ever, or await what never comes?',
      });
    case 'ended':
      throw mistake('the module ended before it had exported a dialect', {
        file,
        hint: 'Does it call process.exit, or await what never comes?',
      });
  }
}

/** What dialects are written with, and nothing else of ours: a text of its own, so that a bundle is the same wherever it is made. */
const ourselves: Plugin = {
  name: 'callstorm',
  setup(build) {
    const contents = [defineDialect, readJson].map((one) => `export ${one.toString()}`).join('\n');
    build.onResolve({ filter: /^callstorm$/ }, () => ({ path: 'callstorm', namespace: 'callstorm' }));
    build.onLoad({ filter: /^callstorm$/, namespace: 'callstorm' }, () => ({ contents, loader: 'js' }));
  },
};

function placed(stack: string, made: Bundled, file: string): Place | undefined {
  return placeOf(stack, made.map, placeOfCode(file), file);
}

function placeOfCode(file: string): string {
  return `${ROOT}${file.split(/[\\/]/).at(-1) ?? ''}`;
}

function mistake(message: string, place: Place): ConfigErrors {
  return new ConfigErrors([new ConfigError(message, { code: CODE, ...place })]);
}
