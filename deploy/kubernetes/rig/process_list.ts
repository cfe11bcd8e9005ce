/** Starts the rig's processes, each with a file for what it prints, and waits for what they bring about. Ends none: their world does. */

import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

const LOOK_EVERY_MS = 100;

export interface Started {
  readonly name: string;
  readonly child: ChildProcess;
  readonly log: string;
}

export class ProcessList {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  start(
    name: string,
    command: string,
    args: readonly string[],
    options: { readonly env?: NodeJS.ProcessEnv } = {},
  ): Started {
    const log = join(this.#folder, `${name}.log`);
    const file = openSync(log, 'a');
    const child = spawn(command, args, { ...options, stdio: ['ignore', file, file] });
    closeSync(file);
    child.on('error', () => {}); // told by whoever waits for it
    return { name, child, log };
  }

  /** Throws where it does not come true, with the end of what the process printed. */
  async waitFor(
    what: string,
    isSo: () => Promise<boolean> | boolean,
    of?: Started,
    withinMs = 60_000,
  ): Promise<void> {
    const untilMs = Date.now() + withinMs;
    while (!(await isSo())) {
      const gone =
        of !== undefined &&
        (of.child.pid === undefined || of.child.exitCode !== null || of.child.signalCode !== null);
      if (gone || Date.now() > untilMs) {
        const printed = of === undefined ? '' : `\n${tail(of.log)}`;
        throw new Error(
          `${what}: ${gone ? 'its process ended' : `not within ${withinMs / 1000} s`}${printed}`,
        );
      }
      await after(LOOK_EVERY_MS);
    }
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').split('\n').slice(-15).join('\n');
}
