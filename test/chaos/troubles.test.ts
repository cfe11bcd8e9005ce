/**
 * Each trouble that a good agent knows, and each reason for which it has no answer, is provoked by a scenario alone, and the
 * simulated agent's own log says so. Virtual time.
 */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../src/agent/agent_record.ts';
import { fallbackReasons, troubleActions } from '../../src/agent/mind/trouble.ts';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const dir = mkdtempSync(join(tmpdir(), 'callstorm-'));
const CLINIC = relative(dir, join(import.meta.dirname, '../../scenarios/agents/clinic.yaml'));

type Trouble = keyof typeof troubleActions;
interface Case {
  readonly trouble: Trouble;
  readonly by: string;
  /** Steps of the script, in place of one that says something. */
  readonly steps: readonly string[];
  readonly caller?: string;
  /** More of the scenario. */
  readonly more?: string;
}

const spoiled = (impairment: string): readonly string[] => [
  `say: { speech: refund, impair: ['${impairment}'] }`,
];

const troubles: readonly Case[] = [
  { trouble: 'audio_quality', by: 'noise', steps: spoiled('noise=white@-5dB') },
  { trouble: 'audio_quality', by: 'babble', steps: spoiled('noise=babble@0dB') },
  { trouble: 'audio_quality', by: 'clipping', steps: spoiled('clip=40dB') },
  { trouble: 'audio_quality', by: 'low gain', steps: spoiled('gain=-28dB') },
  { trouble: 'speech_not_detected', by: 'a cough', steps: ['say: cough'] },
  // A detector hears nothing in it, and the agent is not asked: it is where the client ends the turn itself.
  {
    trouble: 'speech_not_detected',
    by: 'near silence',
    steps: spoiled('gain=-60dB'),
    more: 'target: { session: { turn_detection: null } }',
  },
  // A bystander's words, louder than the caller's: clear, and none of those that the agent has learnt.
  {
    trouble: 'transcription_failed',
    by: 'speech outside its vocabulary',
    steps: spoiled('second_speaker=6dB'),
  },
  { trouble: 'understanding_failed', by: 'digits of nothing', steps: ['say: digit-4'] },
  {
    trouble: 'timeout',
    by: 'a tool',
    steps: ['say: order-status', 'listen', 'say: [my-order-number-is, { number: order_number }]'],
    more: 'tools: { lookup_order: { never: true } }',
  },
  {
    trouble: 'connection_lost',
    by: 'a reconnect with history',
    steps: ['say: opening-hours'],
    caller: 'faults: [{ fault: disconnect, during: answer, step: 2, after: 50ms }]',
    more: 'reconnect: { backoff: 1s }',
  },
];

const fallbacks: readonly (readonly [string, says: string, more?: string])[] = [
  ['default', 'billing', `target: { profile: ${CLINIC} }`],
  ['out_of_scope', 'out-of-scope-joke'],
  ['complex_query', 'complex'],
  ['sensitive_topic', 'sensitive-legal'],
];

const agents = new Map<string | undefined, Promise<Agent>>();
let scenarios = 0;

/** What the agent says of its answers: kind, and what it asked for. */
async function answersTo({ steps, caller = '', more = '' }: Omit<Case, 'trouble' | 'by'>) {
  const file = join(dir, `${scenarios++}.yaml`);
  const script = ['listen', ...steps, 'listen: { deadline: 25s, on_timeout: continue }'];
  writeFileSync(
    file,
    `
name: trouble
callers:
  - name: buyer
    persona: { voices: [rms] }
    script:
${script.map((step) => `      - ${step}`).join('\n')}
    ${caller}
load: { concurrency: 1, calls: 1 }
${more}
`,
  );
  const { scenario, repertoire } = await loadScenario(file);
  const { plan, audio } = await compileWith(repertoire, scenario);
  const { profile } = plan.target;
  const loading =
    agents.get(profile) ??
    loadAgent({ seed: 1, ...(profile === undefined ? {} : { profile: join(dir, profile) }) });
  agents.set(profile, loading);
  const agent = await loading;
  const records: AgentRecord[] = [];
  let sessions = 0;
  runVirtually({
    plan,
    audio,
    agent: () => agent.session(sessions++),
    networkMs: 20,
    strict: true,
    onRecord: () => undefined,
    onAgentRecord: (record) => records.push(record),
  });
  return records.flatMap((record) =>
    record.type === 'answer' ? [{ kind: record.kind, action: record.action }] : [],
  );
}

describe('each trouble', () => {
  it.each(troubles)('$trouble, by $by', async ({ trouble, ...rest }) => {
    const answers = await answersTo(rest);
    expect(answers).toContainEqual({ kind: `trouble:${trouble}`, action: troubleActions[trouble] });
    // And no other.
    const kinds = answers.map(({ kind }) => kind).filter((kind) => kind.startsWith('trouble:'));
    expect(new Set(kinds)).toEqual(new Set([`trouble:${trouble}`]));
  });

  it('is provoked', () => {
    expect(new Set(troubles.map(({ trouble }) => trouble))).toEqual(new Set(Object.keys(troubleActions)));
  });

  it.each(['refund', 'opening-hours'])('needs what provokes it: %s without gets its answer', async (say) => {
    const kinds = (await answersTo({ steps: [`say: ${say}`] })).map(({ kind }) => kind);
    expect(kinds).toEqual(['greeting', 'answer']);
  });
});

describe('each fallback', () => {
  it.each(fallbacks)('%s', async (reason, says, more = '') => {
    const kinds = (await answersTo({ steps: [`say: ${says}`], more })).map(({ kind }) => kind);
    expect(kinds).toContain(`fallback:${reason}`);
  });

  it('is provoked', () => {
    expect(fallbacks.map(([reason]) => reason)).toEqual([...fallbackReasons]);
  });
});
