/**
 * What a kind of noise is: so many samples of it, drawn from a stream, at whatever level it comes in; whoever lays it under a
 * recording sets that. Pure. Babble is made of voices that it is given.
 */

import type { Random } from '../../core/word/random.ts';

export interface Noise {
  readonly name: string;
  /** What is heard, for the help. */
  readonly means: string;
  /** Made of single sounds with quiet between: its level holds in the long run only. */
  readonly sparse?: true;
  /** Made of others' recordings, which take their time to be read. */
  readonly ofVoices?: true;
  /** `voices`: recordings at this rate to make it of; none where it is made of none. */
  readonly make: (
    length: number,
    sampleRate: number,
    random: Random,
    voices: readonly Float32Array[],
  ) => Float32Array;
}
