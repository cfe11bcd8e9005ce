/**
 * Reads a scenario written as a TypeScript or JavaScript module: bundles it in memory with esbuild, runs it in a thread of
 * its own and not for ever, and keeps its default export as plain data. `import { defineScenario } from 'callstorm'` reaches this very Callstorm,
 * installed or not. Nothing is written to disk.
 */

import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import { ConfigError, ConfigErrors } from '../core/word/config_error.ts';
import type { Source } from '../config/source.ts';
import { bundled, inMemory, placeOf, runnable, type Place } from './module_bundle.ts';
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
  const made = await bundled(path, { file, code: 'scenario_syntax', plugin: ourselves });
  const outcome = await run(made.code, path, limitMs);
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

type Outcome = ModuleOutcome | { readonly type: 'late' } | { readonly type: 'ended' };

/** In a thread of its own, which is ended when it has said what there is, or has said nothing for too long. */
async function run(code: string, path: string, limitMs: number): Promise<Outcome> {
  const thread = new Worker(new URL(inMemory(await threadCode())), {
    workerData: { url: runnable(code, path) },
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

function broken(message: string, place: Place): ConfigErrors {
  return new ConfigErrors([new ConfigError(message, { code: 'scenario_module', ...place })]);
}
