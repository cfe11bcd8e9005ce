/** Logs as they come from pods: one after another, mixed, with instants, beside other words, torn. */

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { givenLogs } from '../../src/cli/given_logs.ts';
import { keepStreamedLogs } from '../../src/cli/streamed_logs.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { readLogs } from '../../src/report/read.ts';
import { summarize } from '../../src/report/summarize.ts';
import { tempDir } from '../fixture/folder.ts';
import { call, footer, generator, header, started, turn } from '../report/log_builder.ts';

const OF = 3;

function share(index: number): string[] {
  const records: LogRecord[] = [
    header({ run: 'nightly', selection: { of: OF, share: index, whole: OF, named: true } }),
    started(index, 5),
    turn({ call: index }),
    call({ call: index }),
    generator(),
    footer({ calls: { planned: 1, completed: 1, failed: 0, blocked: 0, notStarted: 0 } }),
  ];
  return records.map((record) => JSON.stringify(record));
}

const logs = [share(0), share(1), share(2)];
const pod = (index: number, line: string): string => `[pod/storm-${index}-x7k2p/callstorm] ${line}`;
const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

async function* inPieces(whole: string, size = 700): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  for (let at = 0; at < whole.length; at += size) yield Buffer.from(whole.slice(at, at + size));
}

async function kept(whole: string): Promise<{ logs: string[]; leftOut: number }> {
  const { files, leftOut } = await keepStreamedLogs(inPieces(whole), await tempDir());
  return { logs: files.map((file) => readFileSync(file, 'utf8')), leftOut };
}

/** One line of each pod in turn, as `kubectl logs -f` mixes them. */
function mixed(of: (index: number, line: string) => string): string {
  const longest = Math.max(...logs.map((lines) => lines.length));
  return text(
    Array.from({ length: longest }, (_, at) =>
      logs.flatMap((lines, index) => (lines[at] === undefined ? [] : [of(index, lines[at])])),
    ).flat(),
  );
}

describe('logs on standard input', () => {
  it.each([
    ['one after another', text(logs.flat())],
    ['mixed, each line by its pod', mixed(pod)],
    ['mixed, with instants', mixed((index, line) => pod(index, `2026-11-28T02:30:49.123456789Z ${line}`))],
    ['one after another, with instants', text(logs.flat().map((line) => `2026-11-28T02:30:49.1Z ${line}`))],
  ])('that come %s are each what it was', async (_, whole) => {
    expect(await kept(whole)).toEqual({ logs: logs.map(text), leftOut: 0 });
  });

  it('may stand beside other words, which are counted', async () => {
    const lines = logs.flatMap((log) => ['storm  → wss://agent.example', '', ...log, '  report {of} "it"']);
    expect(await kept(text(lines))).toEqual({ logs: logs.map(text), leftOut: 6 });
  });

  it('that break off are told apart from what follows them, on a line of its own or not', async () => {
    for (const end of ['', '\n']) {
      const torn = `${logs[0]?.[0]}\n${logs[0]?.[1]}\n${logs[0]?.[2]?.slice(0, 40)}${end}`;
      const { files } = await keepStreamedLogs(inPieces(torn + text(logs[1] ?? [])), await tempDir());
      const log = await readLogs(files);
      expect(log.damage.tornLines).toBe(1);
      expect(log.runs[0]?.logs.map(({ header: { selection } }) => selection?.share)).toEqual([0, 1]);
      expect(summarize(log).shares).toMatchObject([{ missing: [3], unfinished: [1] }]);
    }
  });

  it('that have lost their beginning are refused, with the way out', async () => {
    const cut = text(['eEnd":12}', ...(logs[0] ?? []).slice(2)]);
    await expect(kept(cut)).rejects.toThrow('expected the header of a log before its records');
    await expect(kept(cut)).rejects.toMatchObject({ place: { line: 2 } });
    await expect(kept('nothing\nof the kind\n')).rejects.toThrow('found no header line');
  });
});

describe('the logs that a command is given', () => {
  it('are the same from files, compressed ones and standard input, in any order', async () => {
    const folder = await tempDir();
    const plain = join(folder, 'calls.ndjson');
    writeFileSync(plain, text(logs[0] ?? []));
    const packed = join(folder, 'share-2.ndjson.gz');
    writeFileSync(packed, gzipSync(text(logs[1] ?? [])));
    const said: string[] = [];
    const io = {
      cwd: folder,
      env: {},
      isTTY: false,
      columns: 100,
      out: () => {},
      err: (line: string) => void said.push(line),
    };
    const files = await givenLogs([packed, '-', folder], io, inPieces(`hello\n${text(logs[2] ?? [])}`));
    expect(files.map((file) => readFileSync(file, 'utf8'))).toEqual(
      [logs[1], logs[2], logs[0]].map((log) => text(log ?? [])),
    );
    expect(said).toEqual(['warning 1 line on standard input is of no log, and left out\n']);
    expect(summarize(await readLogs(files)).shares).toMatchObject([{ missing: [], unfinished: [] }]);

    writeFileSync(packed, gzipSync(text(logs[1] ?? [])).subarray(0, -20));
    await expect(givenLogs([packed], io)).rejects.toThrow('damaged or breaks off');
  });

  it('leave one ear for the end of the process, however many were compressed', async () => {
    const folder = await tempDir();
    const packed = Array.from({ length: 12 }, (_, index) => join(folder, `share-${index}.ndjson.gz`));
    for (const file of packed) writeFileSync(file, gzipSync(text(logs[0] ?? [])));
    const before = process.listenerCount('exit');
    const io = { cwd: folder, env: {}, isTTY: false, columns: 100, out: () => {}, err: () => {} };
    expect(new Set(await givenLogs(packed, io)).size).toBe(12);
    expect(process.listenerCount('exit') - before).toBeLessThanOrEqual(1);
  });
});
