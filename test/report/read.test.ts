import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/word/config_error.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { LogGatherer } from '../../src/report/log.ts';
import { readInto, readLogs } from '../../src/report/read.ts';
import { summarize } from '../../src/report/summarize.ts';
import { answered, call, footer, generator, goodRun, header, histogram } from './log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-read-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

const text = (records: readonly (LogRecord | Record<string, unknown>)[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function file(content: string, name = 'calls.ndjson'): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

async function errorOf(...paths: string[]): Promise<ConfigError> {
  const error: unknown = await readLogs(paths).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof ConfigError) return error;
  throw new Error(`no ConfigError but ${String(error)}`);
}

describe('readLogs', () => {
  it('reads a log by its path or by its run’s folder', async () => {
    const path = await file(text(goodRun(3, () => 400)));
    const byPath = await readLogs([path]);
    const byFolder = await readLogs([folder]);
    expect(byFolder).toEqual(byPath);
    expect(byPath.runs[0]?.calls.size).toBe(3);
    expect(byPath.damage).toEqual({
      unknownRecords: 0,
      tornLines: 0,
      duplicates: 0,
      repeatedLogs: 0,
      contradictions: [],
    });
  });

  it('reads several logs of one plan, as files or concatenated, to the same summary', async () => {
    const one = text(goodRun(2, () => 400));
    const two = text(goodRun(2, () => 500, { run: 'run-2' }));
    const apart = summarize(await readLogs([await file(one, 'a'), await file(two, 'b')]));
    expect(apart.calls.planned).toBe(4);
    expect(summarize(await readLogs([await file(one + two)]))).toEqual(apart);
  });

  it('refuses logs of different plans, with file and line', async () => {
    const one = await file(text(goodRun(1, () => 400)), 'a');
    const two = await file(text(goodRun(1, () => 400, { plan: 'c'.repeat(64) })), 'b');
    const error = await errorOf(one, two);
    expect(error.place).toMatchObject({ code: 'log_of_other_plan', file: two, line: 1 });
    expect(error.message).toContain('cccccccccccc');
  });

  it('bears a torn last line, and counts it', async () => {
    const whole = text(goodRun(3, () => 400).slice(0, -1));
    const log = await readLogs([await file(whole.slice(0, -20))]);
    expect(log.damage.tornLines).toBe(1);
    expect(summarize(log).verdict.reasons).toContain(
      'the log has no footer: the run was cut off before its end',
    );
  });

  it('finds the next log where a torn line runs into it', async () => {
    const torn = text(goodRun(2, () => 400)).slice(0, -20);
    const log = await readLogs([await file(torn + text(goodRun(2, () => 400, { run: 'run-2' })))]);
    expect(log.runs.map(({ id }) => id)).toEqual(['run-1', 'run-2']);
    expect(log.damage.tornLines).toBe(1);
  });

  it('says which line in the middle is not JSON', async () => {
    const lines = text(goodRun(2, () => 400)).split('\n');
    lines[2] = 'oops';
    const error = await errorOf(await file(lines.join('\n')));
    expect(error.place).toMatchObject({ code: 'log_not_json', line: 3 });
  });

  it('says which field is not what it should be', async () => {
    const bad = { ...answered(0, 0, 400), marks: { speechEnd: 'soon' } };
    const error = await errorOf(await file(text([header(), bad])));
    expect(error.place).toMatchObject({ code: 'log_invalid', line: 2, path: 'turn.marks.speechEnd' });
    expect(error.message).toBe('expected number or null, found "soon"');
  });

  it('reads turns from before there were tools, and refuses tools that are no list', async () => {
    const log = await readLogs([await file(text([header(), answered(0, 0, 400), call(), footer()]))]);
    expect(log.runs[0]?.turns.get(0)?.[0]?.tools).toBeUndefined();
    const bad = { ...answered(0, 0, 400), tools: 'lookup' };
    const error = await errorOf(await file(text([header(), bad])));
    expect(error.place).toMatchObject({ code: 'log_invalid', line: 2, path: 'turn.tools' });
    expect(error.message).toBe('expected array or nothing, found "lookup"');
  });

  it('skips and counts records of kinds it does not know, and empty lines', async () => {
    const records = [
      header(),
      { type: 'fault', atMs: 5 },
      { type: 'toString' },
      call(),
      generator(),
      footer(),
    ];
    const log = await readLogs([await file(`${text(records)}\n\n`)]);
    expect(log.damage.unknownRecords).toBe(2);
    expect(log.runs[0]?.calls.size).toBe(1);
  });

  it('keeps the last line of each worker of each log', async () => {
    const lines = [
      generator({ framesSent: 1 }),
      generator({ worker: 1, framesSent: 10, sendLateness: histogram([3, 1]) }),
      generator({ framesSent: 2 }),
    ];
    const log = await readLogs([await file(text([header(), ...lines, footer()]))]);
    expect(log.runs[0]?.logs[0]?.generators.map(({ worker, framesSent }) => [worker, framesSent])).toEqual([
      [0, 2],
      [1, 10],
    ]);
  });

  it('refuses a log of another version', async () => {
    const error = await errorOf(await file(text([{ ...header(), version: 1 }])));
    expect(error.message).toBe('expected a call log of version 2, found 1');
  });

  it('refuses records before any header, in every file', async () => {
    const good = await file(text(goodRun(1, () => 400)), 'a');
    const error = await errorOf(good, await file(text([call()]), 'b'));
    expect(error.place).toMatchObject({ code: 'log_without_header', line: 1 });
  });

  it('takes a log that breaks off within its header for one that holds nothing', async () => {
    const torn = text([header()]).slice(0, 60);
    const good = text(goodRun(1, () => 400));
    for (const paths of [
      [await file(torn, 'a'), await file(good, 'b')],
      [await file(`${torn}\n`, 'c'), await file(good, 'd')],
      [await file(`${torn}${good}`, 'e')],
    ]) {
      const log = await readLogs(paths);
      expect(log.runs.map(({ calls }) => calls.size)).toEqual([1]);
      expect(log.damage.tornLines).toBe(1);
    }
    expect((await errorOf(await file(torn))).place.code).toBe('log_empty');
  });

  it('refuses what is no log', async () => {
    expect((await errorOf(await file(''))).place.code).toBe('log_empty');
    expect((await errorOf(await file('hello\n'))).place).toMatchObject({ code: 'log_not_json', line: 1 });
    expect((await errorOf(await file('[1]\n'))).place).toMatchObject({ code: 'log_invalid', path: 'type' });
    expect((await errorOf(join(folder, 'none'))).message).toContain('there is no such file');
    expect((await errorOf('/dev/null')).message).toContain('this is a pipe, a device or a socket');
    await mkdir(join(folder, 'empty'));
    expect((await errorOf(join(folder, 'empty'))).place.code).toBe('log_unreadable');
  });
});

describe('readInto', () => {
  const read = async (...pieces: readonly (string | Uint8Array)[]) => {
    const gatherer = new LogGatherer();
    await readInto(
      gatherer,
      (async function* given() {
        yield* pieces;
      })(),
      'standard input',
    );
    return gatherer.finish();
  };

  it('reads a log as it comes, wherever it is cut, its last line without an end', async () => {
    const whole = text(goodRun(3, () => 400)).trimEnd();
    const log = await read(whole.slice(0, 700), Buffer.from(whole.slice(700, 2001)), whole.slice(2001));
    expect(log === null ? null : summarize(log)).toEqual(summarize(await readLogs([await file(whole)])));
  });

  it('takes what follows for another log only where that begins', async () => {
    const gatherer = new LogGatherer();
    await readInto(
      gatherer,
      (async function* one() {
        yield text(goodRun(1, () => 400));
      })(),
      'a',
    );
    await expect(
      readInto(
        gatherer,
        (async function* other() {
          yield text([call()]);
        })(),
        'b',
      ),
    ).rejects.toThrow('expected a header first');
  });

  it('says where in it something is wrong', async () => {
    await expect(read(text([header()]), 'no json\n', text([call()]))).rejects.toMatchObject({
      place: { file: 'standard input', line: 2 },
    });
    expect(await read('')).toBeNull();
  });
});
