/** Workers that do not come up: what the machine ran out of is told as that, and a run with fewer is not hidden. */

import { describe, expect, it } from 'vitest';
import type { FooterRecord } from '../../../src/core/log/record.ts';
import { exhaustedAt, wordsOfError } from '../../../src/engine/node/exhaustion.ts';
import { runOn } from './acted_threads.ts';

const failing = (code: string, message: string): Error => Object.assign(new Error(message), { code });

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
        const { run: node, records } = runOn(start, start);
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
      await expect(runOn(start).run.prepare()).rejects.toThrow(
        'no worker could be started: Cannot find module worker.js',
      );
    }
  });
});

describe('a machine on which some workers start', () => {
  it.each([{ throws: LIMITS[1] as Error }, { emits: LIMITS[0] as Error }])(
    'runs with these, and says in the end which did not: %o',
    async (start) => {
      const threads = runOn('well', start);
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
