/**
 * The discrete Fourier transform of a power of two: how much of each frequency there is in a sound, or the sound that is made
 * of so much of each. Pure, in place. Same samples, same figures to the last bit: noises are made by it, and a plan is the
 * same wherever it is made.
 */

/** So many samples of both parts are still near a processor: what is done within them is done before the next ones are fetched. */
const NEAR = 4096;

/** In place, O(n log n). RangeError unless both have one length, a power of two. */
export function fourier(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  if (length !== imaginary.length || length < 1 || (length & (length - 1)) !== 0) {
    throw new RangeError(`a Fourier transform is of a power of two, not of ${length} samples`);
  }
  reorder(real, imaginary);
  const turns = turnsOf(length);
  // A noise of some seconds is larger than what a processor keeps at hand.
  const near = Math.min(length, NEAR);
  for (let from = 0; from < length; from += near) join(real, imaginary, turns, from, from + near, 1);
  join(real, imaginary, turns, 0, length, near);
}

/** Joins transforms of `half` samples each, from `from` up to `to`, until there is one of them all. */
function join(
  real: Float64Array,
  imaginary: Float64Array,
  turns: Turns,
  from: number,
  to: number,
  half: number,
): void {
  let joined = half;
  for (; 2 * joined < to - from; joined *= 4) joinFours(real, imaginary, turns, from, to, joined);
  if (joined < to - from) joinPairs(real, imaginary, turns, from, to, joined);
}

function joinPairs(
  real: Float64Array,
  imaginary: Float64Array,
  { cosines, sines }: Turns,
  from: number,
  to: number,
  half: number,
): void {
  for (let first = from; first < to; first += 2 * half) {
    for (let k = 0; k < half; k++) {
      const a = first + k;
      const b = a + half;
      const [cos, sin] = [cosines[half + k] as number, sines[half + k] as number];
      const [x, y] = [real[b] as number, imaginary[b] as number];
      const re = x * cos - y * sin;
      const im = x * sin + y * cos;
      const [u, v] = [real[a] as number, imaginary[a] as number];
      real[b] = u - re;
      imaginary[b] = v - im;
      real[a] = u + re;
      imaginary[a] = v + im;
    }
  }
}

/** Pairs, and the pairs of these: the same sums as one after the other, with half as many ways to memory and back. */
function joinFours(
  real: Float64Array,
  imaginary: Float64Array,
  { cosines, sines }: Turns,
  from: number,
  to: number,
  half: number,
): void {
  for (let first = from; first < to; first += 4 * half) {
    for (let k = 0; k < half; k++) {
      const a = first + k;
      const b = a + half;
      const c = b + half;
      const d = c + half;
      let cos = cosines[half + k] as number;
      let sin = sines[half + k] as number;
      let x = real[b] as number;
      let y = imaginary[b] as number;
      let re = x * cos - y * sin;
      let im = x * sin + y * cos;
      let u = real[a] as number;
      let v = imaginary[a] as number;
      const aRe = u + re;
      const aIm = v + im;
      const bRe = u - re;
      const bIm = v - im;
      x = real[d] as number;
      y = imaginary[d] as number;
      re = x * cos - y * sin;
      im = x * sin + y * cos;
      u = real[c] as number;
      v = imaginary[c] as number;
      const cRe = u + re;
      const cIm = v + im;
      const dRe = u - re;
      const dIm = v - im;
      cos = cosines[2 * half + k] as number;
      sin = sines[2 * half + k] as number;
      re = cRe * cos - cIm * sin;
      im = cRe * sin + cIm * cos;
      real[c] = aRe - re;
      imaginary[c] = aIm - im;
      real[a] = aRe + re;
      imaginary[a] = aIm + im;
      cos = cosines[3 * half + k] as number;
      sin = sines[3 * half + k] as number;
      re = dRe * cos - dIm * sin;
      im = dRe * sin + dIm * cos;
      real[d] = bRe - re;
      imaginary[d] = bIm - im;
      real[b] = bRe + re;
      imaginary[b] = bIm + im;
    }
  }
}

/** Half a turn in `half` steps lies from `half` on, for every `half`: each is read in the order of memory. */
interface Turns {
  readonly cosines: Float64Array;
  readonly sines: Float64Array;
}

/** For the length that was last asked for: whoever asks, asks for the same one many times. */
let turns: Turns = { cosines: new Float64Array(0), sines: new Float64Array(0) };

function turnsOf(length: number): Turns {
  if (turns.cosines.length === length) return turns;
  const [cosines, sines] = [new Float64Array(length), new Float64Array(length)];
  const most = length / 2;
  for (let k = 0; k < most; k++) {
    const angle = (-Math.PI * k) / most;
    cosines[most + k] = Math.cos(angle);
    sines[most + k] = Math.sin(angle);
  }
  for (let half = most / 2; half >= 1; half /= 2) {
    for (let k = 0; k < half; k++) {
      cosines[half + k] = cosines[2 * (half + k)] as number;
      sines[half + k] = sines[2 * (half + k)] as number;
    }
  }
  turns = { cosines, sines };
  return turns;
}

/** Every index with its bits the other way round. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
  const { length } = real;
  for (let i = 1, j = 0; i < length; i++) {
    let bit = length >> 1;
    for (; (j & bit) !== 0; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i >= j) continue;
    const re = real[i] as number;
    const im = imaginary[i] as number;
    real[i] = real[j] as number;
    imaginary[i] = imaginary[j] as number;
    real[j] = re;
    imaginary[j] = im;
  }
}
