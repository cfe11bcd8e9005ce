/**
 * The power of a recording in six bands from 90 Hz up, 1 ms by 1 ms. Pure. Hum's fundamental, rumble and a drifting offset
 * lie below the lowest and are in none; what a room adds is mostly low, and what ends a word is often high, so that a
 * background can be told from speech in one band where it cannot in the sum.
 */

/** Lower edges, Hz; the last reaches up to half the sample rate. */
const EDGES_HZ = [90, 300, 700, 1500, 3000, 6000] as const;
const MAX_HZ = 11_000;

/** One array a band, one mean power a millisecond. Bands over half the sample rate are left out. */
export function bandPowers(samples: Float32Array, sampleRate: number): Float64Array[] {
  const nyquist = sampleRate * 0.45;
  return EDGES_HZ.flatMap((low, i) => {
    if (low >= nyquist) return [];
    const high = Math.min(EDGES_HZ[i + 1] ?? MAX_HZ, nyquist);
    const filters = [
      butterworth('high', low, sampleRate),
      butterworth('low', Math.max(high, low * 1.1), sampleRate),
    ];
    return [blockPowers(samples, sampleRate, filters)];
  });
}

/** What lies above `hz`, 24 dB an octave: an offset, drift and rumble are gone, and a voice is there. */
export function highPassed(samples: Float32Array, sampleRate: number, hz: number): Float32Array {
  return new Float32Array(filtered(samples, [butterworth('high', hz, sampleRate)]));
}

/** The mean over `windowMs` around each millisecond, less at both ends. */
export function smoothed(powers: Float64Array, windowMs: number): Float64Array {
  const sums = new Float64Array(powers.length + 1);
  for (let i = 0; i < powers.length; i++) sums[i + 1] = (sums[i] as number) + (powers[i] as number);
  const half = windowMs >> 1;
  const means = new Float64Array(powers.length);
  for (let i = 0; i < means.length; i++) {
    const from = Math.max(0, i - half);
    const to = Math.min(powers.length, i + windowMs - half);
    means[i] = Math.max(0, (sums[to] as number) - (sums[from] as number)) / (to - from);
  }
  return means;
}

function blockPowers(samples: Float32Array, sampleRate: number, filters: readonly Filter[]): Float64Array {
  const band = filtered(samples, filters);
  const powers = new Float64Array(Math.ceil((samples.length * 1000) / sampleRate));
  let from = 0;
  for (let block = 0; block < powers.length; block++) {
    const to = Math.min(band.length, Math.round(((block + 1) * sampleRate) / 1000));
    let sum = 0;
    for (let i = from; i < to; i++) sum += (band[i] as number) ** 2;
    powers[block] = to > from ? sum / (to - from) : 0;
    from = to;
  }
  return powers;
}

/** A second-order filter. */
interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

/** Two sections make the fourth order. */
type Filter = readonly [Section, Section];

function butterworth(kind: 'low' | 'high', hz: number, sampleRate: number): Filter {
  return [section(kind, hz, sampleRate, 0.5412), section(kind, hz, sampleRate, 1.3066)];
}

/** RBJ's formulas. */
function section(kind: 'low' | 'high', hz: number, sampleRate: number, q: number): Section {
  const w = (2 * Math.PI * hz) / sampleRate;
  const alpha = Math.sin(w) / (2 * q);
  const cos = Math.cos(w);
  const a0 = 1 + alpha;
  const edge = kind === 'low' ? (1 - cos) / 2 : (1 + cos) / 2;
  const b0 = edge / a0;
  return {
    b0,
    b1: kind === 'low' ? 2 * b0 : -2 * b0,
    b2: b0,
    a1: (-2 * cos) / a0,
    a2: (1 - alpha) / a0,
  };
}

/**
 * The samples through one filter after the other (transposed direct form II), from the first sample on as if that had always been
 * there: else an offset's own step would ring.
 */
function filtered(samples: Float32Array, filters: readonly Filter[]): Float64Array {
  const values = new Float64Array(samples);
  for (const filter of filters) passThrough(values, filter);
  return values;
}

/** In place. Both sections at once: a processor works on the one while it waits for the other's last value. */
function passThrough(values: Float64Array, [one, two]: Filter): void {
  const first = values[0] ?? 0;
  let [y1, y2] = settledOn(first, one);
  let [z1, z2] = settledOn(one.b0 * first + y1, two);
  const { b0, b1, b2, a1, a2 } = one;
  const { b0: c0, b1: c1, b2: c2, a1: d1, a2: d2 } = two;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const between = b0 * value + y1;
    y1 = b1 * value - a1 * between + y2;
    y2 = b2 * value - a2 * between;
    const out = c0 * between + z1;
    z1 = c1 * between - d1 * out + z2;
    z2 = c2 * between - d2 * out;
    values[i] = out;
  }
}

/** What a section remembers of a value that had always been there. */
function settledOn(value: number, { b0, b1, b2, a1, a2 }: Section): [number, number] {
  const settled = (value * (b0 + b1 + b2)) / (1 + a1 + a2);
  const z2 = b2 * value - a2 * settled;
  return [b1 * value - a1 * settled + z2, z2];
}
