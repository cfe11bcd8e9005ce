import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joinedLogs } from '../../src/report/joined_logs.ts';
import { readLogs } from '../../src/report/read.ts';
import type { LogRecord } from '../../src/core/log/record.ts';
import { call, footer, generator, header, started } from './log_builder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-joined-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

function share(index: number): readonly LogRecord[] {
  return [
    header({ run: 'one', selection: { of: 2, share: index, whole: 2, named: true } }),
    started(index, 5),
    call({ call: index, detail: 'é\u2028'.repeat(index * 100_000) }),
    generator(),
    footer(),
  ];
}

const textOf = (records: readonly LogRecord[]): string =>
  records.map((record) => `${JSON.stringify(record)}\n`).join('');

async function joined(...texts: readonly string[]): Promise<string> {
  const files = await Promise.all(
    texts.map(async (text, index) => {
      const file = join(folder, `${index}.ndjson`);
      await writeFile(file, text);
      return file;
    }),
  );
  const pieces: Buffer[] = [];
  for await (const piece of joinedLogs(files)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces).toString('utf8');
}

describe('logs that are joined', () => {
  const [first, second] = [textOf(share(0)), textOf(share(1))];

  it('are their bytes one after another, whether the last line has an end, or several, or a mark before it', async () => {
    for (const text of [first, first.trimEnd(), `${first}\n\n`, `\u{feff}${first}`]) {
      expect(await joined(text, second)).toBe(first + second);
    }
    expect(await joined(second, first)).toBe(second + first);
  });

  it.each(['', '\n'])('read as they do one by one where one breaks off, before %j', async (end) => {
    const torn = first.slice(0, -40) + end;
    const whole = join(folder, 'whole.ndjson');
    await writeFile(whole, await joined(torn, second, torn));
    const { damage, runs } = await readLogs([whole]);
    expect(damage).toMatchObject({ tornLines: 2, repeatedLogs: 1, unknownRecords: 0 });
    expect(runs[0]?.logs.map((log) => log.footer === null)).toEqual([true, false]);
    expect(runs[0]?.calls.size).toBe(2);
  });
});
