import { describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import type { Clip, Plan, Recipe } from '../../src/core/plan/plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import type { Compiled } from '../../src/scenario/compile.ts';
import { scenarioOf } from '../../src/scenario/scenario.ts';
import type { ScenarioFile } from '../../src/scenario/schema/scenario_schema.ts';
import { variantOf } from '../../src/scenario/variant.ts';
import type { Processor } from '../../src/scenario/variant.ts';
import { cast } from './recordings.ts';

/** Made-up recordings are 400 ms: at 30 ms a frame, the last of their 14 frames is mostly filling. */
const file: ScenarioFile = {
  name: 'street',
  seed: 3,
  frame: '30ms',
  callers: [
    { name: 'indoors', script: [{ say: ['hello', 'wait'] }, 'listen'] },
    { name: 'outdoors', script: [{ say: 'hello' }, 'listen'] },
    { name: 'outside', script: [{ say: 'hello' }, 'listen'] },
  ],
  load: { concurrency: 3, calls: 3 },
};

const street: Recipe = {
  steps: [
    { name: 'gain', parameters: { gainDb: -6 } },
    { name: 'noise', parameters: { peak: 0.1 } },
  ],
  seed: 11,
};
const quieter: Recipe = { steps: [{ name: 'gain', parameters: { gainDb: -6 } }], seed: 11 };

/** Gain, and white noise that goes on between words; counts what it is asked for. */
class Street implements Processor {
  applied = 0;
  beds = 0;

  apply(samples: Float32Array, _sampleRate: number, recipe: Recipe, seed: number): Float32Array {
    this.applied++;
    return recipe.steps.reduce((made, { name, parameters }) => {
      if (name === 'noise') return added(made, noise(made.length, Number(parameters['peak']), seed));
      const factor = 10 ** (Number(parameters['gainDb']) / 20);
      return made.map((sample) => sample * factor);
    }, samples);
  }

  bed(sampleRate: number, recipe: Recipe, seed: number, frameSamples: number): Float32Array | null {
    this.beds++;
    const step = recipe.steps.find(({ name }) => name === 'noise');
    if (step === undefined) return null;
    const frames = Math.round((0.3 * sampleRate) / frameSamples);
    return noise(frames * frameSamples, Number(step.parameters['peak']), seed);
  }
}

function noise(length: number, peak: number, seed: number): Float32Array {
  const random = new Random(seed, 'noise');
  return Float32Array.from({ length }, () => random.between(-peak, peak));
}

function added(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((sample, i) => sample + (b[i] as number));
}

function make(
  recipes: Readonly<Record<string, Recipe>>,
  processor?: Processor,
  changes: Partial<ScenarioFile> = {},
): Promise<Compiled> {
  const scenario = scenarioOf({ ...file, ...changes });
  const callers = scenario.callers.map((caller) => {
    const recipe = recipes[caller.name];
    return recipe === undefined ? caller : { ...caller, recipe };
  });
  return compileWith(cast, { ...scenario, callers }, {}, processor);
}

function samplesOf(
  { audio }: Compiled,
  { firstFrame, frames }: Pick<Clip, 'firstFrame' | 'frames'>,
): Int16Array {
  const frameBytes = Array.from({ length: frames }, (_, k) => {
    const [from, to] = [audio.offsets[firstFrame + k], audio.offsets[firstFrame + k + 1]];
    const text = Buffer.from(audio.bytes.slice(from, to)).toString('latin1');
    return Buffer.from((JSON.parse(text) as { audio: string }).audio, 'base64');
  });
  const bytes = Buffer.concat(frameBytes);
  return new Int16Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

function find({ plan }: Compiled, voice: string, utterance: string, recipe?: Recipe): Clip {
  const id = variantOf(recipe)?.id;
  const found = plan.clips.filter(
    (clip) => clip.voice === voice && clip.utterance === utterance && clip.variant?.id === id,
  );
  expect(found).toHaveLength(1);
  return found[0] as Clip;
}

/** The variants that a caller's people speak in, all of them. */
function spokenBy({ callers, personas, clips }: Plan, name: string): ReadonlySet<string | undefined> {
  const caller = callers.find((each) => each.name === name);
  return new Set(
    caller?.personas.flatMap((index) =>
      Object.values(personas[index]?.clips ?? {}).map((clip) => clips[clip]?.variant?.id),
    ),
  );
}

describe('variants of clips', () => {
  it('are in the plan beside the clean ones, with other samples and the same everything else', async () => {
    const compiled = await make({ outdoors: street }, new Street());
    const [clean, spoiled] = [find(compiled, 'anna', 'hello'), find(compiled, 'anna', 'hello', street)];
    expect(spoiled.id).toMatch(/^anna\/hello~[0-9a-f]{16}$/);
    expect(spoiled.variant).toEqual({ id: variantOf(street)?.id, recipe: street });
    const { id: _, firstFrame: __, variant: ___, ...rest } = spoiled;
    expect(clean).toMatchObject(rest);
    expect(clean).not.toHaveProperty('variant');
    const [before, after] = [samplesOf(compiled, clean), samplesOf(compiled, spoiled)];
    expect(after).toHaveLength(before.length);
    after.forEach((sample, i) => {
      expect(Math.abs(sample - (before[i] as number) * 10 ** (-6 / 20))).toBeLessThanOrEqual(0.1 * 32768 + 1);
    });
    // The recording ends within its last frame, and the street does not.
    expect(before.subarray(9600).every((sample) => sample === 0)).toBe(true);
    expect(after.subarray(9600).filter((sample) => sample !== 0).length).toBeGreaterThan(400);
  });

  it('are those that the caller’s recipe asks for, and no others', async () => {
    const { plan } = await make({ outdoors: street, outside: quieter }, new Street());
    expect(spokenBy(plan, 'indoors')).toEqual(new Set([undefined]));
    expect(spokenBy(plan, 'outdoors')).toEqual(new Set([variantOf(street)?.id]));
    expect(spokenBy(plan, 'outside')).toEqual(new Set([variantOf(quieter)?.id]));
    // Two clean utterances and one in two variants, in three voices.
    expect(plan.clips).toHaveLength(12);
  });

  it('are made once for all callers whose recipes are the same, however these are written', async () => {
    const processor = new Street();
    const [gain, noisy] = street.steps;
    const same: Recipe = {
      seed: street.seed,
      steps: [{ parameters: { gainDb: -6 }, name: 'gain' }, ...street.steps.slice(1)],
    };
    const { plan } = await make({ outdoors: street, outside: same }, processor);
    expect([processor.applied, processor.beds]).toEqual([3, 1]);
    expect(plan.clips).toHaveLength(9);
    const beds = plan.callers.map(({ bed }) => bed);
    expect(beds[1]).toBeDefined();
    expect(beds[2]).toEqual(beds[1]);
    const swapped: Recipe = { ...street, steps: [noisy, gain] as Recipe['steps'] };
    expect(variantOf(swapped)?.id).not.toBe(variantOf(street)?.id);
    expect(variantOf({ ...street, seed: 12 })?.id).not.toBe(variantOf(street)?.id);
  });

  it('have each a noise of their own, and the same one whatever else is in the scenario', async () => {
    const compiled = await make({ indoors: street }, new Street());
    const noiseOf = (from: Compiled, voice: string, utterance: string): string =>
      samplesOf(from, find(from, voice, utterance, street))
        .subarray(9600)
        .join();
    const hello = noiseOf(compiled, 'anna', 'hello');
    expect(noiseOf(compiled, 'anna', 'wait')).not.toBe(hello);
    expect(noiseOf(compiled, 'bert', 'hello')).not.toBe(hello);
    const other = await make({ outdoors: street }, new Street(), { seed: 4 });
    expect(noiseOf(other, 'anna', 'hello')).toBe(hello);
  });

  it('make another plan; a recipe without steps makes none', async () => {
    const plain = await make({});
    const [noisy, again, quiet, none] = [
      await make({ outdoors: street }, new Street()),
      await make({ outdoors: street }, new Street()),
      await make({ outdoors: quieter }, new Street()),
      await make({ outdoors: { steps: [], seed: 1 } }),
    ];
    expect(again.plan).toEqual(noisy.plan);
    expect(Buffer.compare(again.audio.bytes, noisy.audio.bytes)).toBe(0);
    expect(new Set([plain, noisy, quiet].map(({ plan }) => plan.id)).size).toBe(3);
    expect(none.plan.clips).toEqual(plain.plan.clips);
    expect(none.plan.callers).toEqual(plain.plan.callers);
  });

  it('leave the people as they are', async () => {
    const people = ({ plan }: Compiled) => plan.personas.map(({ name, voice }) => `${name}, ${voice}`);
    expect(people(await make({ outdoors: street }, new Street()))).toEqual(people(await make({})));
  });

  it('are made at the rate of the wire', async () => {
    const rates: number[] = [];
    const lengths: number[] = [];
    const processor: Processor = {
      apply: (samples, sampleRate) => {
        rates.push(sampleRate);
        lengths.push(samples.length);
        return samples;
      },
    };
    await make({ outdoors: quieter }, processor, { target: { session: { format: 'g711_ulaw' } } });
    expect(rates).toEqual([8000, 8000, 8000]);
    expect(lengths).toEqual([14 * 240, 14 * 240, 14 * 240]);
  });

  it('need something that makes them, in their own length', async () => {
    // Callstorm's own noise wants more than this one says.
    await expect(make({ outdoors: street })).rejects.toThrow(RangeError);
    const short: Processor = { apply: (samples) => samples.subarray(1) };
    await expect(make({ outdoors: street }, short)).rejects.toThrow(
      '10079 samples of the 10080 of anna/hello',
    );
  });
});

describe('beds', () => {
  it('are whole frames after the clips, for the callers whose recipes ask for one', async () => {
    const compiled = await make({ outdoors: street, outside: quieter }, new Street());
    const { plan, audio } = compiled;
    const last = plan.clips.at(-1) as Clip;
    const [indoors, outdoors, outside] = plan.callers;
    expect(outdoors?.bed).toEqual({ firstFrame: last.firstFrame + last.frames, frames: 10 });
    expect(indoors).not.toHaveProperty('bed');
    expect(outside).not.toHaveProperty('bed');
    expect(audio.offsets).toHaveLength(last.firstFrame + last.frames + 10 + 1);
    const bed = samplesOf(compiled, outdoors?.bed ?? { firstFrame: 0, frames: 1 });
    expect(Math.max(...bed)).toBeGreaterThan(0.09 * 32768);
    expect(Math.max(...bed)).toBeLessThanOrEqual(0.1 * 32768 + 1);
  });

  it('are there for a caller who says nothing', async () => {
    const callers = [{ name: 'outdoors', script: ['listen' as const, { silence: '2s' }] }];
    const { plan } = await make({ outdoors: street }, new Street(), { callers });
    expect(plan.clips).toEqual([]);
    expect(plan.callers[0]?.bed).toEqual({ firstFrame: 1, frames: 10 });
  });

  it.each([0, 719, 721])('are refused when they are %i samples, no whole frames', async (length) => {
    const ragged: Processor = { apply: (samples) => samples, bed: () => new Float32Array(length) };
    await expect(make({ outdoors: street }, ragged)).rejects.toThrow(`a bed of ${length} samples`);
  });
});
