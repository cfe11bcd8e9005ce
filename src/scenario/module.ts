/**
 * Reads a scenario written as a TypeScript or JavaScript module: bundles it in memory with esbuild, runs it in a thread of
 * its own and not for ever, and keeps its default export as plain data. `import { defineScenario } from 'callstorm'` reaches this very Callstorm,
 * installed or not. Nothing is written to disk.
 */

import type { Plugin } from 'esbuild';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import type { Source } from '../config/source.ts';
import { placeOf, runnable, type Place } from '../disk/bundled_code.ts';
import { bundled } from './module_bundle.ts';
import { placesIn } from './module_place.ts';
import { runApart } from './run_apart.ts';
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
  const made = await bundled(path, { file, code: 'scenario_syntax', plugin: ourselves });
  const data = { url: runnable(made.code, path) };
  const outcome = await runApart<ModuleOutcome>('scenario/module_thread', data, limitMs);
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
      const place = placeOf(outcome.stack, made.map, path, file) ?? { file };
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

function broken(message: string, place: Place): ConfigErrors {
  return new ConfigErrors([new ConfigError(message, { code: 'scenario_module', ...place })]);
}
