/**
 * The published schema of summary.json against summaries of every kind: each is valid, and nothing is in them that it does not
 * describe. After a change that is meant, UPDATE_GOLDEN=1 writes it anew.
 */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { readLogs } from '../../../src/report/read.ts';
import { summarySchema } from '../../../src/report/schema/summary_schema.ts';
import { summarize } from '../../../src/report/summarize.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { jsonReport } from '../../../src/report/view/json.ts';
import { rehearsePlan } from '../../../src/run/rehearse_plan.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';
import { call, gathered, goodRun, header, judgement } from '../log_builder.ts';
import { toolRun } from '../tool_run.ts';
import { damaged, good, metered, stopped, unreached } from '../view_runs.ts';

const root = join(import.meta.dirname, '../../..');
const FILE = join(root, 'reports/summary.schema.json');

const ajv = new Ajv({ strict: true, allErrors: true });
const valid = ajv.compile(summarySchema);
/** The same, where nothing may be that is not described: whoever adds a field describes it. */
const describedWhole = ajv.compile(closed(summarySchema) as object);

function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed);
  if (typeof node !== 'object' || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, closed(value)]));
  return 'required' in inner && !('additionalProperties' in inner)
    ? { ...inner, additionalProperties: false }
    : inner;
}

async function rehearsed(file: string, calls: number): Promise<Summary> {
  const { scenario, repertoire, fixturesDirs } = await loadScenario(file, { cwd: root });
  const { plan, audio } = await compileWith(repertoire, scenario, { calls });
  const agent = await loadAgent({ seed: plan.seed, fixturesDirs });
  const { summary } = await rehearsePlan(plan, audio, { agent, file });
  if (summary === null) throw new Error('no summary');
  return summary;
}

const empty: readonly LogRecord[] = [
  header({ load: { mode: 'closed', plannedCalls: null, maxConcurrency: 1 } }),
];

/** Every call of one caller is lost, of forty. */
const ofOneCaller = goodRun(40, () => 900).map((record) =>
  record.type === 'call' && record.call % 5 === 0
    ? ({ ...record, caller: 'refund', outcome: 'failed', failure: 'agent_hung_up' } as const)
    : record,
);

/** What had been expected of it is in its footer. */
function estimated(record: LogRecord): LogRecord {
  if (record.type !== 'footer') return record;
  const costBetweenUsd = [4, 5.5] as const;
  const estimate = { by: 'rehearsal', sampledCalls: 12, calls: 300, durationMs: 60_000, costUsd: 5 } as const;
  return { ...record, estimate: { ...estimate, costBetweenUsd } };
}

/** One share of two, ten seconds late, and no word of the other. */
const spread = {
  ...gathered([
    header({ selection: { of: 2, share: 1, whole: 2, dueAtMs: Date.UTC(2026, 7, 1, 11, 59, 50) } }),
    call({ call: 1 }),
  ]),
  whole: true,
} as const;

const timed = { ...judgement, timed: [{ fault: 'stall', fromMs: 1, untilMs: 900 }] };

describe('summary.schema.json', () => {
  let summaries: readonly (readonly [name: string, summary: Summary])[] = [];
  beforeAll(async () => {
    const logs = { good, stopped, damaged, unreached, metered, spread, tools: gathered(toolRun) };
    const files = ['reports/sample/calls.ndjson', 'test/golden/small.ndjson'];
    summaries = [
      ...Object.entries(logs).map(([name, log]) => [name, summarize(log)] as const),
      ['lost together', summarize(gathered(ofOneCaller))],
      ['nothing began', summarize(gathered([...empty]))],
      ['nothing wrong', summarize(gathered(goodRun(300, () => 400).map(estimated)))],
      ['struck for a while', summarize(gathered(goodRun(9, () => 400, { judgement: timed })))],
      ...(await Promise.all(
        files.map(async (file) => [file, summarize(await readLogs([join(root, file)]))] as const),
      )),
      ['a bad day', await rehearsed('scenarios/bad-day.yaml', 10)],
      ['callers that expect', await rehearsed('scenarios/support-line.yaml', 12)],
    ];
  });

  it('is published as it is checked', async () => {
    const text = `${JSON.stringify(summarySchema, null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(FILE, text);
    expect(await readFile(FILE, 'utf8')).toBe(text);
  });

  it('is met by summaries of every kind, and describes all that is in them', () => {
    for (const [name, summary] of summaries) {
      const written: unknown = JSON.parse(jsonReport(summary));
      expect([name, valid(written), valid.errors]).toEqual([name, true, null]);
      expect([name, describedWhole(written), describedWhole.errors]).toEqual([name, true, null]);
    }
    // What only some runs have was looked at, too.
    const fields = new Set(summaries.flatMap(([, summary]) => Object.keys(summary)));
    expect([...fields].sort()).toEqual(Object.keys(summarySchema['properties'] as object).sort());
  });

  it('refuses what is no summary, and lets a later version of this one add fields', () => {
    const [, summary] = summaries[0] ?? [];
    expect(valid({ ...summary, later: { more: 1 } })).toBe(true);
    expect(valid({ ...summary, version: 2 })).toBe(false);
    expect(valid({ ...summary, notes: undefined, turns: null })).toBe(false);
    expect(valid({ ...summary, metrics: { response_latency: { kind: 'rate' } } })).toBe(false);
  });
});
