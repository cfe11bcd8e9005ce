/**
 * Callstorm as a user has it: the built command line in a process of its own, with what it printed, how it ended and when.
 * Needs `npm run build`.
 */

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface Ended {
  /** Null: a signal ended it. */
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
  /** Wall clock, ms since the Unix epoch. */
  readonly endedAtMs: number;
}

export interface Command {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** Resolves once standard output or standard error holds this; rejects when the command ends without it. */
  prints(text: string): Promise<void>;
  /** Standard output so far. */
  printed(): string;
  /** Standard error so far. */
  complained(): string;
  kill(signal: NodeJS.Signals): void;
}

export interface CommandOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** A shell's words before the command, e.g. `ulimit -f 8;`. */
  readonly shell?: string;
}

export function callstorm(args: readonly string[], options: CommandOptions = {}): Command {
  const { shell, cwd, env } = options;
  const settings = {
    stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '1', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  };
  const words = [process.execPath, main, ...args];
  const child =
    shell === undefined
      ? spawn(process.execPath, [main, ...args], settings)
      : spawn('sh', ['-c', `${shell} exec "$@"`, 'sh', ...words], settings);
  let out = '';
  let err = '';
  const waiting = new Set<() => void>();
  const heard = (): void => {
    for (const look of waiting) look();
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    heard();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
    heard();
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, out, err, endedAtMs: Date.now() }));
  });
  return {
    pid: child.pid ?? 0,
    ended,
    prints: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (!out.includes(text) && !err.includes(text)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void ended.then(() => reject(new Error(`ended without "${text}":\n${out}\n${err}`)));
      }),
    printed: () => out,
    complained: () => err,
    kill: (signal) => void child.kill(signal),
  };
}

/** A folder of its own, gone once the test file is through (`tidy.ts`). */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'callstorm-'));
  folders.push(folder);
  return folder;
}

const folders: string[] = [];

export function removeTemporary(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** Writes a file into a folder of its own and gives its path. */
export function written(name: string, text: string, folder = temporary()): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

/** Whether a simulated agent that was started with this seed is still there. */
export function agentRuns(seed: number): boolean {
  return agentPid(seed) !== null;
}

/** Of the simulated agent that was started with this seed; only where the system shows processes as files. */
export function agentPid(seed: number): number | null {
  if (!existsSync('/proc')) return null;
  const pid = readdirSync('/proc').find((name) => /^\d+$/.test(name) && isAgent(name, seed));
  return pid === undefined ? null : Number(pid);
}

function isAgent(pid: string, seed: number): boolean {
  try {
    const line = readFileSync(join('/proc', pid, 'cmdline'), 'utf8').replaceAll('\0', ' ');
    return line.includes('main.js serve') && line.includes(` --seed ${seed} `);
  } catch {
    return false;
  }
}
