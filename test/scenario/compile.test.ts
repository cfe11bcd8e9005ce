import { describe, expect, it } from 'vitest';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { resolveSpeech } from '../../src/core/call/script.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { canonicalJson } from '../../src/scenario/canonical.ts';
import { compile, compileWith } from '../../src/scenario/compile.ts';
import type { Compiled } from '../../src/scenario/compile.ts';
import { estimatePlan } from '../../src/forecast/estimate.ts';
import { checkScenario, loadScenario } from '../../src/scenario/load_scenario.ts';
import type { Overrides } from '../../src/scenario/override.ts';
import { scenarioOf } from '../../src/scenario/scenario.ts';
import type { ScenarioFile } from '../../src/scenario/schema/scenario_schema.ts';
import { cast } from './recordings.ts';

const base: ScenarioFile = {
  name: 'storm',
  seed: 3,
  callers: [
    {
      name: 'counts',
      weight: 3,
      script: ['listen', { say: ['my-order-number-is', { number: 'order_number' }] }, 'listen'],
    },
    { name: 'greets', script: ['listen', { say: 'hello' }, { interrupt: { say: 'wait' } }, 'listen'] },
  ],
  load: { arrivals: [{ type: 'ramp', from: 0, to: 4, for: '10s' }] },
};

function make(changes: Partial<ScenarioFile> = {}, overrides: Overrides = {}): Promise<Compiled> {
  return compileWith(cast, scenarioOf({ ...base, ...changes }), overrides);
}

function startsOf(plan: Plan): readonly number[] {
  return plan.load.mode === 'open' ? plan.load.startsMs : [];
}

function message({ audio }: Compiled, k: number): { type: string; audio: string } {
  const text = Buffer.from(audio.bytes.slice(audio.offsets[k], audio.offsets[k + 1])).toString('latin1');
  return JSON.parse(text) as { type: string; audio: string };
}

