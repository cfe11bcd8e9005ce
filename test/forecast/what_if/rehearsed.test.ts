/**
 * What-ifs against the truth: calls rehearsed as they are, reckoned otherwise; and the same calls rehearsed with the setting really
 * changed, by an agent that meters its own context and cache. Each has to come within the error that docs/forecast.md states.
 */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../../src/agent/simulator.ts';
import { reckoned } from '../../../src/forecast/what_if/reckon.ts';
import type { RecordedCall } from '../../../src/forecast/what_if/recorded_call.ts';
import { reckoningOf } from '../../../src/forecast/what_if/refusal.ts';
import { readWhatIf } from '../../../src/forecast/what_if/what_if.ts';
import { pricesFor } from '../../../src/pricing/prices.ts';
import { billedCalls, recordedCalls } from '../../../src/report/forecast/measured_calls.ts';
import { rehearsePlan } from '../../../src/run/rehearse_plan.ts';
import { compileWith } from '../../../src/scenario/compile.ts';
import { loadScenario } from '../../../src/scenario/load_scenario.ts';

const LONG = '[order-status, error-connection-lost, fallback-out-of-scope]';
const SHORT = '[what-do-you-need, ask-address, cancelled]';
const SAID = [
  'order-status',
  'refund',
  'opening-hours',
  'billing',
  'change-address',
  'track-order',
  'complaint',
];

interface Setting {
  readonly session?: readonly string[];
  readonly pricing?: readonly string[];
  readonly answers?: string;
}

interface Rehearsed {
  readonly calls: readonly RecordedCall[];
  readonly usd: number;
  readonly audioIn: number;
  readonly audioOut: number;
}

let folder = '';
let plain: Rehearsed;
let short: Rehearsed;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'callstorm-what-if-'));
  plain = await rehearse({});
  short = await rehearse({ answers: SHORT });
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function rehearse({ session = [], pricing = [], answers = LONG }: Setting): Promise<Rehearsed> {
  const file = join(folder, 'scenario.yaml');
  const profile = join(folder, 'agent.yaml');
  await writeFile(
    profile,
    `name: told\nvoice: joe\ngreeting: greeting\nanswers: ${answers}\near: { vad: energy, recognition: false }\n` +
      'latency: { llm: { median: 300ms, sigma: 0.2 }, tts: { median: 100ms, sigma: 0.2 } }\n',
  );
  await writeFile(
    file,
    [
      'name: what-if',
      'seed: 4',
      'target:',
      '  url: simulator',
      '  model: gpt-realtime',
      '  profile: agent.yaml',
      '  speaks_first: agent',
      '  session:',
      '    instructions: Answer in one sentence. Be kind, be brief, and ask for what you need to know before you look anything up.',
      ...session.map((line) => `    ${line}`),
      'callers:',
      '  - name: talker',
      '    script:',
      '      - listen',
      ...SAID.flatMap((said) => [`      - say: ${said}`, '      - listen']),
      '      - hangup',
      'pricing:',
      '  model: gpt-realtime',
      ...pricing.map((line) => `  ${line}`),
      'load: { calls: 2, concurrency: 2 }',
    ].join('\n'),
  );
  const { scenario, repertoire } = await loadScenario(file);
  const { plan, audio } = await compileWith(repertoire, scenario, { calls: 2 });
  const { log } = await rehearsePlan(plan, audio, { agent: await loadAgent({ seed: 4, profile }) });
  if (log === null) throw new Error('there is a log');
  const prices = pricesFor(log.header.judgement.pricing);
  const { billed } = billedCalls(log, prices);
  expect(billed).toHaveLength(2);
  return {
    calls: recordedCalls(billed, log.header, prices),
    usd: billed.reduce((sum, { bill }) => sum + (bill.usd ?? Number.NaN), 0),
    audioIn: billed.reduce((sum, { call }) => sum + call.usage.audioIn, 0),
    audioOut: billed.reduce((sum, { call }) => sum + call.usage.audioOut, 0),
  };
}

