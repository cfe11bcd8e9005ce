/** What is heard of the agent comes back to it through its caller's microphone, and what it makes of that. Virtual time. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { linesOf, rehearsed, stage, type Log } from './spoiled.ts';
import { Wiretap } from './wiretap.ts';

const dir = mkdtempSync(join(tmpdir(), 'callstorm-'));
let scenarios = 0;

interface Heard {
  readonly log: Log;
  readonly agent: readonly AgentRecord[];
  /** What reached the agent, by call. */
  readonly wire: Wiretap;
}

async function call(
  impair: string,
  changes: { script?: string; calls?: number; more?: string } = {},
): Promise<Heard> {
  const {
    script = '[listen, say: refund, listen, say: opening-hours, listen]',
    calls = 1,
    more = '',
  } = changes;
  const file = join(dir, `${scenarios++}.yaml`);
  writeFileSync(
    file,
    `
name: echo
seed: 3
callers:
  - name: on-speakerphone
    persona: { voices: [rms] }
    script: ${script}
impair: ${impair}
load: { concurrency: 4, calls: ${calls} }
${more}
`,
  );
  const { scenario, repertoire } = await loadScenario(file);
  const { plan, audio } = await compileWith(repertoire, scenario);
  const { agent } = await stage();
  const wire = new Wiretap(agent);
  const records: AgentRecord[] = [];
  const log = rehearsed({ plan, audio, agent }, plan, {
    agent: wire.session,
    onAgentRecord: (record) => records.push(record),
  });
  return { log, agent: records, wire };
}

/** When the agent's detector heard somebody speak while the caller said nothing. */
function heardNobody({ log, agent }: Heard): readonly number[] {
  return agent.flatMap((record) => {
    if (record.type !== 'utterance' || record.speechStartedMs === null) return [];
    const atMs = record.speechStartedMs;
    const said = log.turns.some(
      ({ marks: { speechStart, speechEnd } }) =>
        speechStart !== null && speechEnd !== null && atMs > speechStart && atMs < speechEnd + 200,
    );
    return said ? [] : [atMs];
  });
}

describe('an echo of the agent', () => {
  it('makes an agent that cancels none hear itself, and break off', async () => {
    const loud = await call("['echo=150ms@-10dB']");
    expect(heardNobody(loud)).not.toEqual([]);
    expect(loud.log.strikes).toMatchObject([
      { call: 0, fault: 'echo', detail: 'echo=150ms@-10dB', connection: 0 },
    ]);
    const [record] = loud.log.calls.values();
    // The listener stopped playing: half of what came was never heard.
    expect(record?.heardMs).toBeLessThan((record?.audioReceivedMs ?? 0) / 2);
  });

  it('is not noticed where it is faint', async () => {
    const [faint, none] = [await call("['echo=150ms@-60dB']"), await call('[]')];
    expect(heardNobody(faint)).toEqual([]);
    expect(faint.log.strikes).toHaveLength(1);
    expect(faint.log.turns).toEqual(none.log.turns);
    expect(faint.agent.map(({ type }) => type)).toEqual(none.agent.map(({ type }) => type));
  });

  it('is the same to the byte each time, and in no call that is spared', async () => {
    const impair = '[{ impair: echo, delay: 200ms, level: -15dB, share: 50% }]';
    const [first, again, clean] = [
      await call(impair, { calls: 8 }),
      await call(impair, { calls: 8 }),
      await call('[]', { calls: 8 }),
    ];
    expect(again.wire.reached).toEqual(first.wire.reached);
    expect(again.log.records).toEqual(first.log.records);
    const struck = new Set(first.log.strikes.map(({ call }) => call));
    expect(struck.size).toBeGreaterThan(1);
    expect(struck.size).toBeLessThan(7);
    for (let index = 0; index < 8; index++) {
      const [mine, theirs] = [first, clean].map(({ wire }) => wire.of(index).map(({ what }) => what));
      expect(JSON.stringify(mine) === JSON.stringify(theirs)).toBe(!struck.has(index));
    }
  });

  it('of a step is heard under the words of that step alone', async () => {
    const over = (impair: string): string =>
      `[listen, say: refund, interrupt: { after: 600ms, say: opening-hours${impair} }, listen]`;
    const echoing = await call('[]', { script: over(", impair: ['echo=100ms@-20dB']") });
    const clean = await call('[]', { script: over('') });
    const [strike] = echoing.log.strikes;
    const turn = echoing.log.turns.find(({ kind }) => kind === 'interrupt');
    expect(strike?.atMs).toBeGreaterThanOrEqual(turn?.marks.speechStart ?? Infinity);
    expect(strike?.atMs).toBeLessThan(turn?.marks.speechEnd ?? -Infinity);
    const before = (heard: Heard): readonly unknown[] =>
      heard.wire.of(0).filter(({ atMs }) => atMs < (turn?.marks.speechStart ?? 0));
    expect(before(echoing)).toEqual(before(clean));
    expect(linesOf(clean.log, 0)).not.toEqual([]);
  });

  it('comes over the noise between words, and over another line', async () => {
    const both = await call("['noise=pink@30dB', 'echo=150ms@-10dB']", {
      more: 'target: { session: { format: g711_ulaw } }',
    });
    expect(both.log.strikes.map(({ fault }) => fault).toSorted()).toEqual(['echo', 'noise']);
    expect(heardNobody(both)).not.toEqual([]);
  });
});
