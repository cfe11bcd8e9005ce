/**
 * Wakes an event loop at an instant, more exactly than its own timers can. Those count whole milliseconds and fire one to
 * two late; a thread that does nothing but wait on a futex and post a message is late by a tenth of one.
 */

import { Worker } from 'node:worker_threads';
import { monotonicMs } from './monotonic_clock.ts';
import { builtModule } from '../../disk/own_file.ts';

/** Calls back once at, or soon after, the last instant asked for. */
export interface Waker {
  /** Ms on the wheel's clock; replaces the former instant. Infinity: not at all. `roughly`: a millisecond or two late will do. */
  wakeAt(atMs: number, roughly: boolean): void;
  stop(): void;
}

export type WakerFactory = (now: () => number, wake: () => void) => Waker;

/** The event loop's own timer. */
export const timerWaker: WakerFactory = (now, wake) => {
  let timer: NodeJS.Timeout | null = null;
  let timerMs = 0;
  const stop = (): void => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };
  return {
    wakeAt: (atMs) => {
      const inMs = atMs === Infinity ? Infinity : Math.max(0, Math.ceil(atMs - now()));
      // A busy wheel asks for much the same each time, hundreds of times a second.
      if (timer !== null && inMs === timerMs) timer.refresh();
      else {
        stop();
        if (inMs !== Infinity) timer = setTimeout(wake, inMs);
        timerMs = inMs;
      }
    },
    stop,
  };
};

/** A thread of its own for exact instants; the event loop's timers for rough ones, and for all should it be lost. */
export const threadWaker: WakerFactory = (now, wake) => {
  const shared = new SharedArrayBuffer(16);
  const changes = new Int32Array(shared, 0, 1);
  const instant = new Float64Array(shared, 8, 1);
  instant[0] = Infinity;
  const shift = monotonicMs() - now();
  const timer = timerWaker(now, wake);
  let thread: Worker;
  try {
    thread = new Worker(builtModule('engine/node/waker_thread'), { workerData: shared });
  } catch {
    // The machine has no thread left.
    return timer;
  }
  let lost = false;
  let stopped = false;
  let wishMs = Infinity;
  const tell = (atMs: number): void => {
    if (instant[0] === atMs) return;
    instant[0] = atMs;
    Atomics.add(changes, 0, 1);
    Atomics.notify(changes, 0);
  };
  const giveUp = (): void => {
    lost = true;
    if (!stopped) timer.wakeAt(wishMs, true);
  };
  thread.on('message', wake);
  thread.on('error', giveUp);
  thread.on('exit', giveUp);
  return {
    wakeAt: (atMs, roughly) => {
      // Each instant is told once: asked for the same again (clocks differ by microseconds), it has to differ.
      wishMs = atMs === wishMs ? atMs + 0.01 : atMs;
      if (roughly || lost) {
        timer.wakeAt(wishMs, true);
        tell(Infinity);
      } else {
        timer.stop();
        tell(wishMs + shift);
      }
    },
    stop: () => {
      stopped = true;
      timer.stop();
      void thread.terminate();
    },
  };
};
