/**
 * Callstorm's command line in the test's own process, at a third of what one of its own takes to start: for what a command says and
 * leaves behind. How it starts, ends by a signal and is read through a pipe is the built one's (`command.ts`). Its threads are the
 * built ones': needs `npm run build`.
 */

import { perform } from '../../src/cli/program.ts';
import { terminal } from '../cli/terminal.ts';
import type { Ended } from './command.ts';

export interface HereOptions {
  /** Of the process, and so of all that goes on in it: only for one command at a time. */
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

export async function callstormHere(args: readonly string[], options: HereOptions = {}): Promise<Ended> {
  const { env = {}, cwd = process.cwd() } = options;
  const before = Object.keys(env).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, env);
  try {
    const io = terminal({ cwd, env: { ...process.env, NO_COLOR: '1' } });
    const exitCode = await perform(args, Object.assign(io, { command: 'node dist/cli/main.js' }));
    return { exitCode, out: io.outText, err: io.errText, endedAtMs: Date.now() };
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
