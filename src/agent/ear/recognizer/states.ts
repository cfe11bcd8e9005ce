/**
 * All states of a vocabulary, ready to be compared with a frame: means as 16-bit numbers in the memory of a WebAssembly
 * module (`search.wat`), which does the inner loops. One for all who listen; the scores and tokens of a search are put in
 * before its steps and taken out after them, so that nobody's are kept here.
 *
 * Places: each chain has two in front of it, one through which it is entered and one that is never reached; then come
 * the chain's states. After all chains come the means of silence and the codebook, which no chain passes through.
 */

import type { Kernel } from '../../../audio/kernel.ts';
import { instantiate } from '../../../audio/kernel.ts';
import { SEARCH_WASM } from './search_wasm.ts';
import type { UtteranceKind } from './utterance_kind.ts';

/** Costs (squared distances between features) are counted in eighths. */
export const COST_STEPS = 8;
/** The score of a place that no path leads to. */
export const UNREACHED = 65_535;
/** Features are kept in 64ths, held to ±60: their square sums stay within 31 bits. */
const FEATURE_STEPS = 64;
const WIDEST_FEATURE = 60;
/** What it sounds like is looked at once for so many frames; the kernel's step is made for two. */
export const FRAMES_PER_SOUND = 2;
/** Sounds compared in one go, an even number. */
export const SOUNDS_AT_ONCE = 16;
/** From 64ths squared to eighths. */
const SHIFT = 9;
const BLOCK = 16;
/** 32-bit numbers that the kernel has of each chain. */
const LINKS = 4;
const SENTENCES = 0;
const OTHERS = 1;

/** What an utterance sounds like, one state after another. */
export interface Chain {
  readonly kind: UtteranceKind;
  /** Rows of as many numbers as features have. */
  readonly means: Float64Array;
}

export class States {
  /** Places of each chain's first and last state; it is entered at `first − 1`, and `first − 2` is never reached. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Places that searches keep scores of. */
  readonly places: number;
  readonly silenceAt: number;
  readonly codebookAt: number;
  readonly codebookEnd: number;
  /**
   * Of each frame that was compared, from every place, in eighths, held to 65,535: `stride` numbers a frame. Valid until the
   * next comparison.
   */
  readonly distances: Uint16Array;
  readonly stride: number;
  /** Of the search at hand. */
  readonly scores: Uint16Array;
  readonly tokens: Uint16Array;
  private readonly kernel: SearchKernel;
  /** 32-bit words of a frame to be compared: features by twos, and the sum of their squares. */
  readonly frameWords: number;
  private readonly frames: Int32Array;
  private readonly pairs: number;

  constructor(chains: readonly Chain[], silence: Float64Array, codebook: Float64Array, dims: number) {
    const rows: (Float64Array | null)[] = [];
    const rowsOf = (means: Float64Array): Float64Array[] =>
      Array.from({ length: means.length / dims }, (_, i) => means.subarray(i * dims, (i + 1) * dims));
    const fillBlock = (): void => {
      while (rows.length % BLOCK !== 0) rows.push(null);
    };
    this.first = new Int32Array(chains.length);
    this.last = new Int32Array(chains.length);
    chains.forEach(({ means }, i) => {
      rows.push(null, null);
      this.first[i] = rows.length;
      rows.push(...rowsOf(means));
      this.last[i] = rows.length - 1;
    });
    fillBlock();
    this.places = rows.length;
    this.silenceAt = rows.length;
    rows.push(...rowsOf(silence));
    this.codebookAt = rows.length;
    rows.push(...rowsOf(codebook));
    this.codebookEnd = rows.length;
    fillBlock();
    this.stride = rows.length;
    this.pairs = Math.ceil(dims / 2);

    const memory = layOut(this.stride, this.places, this.pairs, chains.length);
    this.kernel = instantiate(SEARCH_WASM, memory.chainsEnd) as SearchKernel;
    const { buffer } = this.kernel.memory;
    this.frameWords = this.pairs + 1;
    this.frames = new Int32Array(buffer, memory.frames, this.frameWords * SOUNDS_AT_ONCE);
    this.distances = new Uint16Array(buffer, memory.distances, this.stride * SOUNDS_AT_ONCE);
    new Uint16Array(buffer, memory.scores - BLOCK, BLOCK / 2).fill(UNREACHED);
    this.scores = new Uint16Array(buffer, memory.scores, this.places);
    this.tokens = new Uint16Array(buffer, memory.tokens, this.places);
    this.writeMeans(rows, new Int16Array(buffer, memory.means), new Int32Array(buffer, memory.norms));
    this.memory = memory;
    const links = new Int32Array(buffer, memory.chains);
    chains.forEach(({ kind }, i) => {
      const [first, last] = [this.first[i] as number, this.last[i] as number];
      links.set([2 * first, 2 * last, Number(kind === 'digit'), groupOf(kind)], LINKS * i);
    });
  }

  private readonly memory: Memory;

