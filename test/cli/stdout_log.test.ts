import { describe, expect, it } from 'vitest';
import { StdoutLog } from '../../src/cli/stdout_log.ts';
import { call, footer, header, started } from '../report/log_builder.ts';

describe('a log on standard output', () => {
  it('has at once what says that a call is dialled, and the rest in batches', async () => {
    const poured: string[] = [];
    const log = new StdoutLog((text) => poured.push(text) > 0);
    log.begin(header());
    log.record(started(0));
    log.record(started(1));
    await Promise.resolve();
    const lines = (...records: readonly unknown[]): string =>
      records.map((record) => `${JSON.stringify(record)}\n`).join('');
    expect(poured).toEqual([lines(header(), started(0), started(1))]);
    log.record(call());
    await Promise.resolve();
    expect(poured).toHaveLength(1);
    log.end(footer());
    expect(poured.slice(1)).toEqual([lines(call(), footer())]);
  });

  it('says once, in the end, that nobody reads it', async () => {
    let poured = 0;
    const log = new StdoutLog(() => ++poured < 0);
    log.begin(header());
    await Promise.resolve();
    log.record(started(0));
    await Promise.resolve();
    expect(poured).toBe(1);
    expect(() => log.end(footer())).toThrow('it cannot be written to any more');
  });
});
