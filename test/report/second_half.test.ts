import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigError } from '../../src/core/word/config_error.ts';
import { readLogs } from '../../src/report/read.ts';
import { secondHalf } from '../../src/report/second_half.ts';
import { summarize } from '../../src/report/summarize.ts';
import { goodRun, header } from './log_builder.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-half-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lines = goodRun(40, (index) => 300 + index).map((record) => JSON.stringify(record));

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** What comes of it, or what is wrong with it. */
async function outcomeOf(path: string, longBytes: number): Promise<unknown> {
  try {
    return summarize(await readLogs([path], longBytes));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { message: error.message, place: error.place };
  }
}

const logs: readonly (readonly [name: string, text: string])[] = [
  ['whole', `${lines.join('\n')}\n`],
  ['of a run that was killed', lines.join('\n').slice(0, -30)],
  [
    'with a wrong line near its end',
    [...lines.slice(0, -2), '{"type":"turn"}', ...lines.slice(-2)].join('\n'),
  ],
  ['with a line that is no JSON', [...lines.slice(0, -2), '{', ...lines.slice(-2)].join('\n')],
  ['with the beginning marked again', [...lines.slice(0, -2), `\u{feff}${lines.at(-2)}`].join('\n')],
  [
    'with another behind it',
    [...lines, JSON.stringify(header({ run: 'again' })), ...lines.slice(1)].join('\n'),
  ],
  ['glued to another', lines.join('\n').slice(0, -30) + lines.join('\n')],
  [
    'in which a call ends twice',
    [...lines, lines.find((one) => one.startsWith('{"type":"call"'))].join('\n'),
  ],
];

// The thread is a built one: `npm run build` after a change to how records are kept.
describe('a long log, of which another thread reads the second half', () => {
  it.each(logs)('%s is the same', async (name, text) => {
    const path = await file(name, text);
    expect(await outcomeOf(path, 0)).toEqual(await outcomeOf(path, Infinity));
  });

  it.runIf(availableParallelism() > 1)('is parted at a line, and gathered there', async () => {
    const text = `${lines.join('\n')}\n`;
    const path = await file('long', text);
    const half = await secondHalf(path, text.length);
    expect(text.slice(0, half?.fromByte)).toMatch(/\n$/);
    expect(half?.fromByte).toBeGreaterThan(text.length / 2);
    expect((await half?.part)?.log.footer).not.toBeNull();
    expect((await half?.part)?.turns.lastOf.size).toBeGreaterThan(0);
    half?.stop();
  });

  it('is read by itself where it is short, or has nothing to part', async () => {
    expect(await secondHalf(await file('short', 'a\nb\nc\n'), 7)).toBeNull();
    expect(await secondHalf(await file('one line', 'aaaa\n'), 0)).toBeNull();
    expect(await secondHalf(await file('empty', ''), 0)).toBeNull();
  });
});
