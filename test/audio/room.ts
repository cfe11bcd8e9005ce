/**
 * Rooms and lines for clean recordings, made by rule: background of several colours at a ratio to the speech, an echo, an offset.
 * Seeded: the same every time. Gives sound whose clean original is known, for the tests of what is found in it.
 */

import { activeDbfs } from '../../src/audio/level.ts';
import { fourier } from '../../src/audio/fourier.ts';
import { Random } from '../../src/core/word/random.ts';
import { RATE, mix, noise, silence } from './signal.ts';

export type Background = 'white' | 'pink' | 'wandering' | 'hum' | 'rumble' | 'babble';

/** Pink by Kellet's filter of white noise; RMS 1. */
function pink(length: number, seed: number): Float32Array {
  const white = noise((length * 1000) / RATE, 1, seed);
  let [a, b, c] = [0, 0, 0];
  return unit(
    white.map((w) => {
      a = 0.99765 * a + w * 0.099046;
      b = 0.963 * b + w * 0.2965164;
      c = 0.57 * c + w * 1.0526913;
      return a + b + c + w * 0.1848;
    }),
  );
}

/** The level moves between −4 and +4 dB, in half a second to two seconds from one to the next. */
function wandering(length: number, seed: number): Float32Array {
  const random = new Random(seed, 'wander');
  const steady = pink(length, seed);
  let [from, to, at, span] = [random.next() * 8 - 4, random.next() * 8 - 4, 0, RATE];
  for (let i = 0; i < length; i++) {
    if (i - at >= span)
      [from, to, at, span] = [to, random.next() * 8 - 4, i, RATE * (0.5 + 1.5 * random.next())];
    const db = from + ((to - from) * (1 - Math.cos((Math.PI * (i - at)) / span))) / 2;
    steady[i] = (steady[i] as number) * 10 ** (db / 20);
  }
  return unit(steady);
}

/** Mains at 50 Hz with its harmonics, as a bad cable gives it. */
function hum(length: number): Float32Array {
  const wave = Float64Array.from({ length: RATE / 50 }, (_, i) =>
    [1, 0.5, 0.6, 0.2, 0.3].reduce(
      (sum, level, h) => sum + level * Math.sin((2 * Math.PI * 50 * (h + 1) * i) / RATE + h),
      0,
    ),
  );
  return unit(new Float32Array(length).map((_, i) => wave[i % wave.length] as number));
}

/** A lorry outside: noise under 60 Hz that swells and fades. */
function rumble(length: number, seed: number): Float32Array {
  const white = noise((length * 1000) / RATE, 1, seed);
  let [a, b] = [0, 0];
  const k = (2 * Math.PI * 40) / RATE;
  return unit(
    white.map((w, i) => {
      a += k * (w - a);
      b += k * (a - b);
      return b * (1 + 0.9 * Math.sin((2 * Math.PI * 0.7 * i) / RATE));
    }),
  );
}

function unit(samples: Float32Array): Float32Array {
  const rms = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
  return samples.map((sample) => sample / rms);
}

/** The speech with a background so many dB under its active level. `voices`: what babbles. */
export function withBackground(
  speech: Float32Array,
  kind: Background,
  snrDb: number,
  seed: number,
  voices: readonly Float32Array[] = [],
): Float32Array {
  const level = 10 ** ((activeDbfs(speech, RATE) - snrDb) / 20);
  const { length } = speech;
  const made = (): Float32Array => {
    switch (kind) {
      case 'white':
        return unit(noise((length * 1000) / RATE, 1, seed));
      case 'pink':
        return pink(length, seed);
      case 'wandering':
        return wandering(length, seed);
      case 'hum':
        return hum(length);
      case 'rumble':
        return rumble(length, seed);
      case 'babble':
        return unit(
          voices.reduce(
            (sum, voice, v) =>
              sum.map((s, i) => s + (voice[(i + v * 7001 + seed * 977) % voice.length] ?? 0)),
            new Float32Array(length),
          ),
        );
    }
  };
  return mix(
    speech,
    made().map((sample) => sample * level),
  );
}

/** Background alone, before and after: the room goes on where nobody speaks. */
export function padded(speech: Float32Array, ms: number): Float32Array {
  const pad = silence(ms);
  const out = new Float32Array(speech.length + 2 * pad.length);
  out.set(speech, pad.length);
  return out;
}

/** A room of this reverberation time: the direct sound, then noise that decays, `directDb` over it in all. */
export function reverberated(
  speech: Float32Array,
  rt60S: number,
  directDb: number,
  seed: number,
): Float32Array {
  const random = new Random(seed, 'room');
  const length = Math.round(rt60S * RATE);
  const tail = Array.from({ length }, (_, i) => (i < 48 ? 0 : random.normal() * 10 ** ((-3 * i) / length)));
  const energy = Math.sqrt(tail.reduce((sum, t) => sum + t * t, 0));
  const impulse = tail.map((t) => (t / energy) * 10 ** (-directDb / 20));
  impulse[0] = 1;
  return convolved(speech, impulse);
}

/** In the frequency domain: a room is thousands of taps. As long as the speech plus the room. */
function convolved(speech: Float32Array, impulse: readonly number[]): Float32Array {
  const total = speech.length + impulse.length;
  let size = 1;
  while (size < total) size *= 2;
  const [ar, ai] = [new Float64Array(size), new Float64Array(size)];
  const [br, bi] = [new Float64Array(size), new Float64Array(size)];
  ar.set(speech);
  br.set(impulse);
  fourier(ar, ai);
  fourier(br, bi);
  for (let i = 0; i < size; i++) {
    const re = (ar[i] as number) * (br[i] as number) - (ai[i] as number) * (bi[i] as number);
    ai[i] = (ar[i] as number) * (bi[i] as number) + (ai[i] as number) * (br[i] as number);
    ar[i] = re;
  }
  // The way back is the way there with the parts exchanged.
  fourier(ai, ar);
  return new Float32Array(ar.subarray(0, total)).map((value) => value / size);
}

export interface Room {
  readonly name: string;
  readonly make: (speech: Float32Array, seed: number) => Float32Array;
}

/** Every kind of room at every level: what the end of speech is looked for in. `voices` babble. */
export function roomsToTry(
  voices: readonly Float32Array[],
  snrsDb: readonly number[] = [40, 30, 25, 20, 15],
): Room[] {
  const babblers = voices.slice(0, 5);
  const kinds: readonly Background[] = ['white', 'pink', 'wandering', 'hum', 'rumble', 'babble'];
  const noisy = kinds.flatMap((kind) =>
    snrsDb.map((snrDb): Room => ({
      name: `${kind} ${snrDb} dB under`,
      make: (speech, seed) => withBackground(speech, kind, snrDb, seed, babblers),
    })),
  );
  const echoing = [0.3, 0.45, 0.6].map((rt60S): Room => ({
    name: `echo of ${rt60S} s`,
    make: (speech, seed) => reverberated(speech, rt60S, 3, seed),
  }));
  return [
    ...noisy,
    ...echoing,
    {
      name: 'echo of 0.4 s, pink 30',
      make: (speech, seed) => withBackground(reverberated(speech, 0.4, 3, seed), 'pink', 30, seed),
    },
    { name: 'offset', make: (speech) => speech.map((sample) => sample + 0.05) },
    {
      name: 'drifting offset',
      make: (speech) => speech.map((sample, i) => sample + 0.05 * Math.sin((0.6 * Math.PI * i) / RATE)),
    },
  ];
}
