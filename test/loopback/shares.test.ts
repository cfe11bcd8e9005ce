/**
 * A plan made by four processes that know nothing of each other, as machines would: together they make the calls that one process
 * makes, each once; and whatever becomes of one of them is told.
 */

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import type { CallRecord } from '../../src/core/log/record.ts';
import type { Summary } from '../../src/report/summary.ts';
import { agentHere } from './agent_here.ts';
import { recordsOf } from './artefacts.ts';
import { callstorm, temporary, written, type Command, type Ended } from './command.ts';
import { callstormHere } from './here.ts';

const file = written(
  'shares.yaml',
  `
name: shares
seed: 7
target: { speaks_first: caller }
callers:
  - name: short
    script: [{ say: hello }, { listen: 8s }]
load: { arrivals: [{ type: constant, rate: 6/s, for: 3s }] }
limits: { call: 20s }
thresholds: { response_rate: ['> 99%'] }
`,
);

/** The machine may have other work, and then the generator says that it could not keep up. */
const MEASURED = [0, 3];
const LATE = 'the generator could not keep up';
const OF = 4;
const shares = [1, 2, 3, 4];
const folder = temporary();
const place = (share: number): string => join(folder, `share-${share}`);
let server: AgentServer;
let url = '';
let startAt = '';
const pack = join(folder, 'plan.callstorm');

/** Of a share at an instant that all have in common; the last one of a plan that was packed. */
function wordsOf(index: number, ...more: readonly string[]): readonly string[] {
  const at = [
    '--shard',
    `${index}/${OF}`,
    '--run-id',
    'nightly',
    '--start-at',
    startAt,
    '--quiet',
    '--no-calibrate',
  ];
  return ['run', ...(index === OF ? [pack] : [file, '--target', url]), ...at, ...more];
}

/** Where there is nothing else: a plan that was packed needs nothing beside it. */
function share(index: number, ...more: readonly string[]): Command {
  return callstorm(wordsOf(index, ...more), index === OF ? { cwd: temporary() } : {});
}

async function merged(...logs: readonly string[]): Promise<{ summary: Summary; exitCode: number | null }> {
  const { out, exitCode } = await callstormHere(['merge', ...logs, '--json']);
  return { summary: JSON.parse(out) as Summary, exitCode };
}

function callsIn(log: string): readonly CallRecord[] {
  return recordsOf(log).filter((record): record is CallRecord => record.type === 'call');
}

function refuseUnmeasured({ exitCode, err }: Ended): void {
  if (!MEASURED.includes(exitCode ?? -1)) throw new Error(`exit code ${exitCode}: ${err}`);
}

let piped = '';
let whole: readonly CallRecord[] = [];

beforeAll(async () => {
  server = await agentHere();
  ({ url } = server);
  refuseUnmeasured(await callstormHere(['pack', file, '--target', url, '--out', pack]));
  startAt = new Date(Date.now() + 6000).toISOString();
  const made = shares.map((index) =>
    index === 3 ? share(index, '--log', '-') : share(index, '--out', place(index)),
  );
  const alone = callstormHere([
    'run',
    file,
    '--target',
    url,
    '--out',
    join(folder, 'whole'),
    '--quiet',
    '--no-calibrate',
  ]);
  const ended = await Promise.all(made.map(({ ended: end }) => end));
  for (const each of ended) refuseUnmeasured(each);
  piped = ended[2]?.out ?? '';
  mkdirSync(place(3));
  writeFileSync(join(place(3), 'calls.ndjson'), piped);
  refuseUnmeasured(await alone);
  whole = callsIn(join(folder, 'whole', 'calls.ndjson'));
});

afterAll(async () => {
  await server.close();
});