  /** A frame as `compare` takes it, written to `out` from `at` on: `frameWords` words. */
  quantise(features: Float32Array | Float64Array, out: Int32Array, at: number): void {
    let own = 0;
    let word = at;
    for (let k = 0; k < features.length; k += 2) {
      const even = quantised(features[k] as number);
      const odd = k + 1 < features.length ? quantised(features[k + 1] as number) : 0;
      own += even * even + odd * odd;
      out[word++] = (even & 0xffff) | (odd << 16);
    }
    out[word] = own;
  }

  /** Fills `distances` for the first few of `frames`, SOUNDS_AT_ONCE at most. */
  compare(frames: Int32Array, count: number): void {
    const { frameWords } = this;
    this.frames.set(frames.subarray(0, frameWords * count));
    const { means, norms, frames: from, distances } = this.memory;
    const frameBytes = 4 * frameWords;
    const end = from + frameBytes * count;
    this.kernel.distances(means, norms, from, end, frameBytes, distances, this.stride, this.pairs, SHIFT);
  }

  /**
   * A sound of two frames onwards. With each frame every score in `scores` becomes the least of staying, of coming from the
   * place before, and of coming from the one before that, plus the place's distance from sound `at`; in the end, less `less`.
   * Returns the least of them.
   */
  step(at: number, stay: number, skip: number, less: number): number {
    const { scores, tokens, distances } = this.memory;
    const own = distances + 2 * this.stride * at;
    return this.kernel.step(scores, tokens, own, this.places, stay, skip, less);
  }

  /** Puts what it costs to enter a chain, and where from, in front of all digits' chains and all others'. */
  open(digit: number, digitToken: number, other: number, otherToken: number): void {
    const { chains, chainsEnd, scores, tokens } = this.memory;
    this.kernel.open(chains, chainsEnd, scores, tokens, digit, digitToken, other, otherToken);
  }

  /** The chain of a sentence, or of something else, whose last state has the least score; −1 where none is reached. */
  cheapest(sentence: boolean): number {
    const { chains, chainsEnd, scores } = this.memory;
    const at = this.kernel.cheapest(chains, chainsEnd, scores, sentence ? SENTENCES : OTHERS);
    return at === 0 ? -1 : (at - chains) / (4 * LINKS);
  }

  /** The least distance of frame `at` to silence, and to any sound of the codebook. */
  nearestSilence(at: number): number {
    return this.nearest(at, this.silenceAt, this.codebookAt);
  }

  nearestSound(at: number): number {
    return this.nearest(at, this.codebookAt, this.codebookEnd);
  }

  private nearest(at: number, from: number, to: number): number {
    const own = this.memory.distances + 2 * this.stride * at;
    return this.kernel.least(own + 2 * from, own + 2 * to);
  }

  /** In the order in which the kernel reads them; what stands in no row is far from everything. */
  private writeMeans(rows: readonly (Float64Array | null)[], means: Int16Array, norms: Int32Array): void {
    rows.forEach((row, place) => {
      const at = (place - (place % BLOCK)) * 2 * this.pairs + (place % BLOCK) * 2;
      let norm = row === null ? 0x3fff_ffff : 0;
      row?.forEach((mean, k) => {
        const value = quantised(mean);
        means[at + (k >> 1) * 2 * BLOCK + (k & 1)] = value;
        norm += value * value;
      });
      norms[place] = norm;
    });
  }
}

/** Byte addresses. */
interface Memory {
  readonly means: number;
  readonly norms: number;
  readonly frames: number;
  readonly distances: number;
  readonly scores: number;
  readonly tokens: number;
  readonly chains: number;
  readonly chainsEnd: number;
}

function layOut(count: number, places: number, pairs: number, chainCount: number): Memory {
  const norms = count * pairs * 4;
  const frames = norms + count * 4;
  const frameBytes = 4 * (pairs + 1);
  const distances = frames + Math.ceil((frameBytes * SOUNDS_AT_ONCE) / BLOCK) * BLOCK;
  // The kernel reads a block in front of the scores and the tokens.
  const scores = distances + count * 2 * SOUNDS_AT_ONCE + BLOCK;
  const tokens = scores + places * 2 + BLOCK;
  const chains = tokens + places * 2;
  const chainsEnd = chains + 4 * LINKS * chainCount;
  return { means: 0, norms, frames, distances, scores, tokens, chains, chainsEnd };
}

function groupOf(kind: UtteranceKind): number {
  return kind === 'sentence' ? SENTENCES : OTHERS;
}

function quantised(feature: number): number {
  return Math.round(Math.max(-WIDEST_FEATURE, Math.min(WIDEST_FEATURE, feature)) * FEATURE_STEPS);
}

interface SearchKernel extends Kernel {
  distances(
    means: number,
    norms: number,
    frames: number,
    framesEnd: number,
    frameBytes: number,
    out: number,
    states: number,
    pairs: number,
    shift: number,
  ): void;
  step(
    scores: number,
    tokens: number,
    distances: number,
    states: number,
    stay: number,
    skip: number,
    less: number,
  ): number;
  open(
    chains: number,
    end: number,
    scores: number,
    tokens: number,
    digit: number,
    digitToken: number,
    other: number,
    otherToken: number,
  ): void;
  cheapest(chains: number, end: number, scores: number, group: number): number;
  least(at: number, end: number): number;
}
