/** A run whose workers are acted: they come up as they are told, hear what they are sent, and make no call. */

import { EventEmitter } from 'node:events';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { NodeRun } from '../../../src/engine/node/node_run.ts';
import type { WorkerThread } from '../../../src/engine/node/worker_handle.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const frame = new TextEncoder().encode('{"type":"input_audio_buffer.append","audio":""}');
const audio = { bytes: frame, offsets: Uint32Array.of(0, frame.length) };

export class ActedThread extends EventEmitter {
  readonly heard: { readonly type: string }[] = [];
  postMessage(message: { readonly type: string }): void {
    this.heard.push(message);
  }
  terminated = false;
  terminate(): Promise<number> {
    this.terminated = true;
    this.emit('exit', 1);
    return Promise.resolve(1);
  }
}

/** How each worker starts, in this order: by throwing at once, by breaking down as it comes up, or well. */
export type Start = { readonly throws: Error } | { readonly emits: Error } | 'well';

export interface ActedRun {
  readonly run: NodeRun;
  readonly records: LogRecord[];
  readonly threads: ActedThread[];
}

/** A call for each of them, all at instant 0. */
export function runOn(...starts: readonly Start[]): ActedRun {
  const records: LogRecord[] = [];
  const threads: ActedThread[] = [];
  let next = 0;
  const node = new NodeRun({
    plan: smallPlan([{ op: 'hangup' }], {
      load: { mode: 'open', startsMs: starts.map(() => 0), maxConcurrency: 9 },
    }),
    audio,
    url: 'ws://127.0.0.1:9/v1/realtime',
    workers: starts.length,
    onRecord: (record) => records.push(record),
    thread: () => {
      const start = starts[next++] as Start;
      if (typeof start === 'object' && 'throws' in start) throw start.throws;
      const thread = new ActedThread();
      threads.push(thread);
      queueMicrotask(() => {
        if (start === 'well') thread.emit('message', { type: 'ready' });
        else {
          thread.emit('error', start.emits);
          thread.emit('exit', 1);
        }
      });
      return thread as unknown as WorkerThread;
    },
  });
  return { run: node, records, threads };
}
