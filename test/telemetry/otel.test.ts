import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { CallRecord, LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { otelSink } from '../../src/telemetry/otel.ts';
import { watched, type Arrived, type ExportResult } from '../../src/telemetry/watched_exporter.ts';
import { countOf, metricsOf, spansOf, valueOf } from './otlp.ts';
import { controlWith } from '../run/run_control.ts';

const folder = mkdtempSync(join(tmpdir(), 'callstorm-otel-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const records = readFileSync(
  fileURLToPath(new URL('../../reports/sample/calls.ndjson', import.meta.url)),
  'utf8',
)
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as LogRecord);
const of = <T extends LogRecord>(type: T['type']): T[] =>
  records.filter((record): record is T => record.type === type);

let files = 0;

async function written(
  content = false,
): Promise<{ traces: string[]; metrics: string[]; made: number; sent: number; close: () => void }> {
  const name = `traces-${files++}`;
  const paths = { traces: join(folder, `${name}.ndjson`), metrics: join(folder, `${name}.metrics.ndjson`) };
  const warn = (text: string): never => {
    throw new Error(text);
  };
  const sink = await otelSink({ target: null, files: paths, content, version: '1.2.3', warn });
  for (const record of records) {
    if (record.type === 'header') sink.begin?.(record, controlWith());
    else if (record.type === 'footer') await sink.end?.(record);
    else sink.record?.(record);
  }
  const lines = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');
  const close = (): void => sink.close();
  return { traces: lines(paths.traces), metrics: lines(paths.metrics), ...sink.counts(), close };
}

describe('a run in a file', () => {
  it('is a trace a call, with a span for each turn and tool, at the instants of the log', async () => {
    const { traces, made, sent } = await written();
    const spans = spansOf(traces);
    const [calls, turns] = [of<CallRecord>('call'), of<TurnRecord>('turn')];
    const tools = turns.flatMap((turn) => turn.tools ?? []);
    expect([spans.length, made, sent]).toEqual(
      Array.from({ length: 3 }, () => 2 * calls.length + turns.length + tools.length),
    );
    const roots = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
    expect(roots.map(({ name }) => name)).toEqual(calls.map(() => 'call'));
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(calls.length);
    const ids = new Map(spans.map((span) => [span.spanId, span]));
    for (const span of spans.filter(({ parentSpanId }) => parentSpanId !== undefined)) {
      expect(ids.get(span.parentSpanId ?? '')?.traceId).toBe(span.traceId);
    }
    const header = records[0];
    const startedAtMs = header?.type === 'header' ? header.startedAtMs : 0;
    for (const { call, endedMs } of calls) {
      const root = roots.find(
        ({ attributes }) => Number(valueOf(attributes, 'callstorm.call.number')) === call,
      );
      const sinceMs = Number(BigInt(root?.endTimeUnixNano ?? 0) - BigInt(startedAtMs) * 1_000_000n) / 1e6;
      expect(sinceMs).toBeCloseTo(endedMs ?? NaN, 4);
    }
  });

  it('has the figures of the run, in the units of their names', async () => {
    const metrics = metricsOf((await written()).metrics);
    expect(countOf(metrics.get('callstorm.calls'))).toBe(of<CallRecord>('call').length);
    expect(countOf(metrics.get('callstorm.turns'))).toBe(of<TurnRecord>('turn').length);
    expect(countOf(metrics.get('callstorm.run_active'))).toBe(0);
    expect(metrics.get('callstorm.response_latency')).toMatchObject({ unit: 's' });
    expect(countOf(metrics.get('callstorm.response_latency'))).toBeGreaterThan(20);
    expect(countOf(metrics.get('gen_ai.client.operation.duration'))).toBeGreaterThan(20);
    expect(countOf(metrics.get('gen_ai.client.token.usage'))).toBe(
      2 * of<TurnRecord>('turn').filter(({ usage }) => usage !== null).length,
    );
  });

  it('has words in it only where they were asked for', async () => {
    const words = of<TurnRecord>('turn').flatMap(({ transcript, heardText }) => [
      transcript ?? '',
      heardText ?? '',
    ]);
    const longest = words.toSorted((a, b) => b.length - a.length)[0] ?? '';
    expect(longest.length).toBeGreaterThan(20);
    expect((await written()).traces.join('\n')).not.toContain(longest);
    expect((await written(true)).traces.join('\n')).toContain(longest);
  });

  it('is never written over another', async () => {
    const { traces } = await written();
    expect(traces.length).toBeGreaterThan(0);
    const paths = { traces: join(folder, 'traces-0.ndjson'), metrics: join(folder, 'other.ndjson') };
    const given = { target: null, files: paths, content: false, version: '1', warn: () => {} };
    await expect(otelSink(given)).rejects.toThrow('there is such a file already');
    const nowhere = { ...given, files: { traces: '/proc/none/a.ndjson', metrics: join(folder, 'b') } };
    await expect(otelSink(nowhere)).rejects.toThrow('cannot be written');
  });

  it('is none where the run never began, so that the next one can have it', async () => {
    const paths = { traces: join(folder, 'early.ndjson'), metrics: join(folder, 'early.metrics.ndjson') };
    const given = { target: null, files: paths, content: false, version: '1', warn: () => {} };
    const there = (): boolean[] => [existsSync(paths.traces), existsSync(paths.metrics)];
    for (let i = 0; i < 2; i++) {
      const sink = await otelSink(given);
      expect(there()).toEqual([true, true]);
      sink.close();
      sink.close();
      expect(there()).toEqual([false, false]);
    }
    writeFileSync(paths.metrics, 'another');
    await expect(otelSink(given)).rejects.toThrow('there is such a file already');
    expect(there()).toEqual([false, true]);
    expect(readFileSync(paths.metrics, 'utf8')).toBe('another');
  });

  it('stays as it was written when all is over', async () => {
    const { traces, close } = await written();
    close();
    expect(
      readFileSync(join(folder, `traces-${files - 1}.ndjson`), 'utf8')
        .trim()
        .split('\n'),
    ).toEqual(traces);
  });
});

describe('watched', () => {
  const tried = (...results: readonly (ExportResult | Error)[]) => {
    const arrived: Arrived = { sent: 0, lost: 0 };
    const reasons: string[] = [];
    const answers: ExportResult[] = [];
    let next = 0;
    const exporter = {
      export: (_: readonly number[], done: (result: ExportResult) => void): void => {
        const result = results[next++];
        if (result instanceof Error) throw result;
        done(result ?? { code: 1 });
      },
    };
    const seen = watched<readonly number[], typeof exporter>(
      exporter,
      ({ length }) => length,
      arrived,
      (reason) => reasons.push(reason),
    );
    for (const _ of results) seen.export([1, 2, 3], (result) => answers.push(result));
    return { arrived, reasons, answers };
  };

  it('counts what arrived and what did not, and has the SDK know nothing of it', () => {
    const refused = Object.assign(new Error('Unauthorized\u001b[2J'), { code: 401, data: 'the body' });
    const { arrived, reasons, answers } = tried(
      { code: 0 },
      { code: 1, error: refused },
      new Error('broken'),
      { code: 1 },
    );
    expect(arrived).toEqual({ sent: 3, lost: 9 });
    expect(reasons).toEqual(['HTTP 401 Unauthorized\u001b[2J', 'broken', 'it was not taken']);
    expect(answers).toEqual(Array.from({ length: 4 }, () => ({ code: 0 })));
  });

  it('finds a word where several addresses were tried', () => {
    const nobody = Object.assign(new Error(''), { errors: [new Error('connect ECONNREFUSED ::1:4318')] });
    expect(tried({ code: 1, error: nobody }).reasons).toEqual(['connect ECONNREFUSED ::1:4318']);
  });
});
