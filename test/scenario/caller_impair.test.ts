/** Impairments from a scenario's file to what the agent hears: in virtual time, with the recordings that come with Callstorm. */

import { beforeAll, describe, expect, it } from 'vitest';
import type { AnswerRecord } from '../../src/agent/agent_record.ts';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import { resolveSpeech } from '../../src/core/call/script.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { LogRecord, StrikeRecord, TurnRecord } from '../../src/core/log/record.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { compileWith, type Compiled } from '../../src/scenario/compile.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import type { Repertoire } from '../../src/scenario/repertoire.ts';
import { scenarioOf } from '../../src/scenario/scenario.ts';
import { meaningIssues } from '../../src/scenario/scenario_meaning.ts';
import type { ScenarioFile } from '../../src/scenario/schema/scenario_schema.ts';

type Step = ScenarioFile['callers'][number]['script'][number];
type Impairs = NonNullable<ScenarioFile['impair']>;

const say: Step = { say: 'change-address' };

function fileOf(changes: Partial<ScenarioFile> = {}, step: Step = say, calls = 1): ScenarioFile {
  const ann = { name: 'ann', persona: { voices: ['slt'] }, script: ['listen', step, 'listen'] as Step[] };
  return { name: 'spoiled', seed: 7, callers: [ann], load: { concurrency: calls, calls }, ...changes };
}

const spoiledStep = (...impair: Impairs): Step => ({ say: { speech: 'change-address', impair } });

let repertoire: Repertoire;
let agent: Agent;
beforeAll(async () => {
  repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
  agent = await loadAgent({ seed: 1 });
}, 60_000);

const compiled = (file: ScenarioFile): Promise<Compiled> => compileWith(repertoire, scenarioOf(file));

interface Heard {
  readonly turns: readonly TurnRecord[];
  readonly strikes: readonly StrikeRecord[];
  /** What the agent answered, greetings left out. */
  readonly answers: readonly string[];
}

async function run(file: ScenarioFile): Promise<Heard> {
  const { plan, audio } = await compiled(file);
  const log: LogRecord[] = [];
  const answers: AnswerRecord[] = [];
  runVirtually({
    plan,
    audio,
    agent: (call) => agent.session(call),
    onRecord: (record) => log.push(record),
    onAgentRecord: (record) => {
      if (record.type === 'answer' && record.kind !== 'greeting') answers.push(record);
    },
  });
  return {
    turns: log.filter((record) => record.type === 'turn'),
    strikes: log.filter((record) => record.type === 'strike'),
    answers: answers.map(({ kind }) => kind),
  };
}

describe('an impairment of a scenario', () => {
  it.each(['noise=white@0dB', 'clip=30dB', 'gain=-30dB'])(
    'makes the agent say that it cannot hear, and is told once: %s',
    async (text) => {
      const [clean, spoiled] = [await run(fileOf()), await run(fileOf({}, spoiledStep(text)))];
      expect([clean.answers, clean.strikes]).toEqual([['answer'], []]);
      expect(spoiled.answers).toEqual(['trouble:audio_quality']);
      const [, before] = clean.turns;
      const [, after] = spoiled.turns;
      // What is measured from is where the clean words end.
      expect(after?.marks.speechEnd).toBe(before?.marks.speechEnd);
      const fault = text.split('=', 1)[0];
      const strike = { call: 0, fault, detail: expect.stringContaining(text) as unknown, connection: 0 };
      expect(spoiled.strikes).toMatchObject([{ ...strike, atMs: after?.marks.speechStart }]);
    },
  );

  it('is heard between the words from the first moment on, where it goes on there', async () => {
    const { plan } = await compiled(fileOf({ impair: ['noise=white@20dB'] }));
    expect(plan.callers[0]?.bed?.frames).toBeGreaterThan(20);
    const { strikes, turns } = await run(fileOf({ impair: ['noise=white@20dB', 'gain=-3dB'] }));
    expect(strikes.map(({ fault }) => fault)).toEqual(['noise', 'gain']);
    expect(strikes.every(({ atMs }) => atMs < (turns[0]?.marks.firstHeard ?? 0))).toBe(true);
    const quiet = await compiled(fileOf({ impair: ['gain=-3dB'] }));
    expect(quiet.plan.callers[0]).not.toHaveProperty('bed');
  });

  it('is no part of the bed where it belongs to a step', async () => {
    const { plan } = await compiled(fileOf({}, spoiledStep('noise=white@10dB')));
    expect(plan.callers[0]).not.toHaveProperty('bed');
    expect(plan.clips.map(({ variant }) => variant?.recipe.steps.length)).toEqual([1]);
  });

  it('of a step spoils what that step says, be it digits or over an answer, and the same words elsewhere not', async () => {
    const script: Step[] = [
      { say: { number: 'order_number', impair: ['gain=-3dB'] } },
      { interrupt: { say: 'wait', impair: [{ impair: 'gain', by: '-6dB', share: '50%' }] } },
      { say: ['wait', { number: 'order_number' }] },
      'listen',
    ];
    const ann = { name: 'ann', persona: { voices: ['slt'] }, script };
    const { plan } = await compiled(fileOf({ callers: [ann] }, say, 60));
    const gains = Array.from({ length: 60 }, (_, index) => {
      const { caller, persona } = callOf(plan, index);
      return caller.steps.map((step) => {
        const playlist = 'speech' in step ? resolveSpeech(step.speech, persona, plan.frameMs) : [];
        const by = playlist
          .filter((entry) => entry >= 0)
          .map((clip) => plan.clips[clip]?.variant?.recipe.steps[0]?.parameters['by'] ?? 0);
        return [...new Set(by)].join();
      });
    });
    const kinds = new Set(gains.map((each) => each.join('|')));
    expect(kinds).toEqual(new Set(['-3|-6|0|', '-3|0|0|']));
  });

  it('spoils the calls that its share draws, whole, and no others', async () => {
    const impair: Impairs = [{ impair: 'noise', snr: '10dB', share: '40%' }, 'gain=-3dB'];
    const { plan } = await compiled(fileOf({ impair }, say, 500));
    const spoiled = Array.from({ length: 500 }, (_, index) => {
      const { caller, persona, impairments } = callOf(plan, index);
      const drawn = impairments?.map(({ impair: name }) => name) ?? [];
      const done = new Set(
        Object.values(persona.clips).flatMap(
          (clip) => plan.clips[clip]?.variant?.recipe.steps.map(({ name }) => name) ?? [],
        ),
      );
      expect([...done]).toEqual(drawn);
      expect(caller.bed !== undefined).toBe(drawn.includes('noise'));
      expect(drawn).toContain('gain');
      return drawn.includes('noise');
    });
    const count = spoiled.filter(Boolean).length;
    expect(count).toBeGreaterThan(150);
    expect(count).toBeLessThan(250);
    const again = await compiled(fileOf({ impair, seed: 8 }, say, 500));
    const others = Array.from(
      { length: 500 },
      (_, index) => callOf(again.plan, index).impairments?.length === 2,
    );
    expect(others).not.toEqual(spoiled);
  });

  it('spoils each n-th call, and the same ones by a seed of its own', async () => {
    const spoiledIn = async (entry: Impairs[number], seed: number): Promise<readonly number[]> => {
      const { plan } = await compiled(fileOf({ impair: [entry], seed }, say, 40));
      return Array.from({ length: 40 }, (_, index) => index).filter(
        (index) => callOf(plan, index).impairments !== undefined,
      );
    };
    const nth = await spoiledIn({ impair: 'gain', every: 10 }, 1);
    expect(nth).toEqual([9, 19, 29, 39]);
    const half = { impair: 'gain', share: 0.5, seed: 5 };
    expect(await spoiledIn(half, 1)).toEqual(await spoiledIn(half, 2));
  });

  it('gives the same plan for the same seed, byte for byte, and another for other arguments', async () => {
    const [one, same, other, seed] = await Promise.all([
      compiled(fileOf({ impair: ['noise=white@10dB'] })),
      compiled(fileOf({ impair: [{ impair: 'noise', kind: 'white', snr: 10 }] })),
      compiled(fileOf({ impair: ['noise=white@11dB'] })),
      compiled(fileOf({ impair: ['noise=white@10dB'], seed: 8 })),
    ]);
    expect(same.plan).toEqual(one.plan);
    expect(Buffer.compare(same.audio.bytes, one.audio.bytes)).toBe(0);
    expect(new Set([one, other, seed].map(({ plan }) => plan.id)).size).toBe(3);
    expect(Buffer.compare(seed.audio.bytes, one.audio.bytes)).not.toBe(0);
  });
});

