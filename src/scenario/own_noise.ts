/**
 * A user's own recording of a place, as a noise: read from a WAV, one channel, at its own rate. What a recipe says of it is its name
 * as it was written and its hash, so that a plan is the same wherever it is compiled, and a changed file is another noise.
 * What cannot be a noise is a ConfigError that says why.
 */

import { resolve } from 'node:path';
import { downmix } from '../audio/downmix.ts';
import { rmsDbfs } from '../audio/level.ts';
import { MAX_SAMPLE_RATE, MIN_SAMPLE_RATE } from '../audio/resample.ts';
import { readWav } from '../audio/wav.ts';
import type { Recipe, RecipeStep } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { visible } from '../core/word/visible.ts';
import { unreadable } from '../disk/disk_trouble.ts';
import { readRegular } from '../disk/read_regular.ts';
import { noises } from '../impair/noise/noises.ts';
import { sha256 } from './canonical.ts';

export interface OwnNoise {
  readonly sha256: string;
  readonly sampleRate: number;
  readonly samples: Float32Array;
}

/** By the name under which a recipe has it. */
export type OwnNoises = ReadonlyMap<string, OwnNoise>;

const SHORTEST_MS = 500;
const LONGEST_MS = 600_000;
const QUIETEST_DBFS = -80;

/** The file that a step wants, as it was written; null: none. */
export function noiseFileOf({ name, parameters }: Pick<RecipeStep, 'name' | 'parameters'>): string | null {
  const { kind } = parameters;
  return name === 'noise' && typeof kind === 'string' && !noises.has(kind) ? kind : null;
}

/** Each file that these want, read once. `folder`: what their names start from. */
export async function ownNoisesFor(steps: readonly RecipeStep[], folder: string): Promise<OwnNoises> {
  const names = [...new Set(steps.flatMap((step) => noiseFileOf(step) ?? []))];
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readNoise(resolve(folder, name))] as const)),
  );
}

/** The same step, with the hash of what it wants. */
export function pinned(step: RecipeStep, own: OwnNoises): RecipeStep {
  const found = own.get(noiseFileOf(step) ?? '');
  return found === undefined
    ? step
    : { ...step, parameters: { ...step.parameters, fileSha256: found.sha256 } };
}

/** The name of one that is not what it was when these were made; null: all are. */
export function changedNoise(recipes: readonly Recipe[], own: OwnNoises): string | null {
  const changed = recipes
    .flatMap(({ steps }) => steps)
    .find((step) => {
      const name = noiseFileOf(step);
      return name !== null && own.get(name)?.sha256 !== step.parameters['fileSha256'];
    });
  return changed === undefined ? null : noiseFileOf(changed);
}

async function readNoise(file: string): Promise<OwnNoise> {
  let bytes: Buffer;
  try {
    bytes = await readRegular(file, 'recording');
  } catch (error) {
    throw unreadable(error, { code: 'noise_unreadable', file: visible(file) });
  }
  const { channels, sampleRate } = readWav(bytes, visible(file));
  const { samples } = downmix(channels);
  const refuse = (message: string, hint: string): ConfigError =>
    new ConfigError(message, { code: 'noise_invalid', file: visible(file), hint });
  if (sampleRate < MIN_SAMPLE_RATE || sampleRate > MAX_SAMPLE_RATE) {
    const rates = `${MIN_SAMPLE_RATE} to ${MAX_SAMPLE_RATE} Hz`;
    throw refuse(`expected a noise of ${rates}, found ${sampleRate} Hz`, 'Convert it, e.g. to 24000 Hz.');
  }
  const lastsMs = (samples.length * 1000) / sampleRate;
  if (lastsMs < SHORTEST_MS || lastsMs > LONGEST_MS) {
    const range = `${SHORTEST_MS / 1000} s to ${LONGEST_MS / 60_000} min`;
    throw refuse(
      `expected a noise of ${range}, found ${(lastsMs / 1000).toFixed(2)} s`,
      'It goes round and round: ten seconds to a minute of a steady place are best.',
    );
  }
  if (rmsDbfs(samples) < QUIETEST_DBFS) {
    throw refuse('expected a noise, found silence', 'Is it the right file, and the right channel?');
  }
  return { sha256: sha256(bytes), sampleRate, samples };
}
