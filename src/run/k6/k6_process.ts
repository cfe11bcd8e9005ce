/**
 * The user's k6, running a script: its words line by line, and its end, which comes for sure. It is in a process group of its own, so
 * that Ctrl-C reaches it once, and from here; where this process dies, k6 writes to nobody, and ends at its next line.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** k6 is asked; asked again, which cuts off what it waits for; and killed. */
const LADDER: readonly NodeJS.Signals[] = ['SIGINT', 'SIGINT', 'SIGKILL'];

export interface K6End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** It was asked to end. */
  readonly stopped: boolean;
}

export interface K6ProcessOptions {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
  /** How long it has after each step of the ladder. Default: 10 s. */
  readonly patienceMs?: number;
}

export class K6Process {
  /** When all of its words are in. Rejects where it could not be started. */
  readonly end: Promise<K6End>;
  private readonly child: ChildProcess;
  private readonly patienceMs: number;
  private step = 0;
  private over = false;
  private timer: NodeJS.Timeout | null = null;

  constructor({ program, args, env, onLine, patienceMs = 10_000 }: K6ProcessOptions) {
    this.patienceMs = patienceMs;
    const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'], detached: true });
    this.child = child;
    if (child.stderr !== null)
      createInterface({ input: child.stderr, crlfDelay: Infinity }).on('line', onLine);
    this.end = new Promise((resolve, reject) => {
      child.once('error', (error) => {
        this.finish();
        reject(error);
      });
      child.once('close', (code, signal) => {
        this.finish();
        resolve({ code, signal, stopped: this.step > 0 });
      });
    });
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Each further time it is asked less politely, and so it is by itself where it does not end. */
  stop(): void {
    if (this.over) return;
    if (this.timer !== null) clearTimeout(this.timer);
    const signal = LADDER[Math.min(this.step, LADDER.length - 1)] as NodeJS.Signals;
    this.step++;
    this.child.kill(signal);
    this.timer = setTimeout(() => this.stop(), this.patienceMs);
  }

  private finish(): void {
    this.over = true;
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }
}