describe('compile', () => {
  it('gives the same plan and the same bytes twice', async () => {
    const [a, b] = [await make(), await make()];
    expect(JSON.stringify(b.plan)).toBe(JSON.stringify(a.plan));
    expect(Buffer.compare(a.audio.bytes, b.audio.bytes)).toBe(0);
    expect([...b.audio.offsets]).toEqual([...a.audio.offsets]);
    expect(a.plan.id).toMatch(/^[0-9a-f]{64}$/);
  });

  it('gives another plan for another seed, with the same audio', async () => {
    const [a, b] = [await make(), await make({}, { seed: 4 })];
    expect(b.plan.id).not.toBe(a.plan.id);
    expect(b.plan.personas.map(({ name }) => name)).not.toEqual(a.plan.personas.map(({ name }) => name));
    expect(Buffer.compare(a.audio.bytes, b.audio.bytes)).toBe(0);
  });

  it('has an id that follows from the audio as well', async () => {
    const { plan } = await make({ frame: 50 });
    expect(plan.id).not.toBe((await make()).plan.id);
  });

  it('is for the dialect that the target names; naming the default changes nothing', async () => {
    const { plan } = await make();
    expect(plan.dialect).toBe('openai-realtime');
    expect((await make({ target: { dialect: 'openai-realtime' } })).plan).toEqual(plan);
  });

  it('holds the clips that the scripts can use, and no others', async () => {
    const { plan } = await make();
    const digits = Array.from({ length: 10 }, (_, digit) => `digit-${digit}`);
    const counting = ['anna', 'bert'].flatMap((voice) =>
      [...digits, 'my-order-number-is'].map((each) => `${voice}/${each}`),
    );
    const greeting = ['anna', 'bert', 'carl'].flatMap((voice) => [`${voice}/hello`, `${voice}/wait`]);
    expect(plan.clips.map(({ id }) => id)).toEqual([...counting, ...greeting].sort());
  });

  it('takes a single thing to say for a list of one', async () => {
    const scripts: [ScenarioFile['callers'][number]['script'], ScenarioFile['callers'][number]['script']][] =
      [
        [[{ say: { number: 'phone' } }], [{ say: [{ number: 'phone' }] }]],
        [[{ say: { digits: '12' } }], [{ say: [{ digits: '12' }] }]],
        [[{ say: { utterance: 'hello' } }], [{ say: 'hello' }]],
        [[{ say: { digits: '12', pause: '1s' } }], [{ say: { speech: [{ digits: '12' }], pause: '1s' } }]],
        [[{ say: { speech: { number: 'phone' } } }], [{ say: [{ number: 'phone' }] }]],
        [[{ interrupt: { say: { digits: '7' } } }], [{ interrupt: { say: [{ digits: '7' }] } }]],
      ];
    for (const [bare, listed] of scripts) {
      const [a, b] = [bare, listed].map((script) => ({
        ...base,
        callers: [{ name: 'a', script }],
      })) as [ScenarioFile, ScenarioFile];
      const source = { file: 'a.ts', data: a, place: () => undefined };
      expect(checkScenario(source, { repertoire: cast, fileExists: () => true })).toEqual(scenarioOf(b));
    }
  });

  it('makes each clip a run of ready-made messages, after one of silence', async () => {
    const compiled = await make();
    const { plan, audio } = compiled;
    const quiet = Buffer.from(message(compiled, 0).audio, 'base64');
    expect(quiet).toHaveLength(4800);
    expect(quiet.every((byte) => byte === 0)).toBe(true);
    let next = 1;
    for (const clip of plan.clips) {
      expect(clip.firstFrame).toBe(next);
      expect(clip.frames).toBe(Math.ceil(clip.durationMs / plan.frameMs));
      next += clip.frames;
    }
    expect(audio.offsets).toHaveLength(next + 1);
    expect(audio.offsets.at(-1)).toBe(audio.bytes.length);
    expect(audio.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(audio.offsets.buffer).toBe(audio.bytes.buffer);
    const recording = await cast.recordings.get('hello')?.get('anna')?.read();
    const clip = plan.clips.find(({ id }) => id === 'anna/hello');
    const sent = Array.from({ length: clip?.frames ?? 0 }, (_, k) =>
      message(compiled, (clip?.firstFrame ?? 0) + k),
    );
    expect(sent.every(({ type }) => type === 'input_audio_buffer.append')).toBe(true);
    const bytes = Buffer.concat(sent.map((each) => Buffer.from(each.audio, 'base64')));
    expect(new Int16Array(bytes.buffer, bytes.byteOffset, bytes.length / 2)).toEqual(recording);
  });

  it.each([
    ['g711_ulaw', 0xff],
    ['g711_alaw', 0xd5],
  ] as const)('encodes %s at 8 kHz, silence as %i', async (format, silence) => {
    const compiled = await make({ target: { session: { format } }, frame: '20ms' });
    const quiet = Buffer.from(message(compiled, 0).audio, 'base64');
    expect(quiet).toHaveLength(160);
    expect(quiet.every((byte) => byte === silence)).toBe(true);
    const clip = compiled.plan.clips[0];
    expect(Buffer.from(message(compiled, clip?.firstFrame ?? 0).audio, 'base64')).toHaveLength(160);
  });

  it('gives every caller people who can speak its script, each voice equally often', async () => {
    const { plan } = await make();
    expect(plan.callers.map(({ personas }) => personas.length)).toEqual([120, 120]);
    const voices = plan.callers.map(({ personas }) => {
      const counts = new Map<string, number>();
      for (const index of personas) {
        const { voice } = plan.personas[index] as Plan['personas'][number];
        counts.set(voice, (counts.get(voice) ?? 0) + 1);
      }
      return Object.fromEntries(counts);
    });
    expect(voices).toEqual([
      { anna: 60, bert: 60 },
      { anna: 40, bert: 40, carl: 40 },
    ]);
    for (const caller of plan.callers) {
      for (const index of caller.personas) {
        const persona = plan.personas[index] as Plan['personas'][number];
        expect(persona.orderNumber).toMatch(/^[1-9]\d{5}$/);
        expect(persona.phone).toMatch(/^[1-9]\d{9}$/);
        expect(persona.patienceMs).toBeGreaterThanOrEqual(8000);
        expect(persona.pauseMs[1]).toBeLessThanOrEqual(900);
        expect(persona.pauseMs[1]).toBeGreaterThan(persona.pauseMs[0]);
        const speeches = caller.steps.map((step) => ('speech' in step ? step.speech : []));
        const clips = speeches.flatMap((speech) => resolveSpeech(speech, persona, plan.frameMs));
        const spoken = clips.filter((clip) => clip >= 0).map((clip) => plan.clips[clip]?.voice);
        expect(new Set(spoken)).toEqual(new Set([persona.voice]));
      }
    }
  });

  it('keeps people as they are when another caller comes, or more calls', async () => {
    const people = ({ plan }: Compiled) =>
      plan.callers[0]?.personas.map((index) => plan.personas[index]?.orderNumber).join();
    const [counts] = base.callers;
    const before = people(await make());
    expect(people(await make({}, { durationMs: 60_000 }))).toBe(before);
    expect(people(await make({ callers: [counts as ScenarioFile['callers'][number]] }))).toBe(before);
  });

  it('lets another voice stand in where a caller’s own has no recording', async () => {
    const { plan } = await make({
      callers: [{ name: 'a', persona: { voices: ['carl'] }, script: [{ say: ['hello', 'digit-1'] }] }],
    });
    expect(plan.personas.every(({ voice }) => voice === 'carl')).toBe(true);
    const persona = plan.personas[0] as Plan['personas'][number];
    expect(plan.clips[persona.clips['digit-1'] ?? -1]?.voice).toBe('anna');
  });

  it('draws numbers from the user’s own, digits alone', async () => {
    const { plan } = await make({
      callers: [
        {
          name: 'a',
          persona: { order_numbers: ['10 20', '30-40'] },
          script: [{ say: [{ number: 'order_number' }] }],
        },
      ],
    });
    expect(new Set(plan.personas.map(({ orderNumber }) => orderNumber))).toEqual(new Set(['1020', '3040']));
  });
});

describe('tools', () => {
  const tools: ScenarioFile['tools'] = {
    lookup_order: {
      description: 'Looks an order up by its number.',
      parameters: { type: 'object', properties: { order_number: { type: 'string' } } },
      result: { status: 'shipped', arrives: 'tomorrow' },
      latency: ['300ms', '900ms'],
    },
    transfer: { result: 'ok' },
    closed: { result: null },
    down: { error: 'out of order', latency: '2s' },
    hangs: { never: true },
    flaky: {
      latency: '50ms',
      outcomes: [
        { weight: 8, result: 'ok', latency: '200ms' },
        { error: 'no such order' },
        { weight: 0.5, never: true },
      ],
    },
  };

  it('are in the plan with the very text that is sent', async () => {
    const { plan } = await make({ tools });
    const none = { type: 'object', properties: {} };
    expect(plan.tools).toEqual([
      {
        name: 'lookup_order',
        description: 'Looks an order up by its number.',
        parameters: { type: 'object', properties: { order_number: { type: 'string' } } },
        outcomes: [
          {
            type: 'result',
            weight: 1,
            output: '{"status":"shipped","arrives":"tomorrow"}',
            latencyMs: [300, 900],
          },
        ],
      },
      {
        name: 'transfer',
        parameters: none,
        outcomes: [{ type: 'result', weight: 1, output: 'ok', latencyMs: [0, 0] }],
      },
      {
        name: 'closed',
        parameters: none,
        outcomes: [{ type: 'result', weight: 1, output: 'null', latencyMs: [0, 0] }],
      },
      {
        name: 'down',
        parameters: none,
        outcomes: [{ type: 'error', weight: 1, output: '{"error":"out of order"}', latencyMs: [2000, 2000] }],
      },
      { name: 'hangs', parameters: none, outcomes: [{ type: 'never', weight: 1 }] },
      {
        name: 'flaky',
        parameters: none,
        outcomes: [
          { type: 'result', weight: 8, output: 'ok', latencyMs: [200, 200] },
          { type: 'error', weight: 1, output: '{"error":"no such order"}', latencyMs: [50, 50] },
          { type: 'never', weight: 0.5 },
        ],
      },
    ]);
  });

  it('are part of what makes a plan, and no part of one that has none', async () => {
    const [without, empty, one] = [await make(), await make({ tools: {} }), await make({ tools })];
    expect(Object.hasOwn(without.plan, 'tools')).toBe(false);
    expect(empty.plan).toEqual(without.plan);
    expect(one.plan.id).not.toBe(without.plan.id);
    expect((await make({ tools: { transfer: { result: 'no' } } })).plan.id).not.toBe(one.plan.id);
  });

  it('stay with whatever a command line changes', async () => {
    const { plan } = await make({ tools }, { calls: 3, seed: 9, target: 'ws://127.0.0.1:9' });
    expect(plan.tools).toEqual((await make({ tools })).plan.tools);
  });

  it('are read with each response, and cost what they are long', async () => {
    const [without, one] = [estimatePlan((await make()).plan), estimatePlan((await make({ tools })).plan)];
    expect(one.costUsd).toBeGreaterThan(without.costUsd ?? NaN);
    expect(one.assumed).toContain('that it calls no tool');
    expect(without.assumed).not.toContain('that it calls no tool');
  });
});

describe('overrides', () => {
  it('keeps the first calls of an open load, unchanged', async () => {
    const [all, few] = [(await make()).plan, (await make({}, { calls: 5, concurrency: 2 })).plan];
    expect(startsOf(few)).toEqual(startsOf(all).slice(0, 5));
    expect(few.load).toMatchObject({ maxConcurrency: 2 });
    for (let i = 0; i < 5; i++) expect(callOf(few, i)).toEqual(callOf(all, i));
  });

  it('refuses more calls than an open load brings', async () => {
    await expect(make({}, { calls: 500 })).rejects.toThrow('the arrivals bring 20 calls, 500 were asked for');
  });

  it('stretches phases, at the same rates', async () => {
    const { plan } = await make({}, { durationMs: 20_000 });
    expect(startsOf(plan)).toHaveLength(40);
    expect(startsOf(plan).at(-1)).toBeGreaterThan(18_000);
  });

  it('changes a closed load’s concurrency, calls and times', async () => {
    const load = { concurrency: 4, ramp: '10s', hold: '30s' } as const;
    expect((await make({ load })).plan.load).toEqual({
      mode: 'closed',
      concurrency: 4,
      rampMs: 10_000,
      holdMs: 30_000,
    });
    expect((await make({ load }, { concurrency: 9, calls: 7, durationMs: 80_000 })).plan.load).toEqual({
      mode: 'closed',
      concurrency: 9,
      rampMs: 20_000,
      holdMs: 60_000,
      calls: 7,
    });
  });

  it('changes the target, and leaves the simulated agent’s profile behind', async () => {
    const target = { profile: 'slow.json', key_env: 'KEY' };
    const { plan } = await make({ target }, { target: 'ws://127.0.0.1:9' });
    expect(plan.target).toMatchObject({ url: 'ws://127.0.0.1:9', keyEnv: 'KEY' });
    expect(plan.target).not.toHaveProperty('profile');
    expect((await make({ target })).plan.target).toMatchObject({ url: 'simulator', profile: 'slow.json' });
  });

  it.each([
    [{ calls: 0 }, '--calls'],
    [{ concurrency: 1.5 }, '--concurrency'],
    [{ durationMs: 0 }, '--duration'],
    [{ seed: -1 }, '--seed'],
    [{ target: 'http://x' }, '--target'],
  ] as const)('refuses %j', async (overrides, option) => {
    await expect(make({}, overrides)).rejects.toMatchObject({
      place: { code: 'option_invalid', path: option },
    });
  });
});

describe('estimatePlan', () => {
  it('adds up what is said, waited and assumed', async () => {
    const { plan } = await make({
      callers: [
        {
          name: 'a',
          persona: { pause: [100, 100] },
          script: ['listen', { say: 'hello' }, 'listen', { silence: '2s' }],
        },
      ],
      load: { concurrency: 1, calls: 1 },
    });
    const estimate = estimatePlan(plan, { setupMs: 10, latencyMs: 100, answerMs: 1000, cacheHit: 0 });
    expect(estimate.callMs.mean).toBe(10 + 1100 + 100 + 400 + 1100 + 2000);
    expect(estimate).toMatchObject({
      calls: 1,
      blocked: 0,
      peakConcurrency: 1,
      audioReceivedMs: 2000,
      callerSpeechMs: 400,
    });
    expect(estimate.costUsd).toBeGreaterThan(0);
  });

  it('counts who is blocked by the cap', async () => {
    const { plan } = await make({
      load: { arrivals: [{ type: 'constant', rate: 10, for: '1s' }], max_concurrency: 3 },
    });
    expect(estimatePlan(plan)).toMatchObject({ calls: 10, blocked: 7, peakConcurrency: 3 });
  });

  it('replaces each call of a closed load until its time is up', async () => {
    const { plan } = await make({ load: { concurrency: 5, ramp: '5s', hold: '60s' } });
    const { calls, peakConcurrency, durationMs, callMs } = estimatePlan(plan);
    expect(peakConcurrency).toBe(5);
    expect(durationMs).toBeGreaterThan(60_000);
    expect(durationMs).toBeLessThanOrEqual(65_000 + callMs.longest);
    expect(Math.abs(calls - (5 * 65_000) / callMs.mean)).toBeLessThan(8);
  });
});

describe('canonicalJson', () => {
  it('does not see the order of keys, and does see that of lists', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: 'x' })).toBe('{"a":"x","b":[{"c":2,"d":1}]}');
    expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]));
  });
});

