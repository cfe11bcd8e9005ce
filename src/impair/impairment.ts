/**
 * What an impairment is: something a real line does to a caller's voice, done on purpose at compile time. Pure and seeded: same
 * samples, arguments and draws give the same sound. It never moves what is said, and never changes how long a recording is.
 * One impairment a file, written with `impairment`; in which order several are done is the chain's business.
 */

import type { Random } from '../core/word/random.ts';
import type { Segment } from '../core/plan/plan.ts';
import type { Parameter, ParametersOf } from './parameter.ts';

/** The places of a real line, in its order. `edit`: what the telephone itself puts in or takes out. */
export const stages = [
  'second_speaker',
  'room',
  'noise',
  'microphone',
  'edit',
  'codec',
  'line',
  // While the call goes on: the rest was done before.
  'call',
] as const;
export type Stage = (typeof stages)[number];

export type ImpairmentArgs = Readonly<Record<string, number | string>>;

/** Floats in ±1 at the rate of the wire. */
export type Samples = Float32Array;

export interface Impairment {
  readonly name: string;
  /** What is heard, for the help. */
  readonly means: string;
  readonly stage: Stage;
  /** In the order in which the short notation gives their values: `name=first@second`. */
  readonly args: Readonly<Record<string, Parameter>>;
  /** It is heard between the words too, all the time. */
  readonly goesOn?: true;
  /** It is done by the engine while the call goes on, and to no recording. */
  readonly live?: true;
  /** Each argument may be as it is, and all together cannot be: what was expected instead. */
  readonly refuses?: (args: ImpairmentArgs) => string | null;
  /** As many samples as were given, in memory of their own or the same. */
  readonly apply: (
    samples: Samples,
    sampleRate: number,
    args: ImpairmentArgs,
    random: Random,
    around: Around,
  ) => Samples;
}

/** What an impairment may ask about the recording, and have done for it. All of it gives the same for the same. */
export interface Around {
  /** Where the clean recording is audible, from the first sample on. */
  readonly speech: readonly Segment[];
  /** Level of the clean speech, pauses left out (`audio/level.ts`). */
  readonly activeDbfs: number;
  readonly tools: Tools;
}

/** What this room cannot do by itself. */
export interface Tools {
  /** So many samples of a noise, to be read and not written to; nothing is drawn from `random` after them. */
  noise(kind: string, length: number, sampleRate: number, random: Random): Samples;
  /** Somebody else who talks, for so long; not the voice that is spoiled. */
  otherVoice(length: number, sampleRate: number, random: Random): Samples;
  /** round(n · to ÷ from) samples; every sound stays at its instant. */
  resample(samples: Samples, fromRate: number, toRate: number): Samples;
  /** Through a codec and back, in time with what went in. */
  codec(codec: string, samples: Samples, sampleRate: number, kbps: number): Samples;
}

/** An impairment as it is written down: its arguments are of the kinds that it says they are. */
interface Definition<Args extends Readonly<Record<string, Parameter>>> extends Omit<
  Impairment,
  'args' | 'apply' | 'refuses'
> {
  readonly args: Args;
  readonly refuses?: (args: ParametersOf<Args>) => string | null;
  readonly apply: (
    samples: Samples,
    sampleRate: number,
    args: ParametersOf<Args>,
    random: Random,
    around: Around,
  ) => Samples;
}

export function impairment<const Args extends Readonly<Record<string, Parameter>>>(
  definition: Definition<Args>,
): Impairment {
  // Reading gives each argument as the kind it is of: nothing else can get to `apply`.
  return definition as unknown as Impairment;
}
