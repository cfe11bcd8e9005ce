/**
 * The second half of a long log, read in a thread of its own while the first is read here: most of the time goes into JSON. A thread
 * that cannot be had, or fails, is none: the half is read in its turn.
 */

import { open } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { halfWay } from '../disk/half_way.ts';
import { builtModule } from '../disk/own_file.ts';
import type { LogPart } from './log_part.ts';
import type { ReadingStart } from './reading_thread.ts';

export interface SecondHalf {
  readonly fromByte: number;
  /** Null: it has to be read here. Never rejects. */
  readonly part: Promise<LogPart | null>;
  /** Whether or not it is done. */
  stop(): void;
}

/** Null where there is nothing to gain: the file has not so many bytes, or this machine one core. Rejects with what the file system says. */
export async function secondHalf(file: string, leastBytes: number): Promise<SecondHalf | null> {
  if (availableParallelism() < 2) return null;
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const fromByte = size < leastBytes ? null : await halfWay(handle, size);
    return fromByte === null ? null : readingFrom(file, fromByte);
  } finally {
    await handle.close();
  }
}

function readingFrom(file: string, fromByte: number): SecondHalf {
  const workerData: ReadingStart = { file, fromByte };
  const thread = new Worker(builtModule('report/reading_thread'), { workerData });
  const part = new Promise<LogPart | null>((resolve) => {
    thread.once('message', resolve);
    thread.once('error', () => resolve(null));
    thread.once('exit', () => resolve(null));
  });
  return { fromByte, part, stop: () => void thread.terminate() };
}