function reckon({ calls }: Rehearsed, text: string): { least: number; most: number } {
  const whatIf = readWhatIf(text);
  expect(reckoningOf(whatIf, calls, null).refused).toBeNull();
  let [least, most] = [0, 0];
  for (const call of calls) {
    const usd = reckoned(call, whatIf);
    if (usd === null) throw new Error(`${text} could not be reckoned`);
    least += usd.least;
    most += usd.most;
  }
  return { least, most };
}

/** How far from the truth, as a share of it; the farther bound. */
function miss({ least, most }: { least: number; most: number }, truth: number): number {
  return Math.max(Math.abs(least / truth - 1), Math.abs(most / truth - 1));
}

describe('a what-if is what a rehearsal with the setting changed comes to', () => {
  it('nothing changed: to the cent', () => {
    expect(miss(reckon(plain, 'answers=+0%'), plain.usd)).toBeLessThan(1e-9);
    expect(miss(reckon(plain, 'model=gpt-realtime'), plain.usd)).toBeLessThan(1e-9);
  });

  it('shorter answers, with all the inputs after them: within 4%', () => {
    const percent = (1 - short.audioOut / plain.audioOut) * 100;
    expect(percent).toBeGreaterThan(25);
    const found = reckon(plain, `answers=-${percent.toFixed(3)}%`);
    expect(miss(found, short.usd)).toBeLessThan(0.04);
    // Output alone would miss what is not read again.
    expect(plain.usd - found.most).toBeGreaterThan(0.05 * plain.usd);
  });

  it('longer answers: within 4%', () => {
    const percent = (plain.audioOut / short.audioOut - 1) * 100;
    expect(miss(reckon(short, `answers=+${percent.toFixed(3)}%`), plain.usd)).toBeLessThan(0.04);
  });

  it.each([
    [400, '100%'],
    [300, '50%'],
  ])('a context of %d tokens of which %s stays: within a twentieth', async (tokens, retention) => {
    const truncated = await rehearse({
      session: [
        `truncation: { type: retention_ratio, retention_ratio: ${Number.parseFloat(retention) / 100}, token_limits: { post_instructions: ${tokens} } }`,
      ],
    });
    expect(truncated.audioIn).toBeLessThan(0.9 * plain.audioIn);
    expect(miss(reckon(plain, `truncation=${tokens},retention=${retention}`), truncated.usd)).toBeLessThan(
      0.05,
    );
  });

  it('transcription off: to the cent', async () => {
    const transcribed = await rehearse({
      session: ['transcription: { model: whisper-1 }'],
      pricing: ['transcription_model: whisper-1'],
    });
    expect(transcribed.usd).toBeGreaterThan(plain.usd * 1.02);
    expect(miss(reckon(transcribed, 'transcription=off'), plain.usd)).toBeLessThan(1e-9);
  });

  it.each(['gpt-realtime-mini', 'gpt-live'])('another model, %s: to the cent', (model) => {
    expect(miss(reckon(plain, `model=${model}`), priced(plain, model))).toBeLessThan(1e-9);
  });

  it('a longer silence before a turn ends: within its bounds', async () => {
    const later = await rehearse({
      session: ['turn_detection: { type: server_vad, threshold: 0.5, silence_duration_ms: 900 }'],
    });
    const { least, most } = reckon(plain, 'vad=silence=900ms');
    expect(least).toBeLessThanOrEqual(later.usd);
    expect(later.usd).toBeLessThanOrEqual(most);
    // By the minute, the time that it takes: within 3%.
    const byTime = reckon(plain, 'vad=silence=900ms,model=gpt-live');
    expect(miss(byTime, priced(later, 'gpt-live'))).toBeLessThan(0.03);
  });

  it('caching on, where it was off: between what is reckoned', () => {
    const uncached = {
      ...plain,
      calls: plain.calls.map((call) => ({
        ...call,
        usage: { ...call.usage, textCached: 0, audioCached: 0 },
        turns: call.turns.map((turn) => ({
          ...turn,
          usage: { ...turn.usage, textCached: 0, audioCached: 0 },
        })),
      })),
    };
    const on = reckon(uncached, 'caching=on');
    expect(Math.abs(on.least / plain.usd - 1)).toBeLessThan(0.05);
    expect(on.most).toBeGreaterThan(plain.usd * 1.2);
    const off = reckon(plain, 'caching=off');
    expect(miss(off, on.most)).toBeLessThan(1e-9);
  });
});

