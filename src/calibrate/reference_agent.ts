/**
 * The reference agent as the run has it: a process of its own, started beside it and ended with it. Whatever becomes of it,
 * the run goes on: what went wrong is text, never an exception.
 */

import { fork, type ChildProcess } from 'node:child_process';
import type { FromReference } from './reference_server.ts';
import type { TrueTurn } from './truth.ts';
import { builtModule } from '../disk/own_file.ts';

export interface ReferenceAgent {
  readonly url: string;
  readonly pid: number | undefined;
  /** Null while it runs; else what ended it, though nobody had called `finish`. */
  ended(): string | null;
  /** It tells the last of what it knows, and is gone when this resolves. Never rejects; more than once does no harm. */
  finish(): Promise<void>;
}

const START_WITHIN_MS = 10_000;
const FINISH_WITHIN_MS = 2000;

/** `onTurn` is told of each turn as soon as it is answered. A text is why there is no agent. */
export function startReferenceAgent(
  seed: number,
  onTurn: (turn: TrueTurn) => void,
): Promise<ReferenceAgent | string> {
  let child: ChildProcess;
  try {
    child = fork(builtModule('calibrate/reference_server'), [String(seed)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // A group of its own: Ctrl-C is for the run, which ends its calls first.
      detached: true,
      // It needs nothing of what the shell has set, least of all a key.
      env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
      // Collecting on several threads is quicker for itself, and takes the cores from who measures.
      execArgv: ['--single-threaded-gc'],
    });
  } catch (error) {
    return Promise.resolve(wordsOf(error));
  }
  return listening(child, onTurn);
}

function listening(child: ChildProcess, onTurn: (turn: TrueTurn) => void): Promise<ReferenceAgent | string> {
  let words = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (words.length < 1000) words += text;
  });
  return new Promise((resolve) => {
    const fail = (why: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      const [said = ''] = words.trim().split('\n');
      resolve(said === '' ? why : `${why}: ${said}`);
    };
    const timer = setTimeout(
      () => fail(`it did not listen within ${START_WITHIN_MS / 1000} s`),
      START_WITHIN_MS,
    );
    child.on('error', (error) => fail(wordsOf(error)));
    child.once('exit', () => fail(`it ended with ${endOf(child) ?? 'no word'}`));
    child.on('message', (message) => {
      const told = message as FromReference;
      if (told.type === 'turn') onTurn(told.turn);
      else if (told.type === 'listening') {
        clearTimeout(timer);
        resolve(agentOf(child, told.url));
      }
    });
  });
}

function agentOf(child: ChildProcess, url: string): ReferenceAgent {
  let finishing: Promise<void> | null = null;
  let died: string | null = null;
  child.once('exit', () => {
    if (finishing === null) died = endOf(child);
  });
  return {
    url,
    pid: child.pid,
    ended: () => died,
    finish: () => (finishing ??= finish(child)),
  };
}

async function finish(child: ChildProcess): Promise<void> {
  if (endOf(child) !== null) return;
  const timer = setTimeout(() => child.kill('SIGKILL'), FINISH_WITHIN_MS);
  const gone = happening(child, 'exit');
  // Its last messages may come after the news of its end; this comes after them.
  const unlinked = child.connected ? happening(child, 'disconnect') : null;
  if (child.connected) child.send('finish', () => {});
  await Promise.all([gone, unlinked]);
  clearTimeout(timer);
}

function happening(child: ChildProcess, event: 'exit' | 'disconnect'): Promise<void> {
  return new Promise((resolve) => {
    child.once(event, () => resolve());
  });
}

function endOf({ signalCode, exitCode }: ChildProcess): string | null {
  return signalCode ?? (exitCode === null ? null : `exit code ${exitCode}`);
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
