/**
 * The thread in which a scenario's module runs: it evaluates the module, waits for its default export, and tells what that
 * is as JSON, or why there is none. What the module does meanwhile (loop for ever, end its process) ends no more than this.
 */

import { parentPort, workerData } from 'node:worker_threads';

export type ModuleOutcome =
  | { readonly type: 'exported'; readonly json: string }
  /** There is no default export, or it is nothing. */
  | { readonly type: 'nothing' }
  /** It cannot be plain data. */
  | { readonly type: 'not_data'; readonly message: string }
  | { readonly type: 'threw'; readonly message: string; readonly stack: string };

parentPort?.postMessage(await outcomeOf((workerData as { readonly url: string }).url));

async function outcomeOf(url: string): Promise<ModuleOutcome> {
  let exported: unknown;
  try {
    const module = (await import(url)) as { readonly default?: unknown };
    exported = await module.default;
  } catch (error) {
    if (!(error instanceof Error)) return { type: 'threw', message: String(error), stack: '' };
    return { type: 'threw', message: error.message, stack: error.stack ?? '' };
  }
  return exported === undefined ? { type: 'nothing' } : plain(exported);
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
