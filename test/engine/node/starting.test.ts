/** Workers that do not come up: what the machine ran out of is told as that, and a run with fewer is not hidden. */

import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { FooterRecord, LogRecord } from '../../../src/core/log/record.ts';
import { exhaustedAt, wordsOfError } from '../../../src/engine/node/exhaustion.ts';
import { NodeRun } from '../../../src/engine/node/node_run.ts';
import type { WorkerThread } from '../../../src/engine/node/worker_handle.ts';
import { smallPlan } from '../../core/plan/small_plan.ts';

const failing = (code: string, message: string): Error => Object.assign(new Error(message), { code });

const frame = new TextEncoder().encode('{"type":"input_audio_buffer.append","audio":""}');
const audio = { bytes: frame, offsets: Uint32Array.of(0, frame.length) };

class Thread extends EventEmitter {
  readonly heard: { readonly type: string }[] = [];
  postMessage(message: { readonly type: string }): void {
    this.heard.push(message);
  }
  terminate(): Promise<number> {
    this.emit('exit', 1);
    return Promise.resolve(1);
  }
}

/** How each worker starts, in this order: by throwing at once, by breaking down as it comes up, or well. */
type Start = { readonly throws: Error } | { readonly emits: Error } | 'well';

function run(...starts: readonly Start[]): { readonly run: NodeRun; readonly records: LogRecord[] } {
  const records: LogRecord[] = [];
  let next = 0;
  const node = new NodeRun({
    plan: smallPlan([{ op: 'hangup' }], { load: { mode: 'open', startsMs: [0], maxConcurrency: 1 } }),
    audio,
    url: 'ws://127.0.0.1:9/v1/realtime',
    workers: starts.length,
    onRecord: (record) => records.push(record),
    thread: () => {
      const start = starts[next++] as Start;
      if (typeof start === 'object' && 'throws' in start) throw start.throws;
      const thread = new Thread();
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
  return { run: node, records };
}

const LIMITS = [
  failing('ERR_WORKER_OUT_OF_MEMORY', 'Worker terminated due to reaching memory limit'),
  failing('ERR_WORKER_INIT_FAILED', 'Worker initialization failure: EMFILE'),
  failing('ERR_WORKER_INIT_FAILED', 'Worker initialization failure: EAGAIN'),
  failing('EMFILE', 'EMFILE: too many open files, open worker.js'),
  failing('ENOMEM', 'spawn ENOMEM'),
  failing('ENFILE', 'file table overflow'),
  new Error('ENOMEM: not enough memory, read'),
];

describe('a machine on which no worker starts', () => {
  it.each(LIMITS)(
    'is at its limit, and is told as that, be it thrown or told as it comes up: $message',
    async (error) => {
      for (const start of [{ throws: error }, { emits: error }]) {
        const { run: node, records } = run(start, start);
        await expect(node.prepare()).rejects.toMatchObject({
          place: { code: 'generator_exhausted' },
          message: expect.stringContaining(`no worker could be started (${wordsOfError(error)})`) as string,
        });
        expect(records).toEqual([]);
      }
    },
  );

  it('for another reason is not said to be at its limit', async () => {
    const defect = new Error('Cannot find module worker.js');
    for (const start of [{ throws: defect }, { emits: defect }]) {
      await expect(run(start).run.prepare()).rejects.toThrow(
        'no worker could be started: Cannot find module worker.js',
      );
    }
  });
});

describe('a machine on which some workers start', () => {
  it.each([{ throws: LIMITS[1] as Error }, { emits: LIMITS[0] as Error }])(
    'runs with these, and says in the end which did not: %o',
    async (start) => {
      const threads = run('well', start);
      await threads.run.prepare();
      const over = threads.run.run(0);
      threads.run.abort();
      const footer: FooterRecord = await over;
      expect(footer.reason).toBe('worker_lost');
      expect(footer.detail).toContain('ERR_WORKER_');
    },
  );
});

describe('the words of exhaustion', () => {
  it('are none of a target’s, or of a file that is not there', () => {
    for (const why of [
      'ENOENT: no such file',
      'EADDRINUSE',
      'ECONNREFUSED',
      'REMEMFILES',
      'it ended at once',
    ])
      expect(exhaustedAt('x', why)).toBeNull();
    expect(exhaustedAt('x', 'spawn EAGAIN')?.place.hint).toContain('ulimit -n');
  });

  it('have the error’s code, once', () => {
    expect(wordsOfError(failing('EMFILE', 'EMFILE: too many'))).toBe('EMFILE: too many');
    expect(wordsOfError(failing('EMFILE', 'too many'))).toBe('EMFILE: too many');
    expect(wordsOfError('odd')).toBe('odd');
  });
});
