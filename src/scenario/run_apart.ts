/**
 * Runs a module of a user's in a thread of its own, which is ended once it has said what there is, or has said nothing for too long:
 * whatever that module does (loops for ever, ends its process) ends no more than the thread.
 */

import { Worker } from 'node:worker_threads';
import { inMemory } from '../disk/bundled_code.ts';
import { ownModule } from '../disk/own_file.ts';

export type Apart =
  /** Something was thrown that nobody caught. */
  | { readonly type: 'threw'; readonly message: string; readonly stack: string }
  | { readonly type: 'late' }
  | { readonly type: 'ended' };

/** The first that `entry`, a module of ours, posts; it is given `data`. */
export async function runApart<T>(entry: string, data: unknown, limitMs: number): Promise<T | Apart> {
  const thread = new Worker(new URL(inMemory(await codeOf(entry))), {
    workerData: data,
    // What it prints is no result of ours.
    stdout: true,
    execArgv: [],
  });
  thread.stdout.pipe(process.stderr);
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T | Apart>((resolve) => {
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

async function codeOf(entry: string): Promise<string> {
  const { build } = await import('esbuild');
  const result = await build({
    entryPoints: [ownModule(entry)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'silent',
  });
  return result.outputFiles[0]?.text ?? '';
}
