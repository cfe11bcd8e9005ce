/**
 * The examples of docs/call-log.md against the log that they say they are lines of. After the sample was recorded anew,
 * UPDATE_GOLDEN=1 takes them from it again, and `npm run format` spreads them out.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { EncodedHistogram } from '../../src/core/log/histogram.ts';
import type { GeneratorRecord, LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { readLine } from '../../src/report/line.ts';

const root = join(import.meta.dirname, '../..');
const file = join(root, 'docs/call-log.md');
const BLOCK = /(?<=```json\n)[^`]+(?=```)/g;

const sample = (await readFile(join(root, 'reports/sample/calls.ndjson'), 'utf8'))
  .trimEnd()
  .split('\n')
  .map((text): LogRecord => {
    const line = readLine(text);
    if (line.type !== 'record') throw new Error(`reports/sample: ${JSON.stringify(line)}`);
    return line.record;
  });

const isTurn = (record: LogRecord): record is TurnRecord => record.type === 'turn';
const first = (fits: (record: LogRecord) => boolean): LogRecord => {
  const found = sample.find(fits);
  if (found === undefined) throw new Error('reports/sample has no line for an example');
  return found;
};

/** Three buckets stand for all of them. */
function shortened(record: GeneratorRecord): GeneratorRecord {
  const short = (histogram: EncodedHistogram): EncodedHistogram => ({
    ...histogram,
    buckets: histogram.buckets.slice(0, 6),
  });
  const { sendLateness, loopLag, startLateness } = record;
  return {
    ...record,
    sendLateness: short(sendLateness),
    loopLag: short(loopLag),
    startLateness: short(startLateness),
  };
}

const excerpts: readonly unknown[] = sample.flatMap((record): unknown[] => {
  if (isTurn(record)) return [record, record.tools];
  return [record.type === 'generator' ? shortened(record) : record];
});

/** What the page shows, in its order. */
function examples(): unknown[] {
  const withTool = first((record) => isTurn(record) && (record.tools ?? []).length > 0) as TurnRecord;
  return [
    first(({ type }) => type === 'header'),
    withTool.tools,
    first((record) => isTurn(record) && record.bargeIn !== null),
    first((record) => record.type === 'call' && record.outcome === 'completed'),
    shortened(first(({ type }) => type === 'generator') as GeneratorRecord),
    first(({ type }) => type === 'footer'),
  ];
}

describe('docs/call-log.md', () => {
  it('shows lines of reports/sample, and tools and shortened buckets out of such lines', async () => {
    if (process.env['UPDATE_GOLDEN'] === '1') {
      const anew = examples();
      const page = await readFile(file, 'utf8');
      await writeFile(
        file,
        // The formatter breaks what starts with a line break, and the rest where it is too long.
        page.replaceAll(BLOCK, () => `${JSON.stringify(anew.shift()).replace(/^./, '$&\n')}\n`),
      );
    }
    const shown = [...(await readFile(file, 'utf8')).matchAll(BLOCK)].map(([text]): unknown =>
      JSON.parse(text),
    );
    expect(shown).toHaveLength(examples().length);
    for (const example of shown) expect(excerpts).toContainEqual(example);
  });
});