/** Of the same calls, by hand: tokens or minutes at the other’s prices. */
function priced({ calls }: Rehearsed, model: string): number {
  const prices = pricesFor({ model });
  return calls.reduce((sum, { usage, sessionS }) => {
    if (prices.model.kind === 'duration') return sum + (sessionS / 60) * prices.model.usdPerMinute;
    const { textIn, textCached, textOut, audioIn, audioCached, audioOut } = prices.model.usdPerMillion;
    return (
      sum +
      ((usage.textIn - usage.textCached) * textIn +
        usage.textCached * textCached +
        usage.textOut * textOut +
        (usage.audioIn - usage.audioCached) * audioIn +
        usage.audioCached * audioCached +
        usage.audioOut * audioOut) /
        1e6
    );
  }, 0);
}

describe('what cannot be known is refused, with a way to measure it', () => {
  it.each([
    ['vad=semantic', 'is in no log', 'semantic_vad'],
    ['vad=silence=100ms', 'shorter silence', 'silence_duration_ms'],
  ])('%s', (text, words, measure) => {
    const calls = plain.calls.map((call) => ({ ...call, silenceMs: 500 }));
    const { refused, measureBy } = reckoningOf(readWhatIf(text), calls, 'my.yaml');
    expect(refused).toContain(words);
    expect(measureBy).toContain(measure);
  });

  it('a transcription by the minute, of which nobody told the minutes', () => {
    const { refused, measureBy } = reckoningOf(readWhatIf('transcription=whisper-1'), plain.calls, null);
    expect(refused).toContain('how many seconds');
    expect(measureBy).toBeNull();
  });

  it('tokens of a model billed by time', () => {
    const calls = plain.calls.map((call) => ({
      ...call,
      turns: [],
      usage: { ...call.usage, textIn: 0, audioIn: 0, textOut: 0, audioOut: 0, textCached: 0, audioCached: 0 },
    }));
    expect(reckoningOf(readWhatIf('model=gpt-realtime'), calls, null).refused).toContain('billed by');
    expect(reckoningOf(readWhatIf('answers=-10%'), calls, null).refused).toContain('no turn told');
    expect(reckoningOf(readWhatIf('caching=off'), calls, null).refused).toContain('no call told any tokens');
  });

  it('what changes nothing is said to, and costs what it did', () => {
    for (const [text, words] of [
      ['truncation=20000', 'so that nothing leaves'],
      ['transcription=off', 'so that nothing changes'],
    ] as const) {
      expect(reckoningOf(readWhatIf(text), plain.calls, null).assumes.join()).toContain(words);
      expect(miss(reckon(plain, text), plain.usd)).toBeLessThan(1e-9);
    }
  });

  it('how another maker counts is said, and of the same one it is not', () => {
    const assumes = (model: string): string =>
      reckoningOf(readWhatIf(`model=${model}`), plain.calls, null).assumes.join();
    expect(assumes('gemini-2.5-flash-native-audio-latest')).toContain('another maker');
    expect(assumes('us/gpt-realtime-mini')).not.toContain('another maker');
  });

  it('a context that was cut already', () => {
    const [call] = plain.calls;
    if (call === undefined) throw new Error('there is a call');
    const cut = { ...call, turns: [...call.turns, ...call.turns] };
    expect(reckoned(cut, readWhatIf('truncation=400'))).toBeNull();
    expect(reckoningOf(readWhatIf('truncation=400'), [cut], null).refused).toContain('cut already');
  });
});