describe('four shares of a plan', () => {
  it('make the calls of the whole, each once, by the same caller at the same instant of the plan', () => {
    const plain = ({ call, caller, voice, scheduledMs }: CallRecord): unknown => ({
      call,
      caller,
      voice,
      scheduledMs,
    });
    const apart = shares.flatMap((index) => callsIn(join(place(index), 'calls.ndjson')));
    expect(apart.map(plain).sort((a, b) => (a as CallRecord).call - (b as CallRecord).call)).toEqual(
      [...whole].sort((a, b) => a.call - b.call).map(plain),
    );
    expect(whole).toHaveLength(18);
  });

  it('are one run, and nothing is said against it', async () => {
    const { summary, exitCode } = await merged(...shares.map(place));
    expect(summary.calls).toMatchObject({ planned: 18, completed: 18, notStarted: 0 });
    expect(summary.shares).toMatchObject([{ run: 'nightly', of: 4, missing: [], unfinished: [] }]);
    expect(summary.verdict.reasons.filter((reason) => !reason.startsWith(LATE))).toEqual([]);
    expect(MEASURED).toContain(exitCode);
  });

  it('leave nothing but the log on standard output, where it was asked for there', () => {
    const lines = piped.trimEnd().split('\n');
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toContain('footer');
  });

  it('are invalid without one of them, which is named', async () => {
    const { summary, exitCode } = await merged(place(1), place(3), place(4));
    expect(summary.calls).toMatchObject({ planned: 18, completed: 13, notStarted: 5 });
    expect(summary.verdict.reasons.join('; ')).toContain('share 2 of 4 of run nightly is missing');
    expect([summary.verdict.result, exitCode]).toEqual(['invalid', 3]);
  });

  it('are invalid where one was killed: what it had dialled is lost, and not "not started"', async () => {
    const log = join(place(4), 'calls.ndjson');
    const lines = readFileSync(log, 'utf8').split('\n');
    const begun = lines.filter((line) => line.startsWith('{"type":"started"')).slice(0, 3);
    mkdirSync(join(folder, 'killed'));
    const cut = join(folder, 'killed', 'calls.ndjson');
    writeFileSync(cut, [lines[0], ...begun, ''].join('\n'));
    const { summary, exitCode } = await merged(place(1), place(2), place(3), cut);
    expect(summary.calls).toMatchObject({ planned: 18, completed: 14, failed: 3, notStarted: 1 });
    expect(summary.failures.worker_lost?.count).toBe(3);
    expect([summary.verdict.result, exitCode]).toEqual(['invalid', 3]);
  });
});

describe('a share', () => {
  it('is late where it comes after the instant that all had in common, and says so', async () => {
    const { exitCode, err } = await callstormHere(wordsOf(2, '--out', join(folder, 'late')));
    expect(MEASURED).toContain(exitCode);
    expect(err).toMatch(/warning this run begins \d+(?:\.\d)?s after the instant that was agreed on/);
    const { summary } = await merged(place(1), join(folder, 'late'), place(3), place(4));
    const lateMs = new Map(summary.shares?.[0]?.late.map((one) => [one.share, one.lateMs]));
    for (const other of [1, 3, 4]) expect(lateMs.get(2)).toBeGreaterThan((lateMs.get(other) ?? 0) + 1000);
    expect(summary.notes.join(' ')).toMatch(/Share 2 of 4 began .* late/);
  });

  it('that is killed outright leaves what it had begun', async () => {
    const args = ['--shard', '1/4', '--run-id', 'other', '--no-calibrate', '--quiet', '--log', '-'];
    const killed = callstorm(['run', file, '--target', url, ...args]);
    await killed.prints('"type":"started"');
    killed.kill('SIGKILL');
    const log = join(folder, 'shot.ndjson');
    writeFileSync(log, (await killed.ended).out);
    const { summary, exitCode } = await merged(log);
    expect(summary.calls.planned).toBe(18);
    expect(summary.calls.failed + summary.calls.completed).toBeGreaterThan(0);
    expect(summary.shares?.[0]).toMatchObject({ missing: [2, 3, 4], unfinished: [1] });
    expect(exitCode).toBe(3);
  });

  it('of the run’s own agent is refused, with the way out', async () => {
    const { exitCode, err } = await callstormHere(['run', file, '--shard', '1/2']);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/Start one with .* serve/);
  });
});