describe('the scenarios that come with Callstorm', () => {
  it.each(['support-line.yaml', 'steady.yaml', 'quick.ts'])(
    '%s compiles from the real recordings',
    async (name) => {
      const cwd = new URL('../../scenarios/', import.meta.url).pathname;
      const { scenario } = await loadScenario(name, { cwd });
      const { plan, audio } = await compile(scenario, { fixturesDirs: [PACKAGE_FIXTURES_DIR] });
      expect(plan.clips.length).toBeGreaterThan(5);
      expect(audio.offsets.at(-1)).toBe(audio.bytes.length);
      expect(new Set(plan.personas.map(({ voice }) => voice)).size).toBeGreaterThanOrEqual(3);
    },
  );

  it('has a support line of about a hundred calls at once, in about a minute', async () => {
    const { scenario, repertoire } = await loadScenario('scenarios/support-line.yaml', {
      cwd: new URL('../../', import.meta.url).pathname,
    });
    const { plan } = await compileWith(repertoire, scenario);
    const estimate = estimatePlan(plan);
    expect(estimate.blocked).toBe(0);
    expect(estimate.peakConcurrency).toBeGreaterThan(90);
    expect(estimate.peakConcurrency).toBeLessThan(125);
    expect(estimate.durationMs).toBeLessThan(76_000);
    expect(estimate.callers.every(({ calls }) => calls >= 5)).toBe(true);
  });
});

describe('the price of transcription', () => {
  it('is that of the session’s model where it is known, and the scenario’s word goes before it', async () => {
    const priced = async (model: string, pricing: ScenarioFile['pricing'] = {}) =>
      (await make({ target: { session: { transcription: { model } } }, pricing })).plan.judgement.pricing
        .transcriptionModel;
    expect(await priced('whisper-1')).toBe('whisper-1');
    expect(await priced('house-ears')).toBeUndefined();
    expect(await priced('whisper-1', { transcription_model: 'gpt-transcribe' })).toBe('gpt-transcribe');
    expect((await make()).plan.judgement.pricing.transcriptionModel).toBeUndefined();
  });
});