describe('a mistaken impairment', () => {
  const issuesOf = (file: ScenarioFile) =>
    meaningIssues(file, { repertoire, fileExists: () => true }).map(({ path, message }) => [
      path.join('.'),
      message,
    ]);

  it.each<[Impairs[number], string, string]>([
    ['nois=white', 'impair.0', 'there is no impairment "nois"; did you mean "noise"?'],
    ['noise=white@loud', 'impair.0', 'noise: snr: expected from -30dB to 60dB, found "loud"'],
    [{ impair: 'gain', by: '-90dB' }, 'impair.0.by', 'gain: by: expected from -60dB to 40dB, found "-90dB"'],
    [{ impair: 'gain', bye: '1dB' }, 'impair.0.bye', 'gain takes by, not "bye"; did you mean "by"?'],
  ])('is told at its place: %j', (entry, path, message) => {
    expect(issuesOf(fileOf({ impair: [entry] }))).toEqual([[path, message]]);
    expect(issuesOf(fileOf({}, spoiledStep(entry)))).toEqual([[`callers.0.script.1.say.${path}`, message]]);
  });

  it('is one too many by chance', () => {
    const impair = Array.from({ length: 5 }, () => ({ impair: 'gain', share: '10%' }));
    expect(issuesOf(fileOf({ impair }))).toEqual([
      ['impair.4', expect.stringContaining('at most 4 impairments') as unknown],
    ]);
    expect(issuesOf(fileOf({ impair: impair.slice(1) }))).toEqual([]);
  });
});

describe('a preset', () => {
  it('is the impairments that it stands for, each at the place of the bare word', async () => {
    const { plan } = await compiled(fileOf({ impair: ['tau-regular', 'gain=-3dB'] }));
    expect(plan.impairments?.map(({ impair }) => impair)).toEqual(['noise', 'g711', 'loss', 'gain']);
    expect(
      meaningIssues(fileOf({ impair: [{ impair: 'tau-regular', share: 0.5 }] }), {
        repertoire,
        fileExists: () => true,
      }),
    ).toMatchObject([
      { path: ['impair', 0, 'impair'], message: expect.stringContaining('takes no arguments') as string },
    ]);
  });
});

describe('what an agent does for no words', () => {
  const phantoms = async (impair: Impairs): Promise<number> => {
    const { turns } = await run(fileOf({ impair }, say, 4));
    return turns.reduce(
      (total, { phantoms: told }) => total + (told === undefined ? 0 : told.starts + told.stops),
      0,
    );
  };

  it('is nothing on a clean line, and is told of where it hears itself', async () => {
    expect(await phantoms([])).toBe(0);
    expect(await phantoms(['echo'])).toBeGreaterThan(0);
  });
});
