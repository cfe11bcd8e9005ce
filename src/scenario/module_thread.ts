/**
 * The thread in which a scenario's module runs: it evaluates the module, waits for its default export, and tells what that
 * is as JSON, or why there is none. What the module does meanwhile (loop for ever, end its process) ends no more than this.
 */

import { parentPort, workerData } from 'node:worker_threads';
import { runModule } from './run_module.ts';

export type ModuleOutcome =
  | { readonly type: 'exported'; readonly json: string }
  /** There is no default export, or it is nothing. */
  | { readonly type: 'nothing' }
  /** It cannot be plain data. */
  | { readonly type: 'not_data'; readonly message: string }
  | { readonly type: 'threw'; readonly message: string; readonly stack: string };

parentPort?.postMessage(await outcomeOf((workerData as { readonly url: string }).url));

async function outcomeOf(url: string): Promise<ModuleOutcome> {
  const ran = await runModule(url);
  return ran.type === 'exported' ? plain(ran.value) : ran;
}

/** A scenario is data: what JSON cannot hold has no meaning in it. */
function plain(value: unknown): ModuleOutcome {
  const odd: string[] = [];
  let json: string | undefined;
  try {
    json = JSON.stringify(value, function (key, entry: unknown) {
      const kind = typeof entry;
      if (kind === 'function' || kind === 'symbol' || kind === 'bigint')
        odd.push(`${key || 'the default export'} is a ${kind}`);
      return kind === 'bigint' ? null : entry;
    });
  } catch (error) {
    const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { type: 'not_data', message: `expected plain data: ${message}` };
  }
  if (odd.length > 0) return { type: 'not_data', message: `expected plain data, but ${odd.join(', ')}` };
  return json === undefined ? { type: 'nothing' } : { type: 'exported', json };
}
