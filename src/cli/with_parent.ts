/**
 * A run that belongs to whoever started it: when that one is gone, the calls end, as by Ctrl-C. Calls that nobody waits for any more
 * cost money all the same. Standard input counts where somebody holds its other end: a file, or nothing at all, is at its end from the
 * beginning.
 */

import { fstatSync } from 'node:fs';
import { isatty } from 'node:tty';

const LOOK_EVERY_MS = 500;

export interface Parent {
  /** Its process id; another one, once the parent has ended. */
  pid(): number;
  /** Told once, when its end of standard input is closed. Returns how to no longer listen. */
  onEnd(handle: () => void): () => void;
}

/** `gone` is told once. Returns how to no longer watch. */
export function watchParent(gone: () => void, parent: Parent = ofThisProcess): () => void {
  const first = parent.pid();
  let over = false;
  const end = (): void => {
    if (over) return;
    stop();
    gone();
  };
  const timer = setInterval(() => {
    if (parent.pid() !== first) end();
  }, LOOK_EVERY_MS);
  const unhear = parent.onEnd(end);
  const stop = (): void => {
    over = true;
    clearInterval(timer);
    unhear();
  };
  return stop;
}

const ofThisProcess: Parent = {
  pid: () => process.ppid,
  onEnd: (handle) => {
    if (!isHeld(STDIN)) return () => {};
    const { stdin } = process;
    const events = ['end', 'close', 'error'] as const;
    for (const event of events) stdin.on(event, handle);
    stdin.resume();
    return () => {
      for (const event of events) stdin.off(event, handle);
      stdin.pause();
      stdin.unref();
    };
  },
};

const STDIN = 0;

/** A pipe, or a terminal. */
function isHeld(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isFIFO() || stats.isSocket() || isatty(descriptor);
  } catch {
    return false;
  }
}
