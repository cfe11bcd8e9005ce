import { existsSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LogSink } from '../../src/run/log_sink.ts';
import { hasFullDevice } from '../disk/full.ts';
import { put, tempDir } from '../fixture/folder.ts';
import { call, footer, header, started } from '../report/log_builder.ts';

describe('a log as it is written', () => {
  it('has each record on a line, the header first and the footer last', async () => {
    const file = join(await tempDir(), 'run', 'calls.ndjson');
    const log = new LogSink(file);
    log.begin(header());
    log.record(started(0));
    log.record(call(), '{"as":"it was"}');
    log.end(footer());
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(lines).toEqual([
      JSON.stringify(header()),
      JSON.stringify(started(0)),
      '{"as":"it was"}',
      JSON.stringify(footer()),
      '',
    ]);
  });

  it('has at once what says that a call is dialled: whoever kills the run leaves it there', async () => {
    const file = join(await tempDir(), 'calls.ndjson');
    const log = new LogSink(file);
    log.begin(header());
    await Promise.resolve();
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(header())}\n`);
    log.record(call());
    await Promise.resolve();
    expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(2);
    log.record(started(1));
    log.record(started(2));
    await Promise.resolve();
    const lines = [header(), call(), started(1), started(2)].map((record) => JSON.stringify(record));
    expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
    log.close();
  });

  it('takes the place of no other', async () => {
    const file = await put(await tempDir(), 'calls.ndjson', 'mine');
    expect(() => new LogSink(file)).toThrow('EEXIST');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('keeps what it has where the run never came to its end', async () => {
    const file = join(await tempDir(), 'calls.ndjson');
    const log = new LogSink(file);
    log.begin(header());
    log.close();
    log.close();
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(header())}\n`);
  });

  it('is taken away where the run never began, so that its folder is free, and kept where it did', async () => {
    const file = join(await tempDir(), 'calls.ndjson');
    new LogSink(file).discardEmpty();
    expect(existsSync(file)).toBe(false);
    const log = new LogSink(file);
    log.begin(header());
    log.discardEmpty();
    expect(existsSync(file)).toBe(true);
  });

  it.skipIf(!hasFullDevice)('says once that it is incomplete where the disk is full', async () => {
    const file = join(await tempDir(), 'calls.ndjson');
    const log = new LogSink(file, () => openSync('/dev/full', 'w'));
    log.begin(header());
    expect(() => log.end(footer())).toThrow('the disk is full (ENOSPC): the log is incomplete');
  });
});
