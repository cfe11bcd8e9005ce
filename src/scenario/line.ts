/**
 * The line between a caller's mouth and the wire, made at compile time: has the impairments of a recipe done to recordings, and
 * hands these what they cannot make themselves. Everything that has to be loaded is loaded before, and only where a recipe
 * asks for it.
 */

import { loadOpus } from '../audio/opus.ts';
import { pcm16ToFloat } from '../audio/pcm.ts';
import { loadResampler, type Resampler } from '../audio/resample.ts';
import type { Recipe } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { Random } from '../core/word/random.ts';
import { visible } from '../core/word/visible.ts';
import { FIXTURE_SAMPLE_RATE } from '../fixture/manifest.ts';
import { spoil, spoiledSilence } from '../impair/chain.ts';
import type { Tools } from '../impair/impairment.ts';
import { MIN_VOICES } from '../impair/noise/crowd.ts';
import type { Noise } from '../impair/noise/noise.ts';
import { noises } from '../impair/noise/noises.ts';
import { recordedNoise } from '../impair/noise/recorded.ts';
import { keptNoise } from './kept_noise.ts';
import { outsideCodecs, throughOutside } from './outside_codec.ts';
import type { Recording, Repertoire } from './repertoire.ts';
import type { Processor, Said } from './variant.ts';

/** Of those standing by: enough for a babble. */
const BYSTANDERS = 24;
/** What stands for speech where a caller says nothing, and the bed has no other level to go by. */
const NOBODY = { durationMs: 1000, levelDbfs: -20 } as const;

/** Follows these recipes, and no others that need more. */
export async function lineFor(recipes: readonly Recipe[], repertoire: Repertoire): Promise<Processor> {
  const resampler = await loadResampler();
  const names = new Set(recipes.flatMap(({ steps }) => steps.map(({ name }) => name)));
  const opus = names.has('opus') ? await loadOpus() : null;
  const voices = recipes.some(takesVoices) ? await bystanders(repertoire) : [];
  const atRate = new Map<number, readonly Float32Array[]>();
  const voicesAt = (sampleRate: number): readonly Float32Array[] => {
    const known = atRate.get(sampleRate);
    if (known !== undefined) return known;
    const made = voices.map((voice) => voiceAt(voice, sampleRate, resampler));
    atRate.set(sampleRate, made);
    return made;
  };
  const own = new Map<string, Noise>();
  const ownNoise = (name: string, sampleRate: number): Noise => {
    const key = `${sampleRate} ${name}`;
    const recording = repertoire.noises?.get(name);
    if (recording === undefined) throw impossible(name, 'there is no such recording here');
    const noise =
      own.get(key) ??
      recordedNoise(name, resampler.resample(recording.samples, recording.sampleRate, sampleRate));
    own.set(key, noise);
    return noise;
  };
  const tools: Tools = {
    noise: (kind, length, sampleRate, random) => {
      const shipped = noises.get(kind);
      if (shipped !== undefined && shipped.ofVoices !== true)
        return keptNoise.of(shipped, length, sampleRate, random);
      const noise = shipped ?? ownNoise(kind, sampleRate);
      try {
        return noise.make(length, sampleRate, random, noise.ofVoices === true ? voicesAt(sampleRate) : []);
      } catch (error) {
        // What is made of voices takes some.
        if (error instanceof RangeError) throw impossible(kind, error.message);
        throw error;
      }
    },
    otherVoice: (length, sampleRate, random) => talk(voicesAt(sampleRate), length, random),
    resample: (samples, from, to) => (from === to ? samples : resampler.resample(samples, from, to)),
    codec: (name, samples, sampleRate, kbps) => {
      const whole = Float32Array.from(samples);
      if (name === 'opus' && opus !== null) return opus(whole, sampleRate, kbps);
      const codec = outsideCodecs[name];
      if (codec === undefined) throw new RangeError(`there is no codec "${name}"`);
      const narrow = resampler.resample(whole, sampleRate, codec.sampleRate);
      const wide = resampler.resample(throughOutside(codec, narrow, kbps), codec.sampleRate, sampleRate);
      const heard = new Float32Array(whole.length);
      heard.set(wide.subarray(0, whole.length));
      return heard;
    },
  };
  return {
    apply: (samples, sampleRate, recipe, seed, segments = []) =>
      spoil(samples, sampleRate, recipe, seed, segments, tools),
    bed: (sampleRate, recipe, seed, frameSamples, said) =>
      spoiledSilence(said ?? nobody(sampleRate), sampleRate, recipe, seed, frameSamples, tools),
  };
}

function impossible(kind: string, why: string): ConfigError {
  return new ConfigError(`the noise "${visible(kind)}" cannot be made: ${why}`, {
    code: 'noise_impossible',
    path: 'impair',
    hint: 'Babble and café are made of recordings of other people; a file of yours is looked for where the scenario is.',
  });
}

/** Others' recordings are read only where somebody is to be heard. */
function takesVoices({ steps }: Recipe): boolean {
  return steps.some(
    ({ name, parameters }) =>
      name === 'second_speaker' ||
      (name === 'noise' && noises.get(String(parameters['kind']))?.ofVoices === true),
  );
}

/** Those who are no callers; where they are fewer than a babble takes, whoever else there is. */
async function bystanders({
  bystanders: others = [],
  recordings,
}: Repertoire): Promise<readonly Int16Array[]> {
  const callers =
    others.length < MIN_VOICES ? [...recordings.values()].flatMap((voices) => [...voices.values()]) : [];
  const chosen = [...longestFirst(others), ...longestFirst(callers)].slice(0, BYSTANDERS);
  return Promise.all(chosen.map((recording) => recording.read()));
}

/** What bystanders are at the rates of wires, for as long as anybody has them: as long as they are kept, for every plan. */
const heardAt = new WeakMap<Int16Array, Map<number, Float32Array>>();

function voiceAt(voice: Int16Array, sampleRate: number, resampler: Resampler): Float32Array {
  const others = heardAt.get(voice) ?? new Map<number, Float32Array>();
  const made =
    others.get(sampleRate) ?? resampler.resample(pcm16ToFloat(voice), FIXTURE_SAMPLE_RATE, sampleRate);
  heardAt.set(voice, others.set(sampleRate, made));
  return made;
}

function longestFirst(recordings: readonly Recording[]): readonly Recording[] {
  return [...recordings].sort((a, b) => b.durationMs - a.durationMs || (idOf(a) < idOf(b) ? -1 : 1));
}

function idOf({ voice, utterance }: Recording): string {
  return `${voice}/${utterance}`;
}

/** One recording after another, from somewhere within the first. */
function talk(voices: readonly Float32Array[], length: number, random: Random): Float32Array {
  const made = new Float32Array(length);
  if (!voices.some((voice) => voice.length > 0)) return made;
  let voice = random.pick(voices);
  let from = random.below(voice.length);
  for (let at = 0; at < length;) {
    const part = voice.subarray(from, from + length - at);
    made.set(part, at);
    at += part.length;
    voice = random.pick(voices);
    from = 0;
  }
  return made;
}

function nobody(sampleRate: number): Said {
  const { durationMs, levelDbfs } = NOBODY;
  const random = new Random('nobody');
  const samples = Float32Array.from(
    { length: Math.round((durationMs * sampleRate) / 1000) },
    () => 10 ** (levelDbfs / 20) * random.normal(),
  );
  return { samples, speech: [{ startMs: 0, endMs: durationMs }] };
}
