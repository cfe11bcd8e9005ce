/**
 * All states of a vocabulary, ready to be compared with a frame: means as 16-bit numbers in the memory of a WebAssembly
 * module (`search.wat`), which does the inner loops. One for all who listen; the scores and tokens of a search are put in
 * before its steps and taken out after them, so that nobody's are kept here.
 *
 * Places: each chain has two in front of it, one through which it is entered and one that is never reached; then come
 * the chain's states. After all chains come the means of silence and the codebook, which no chain passes through.
 */

import { decodeBase64 } from '../../audio/base64.ts';
import { SEARCH_WASM } from './search_wasm.ts';

/** Costs (squared distances between features) are counted in eighths. */
export const COST_STEPS = 8;
/** The score of a place that no path leads to. */
export const UNREACHED = 65_535;
/** Features are kept in 64ths, held to ±60: their square sums stay within 31 bits. */
const FEATURE_STEPS = 64;
const WIDEST_FEATURE = 60;
/** From 64ths squared to eighths. */
const SHIFT = 9;
const BLOCK = 16;
const PAGE = 65_536;

export class States {
  /** Places of each chain's first and last state; it is entered at `first − 1`, and `first − 2` is never reached. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  /** Places that searches keep scores of. */
  readonly places: number;
  readonly silenceAt: number;
  readonly codebookAt: number;
  readonly codebookEnd: number;
  /** Of the latest frame from every place, in eighths, held to 65,535. Valid until the next frame. */
  readonly distances: Uint16Array;
  /** Of the search at hand. */
  readonly scores: Uint16Array;
  readonly tokens: Uint16Array;
  private readonly kernel: Kernel;
  private readonly frame: Int16Array;
  private readonly count: number;
  private readonly pairs: number;

  constructor(chains: readonly Float64Array[], silence: Float64Array, codebook: Float64Array, dims: number) {
    const rows: (Float64Array | null)[] = [];
    const rowsOf = (means: Float64Array): Float64Array[] =>
      Array.from({ length: means.length / dims }, (_, i) => means.subarray(i * dims, (i + 1) * dims));
    const fillBlock = (): void => {
      while (rows.length % BLOCK !== 0) rows.push(null);
    };
    this.first = new Int32Array(chains.length);
    this.last = new Int32Array(chains.length);
    chains.forEach((means, i) => {
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
    this.count = rows.length;
    this.pairs = Math.ceil(dims / 2);

    const memory = layOut(this.count, this.places, this.pairs);
    this.kernel = instantiate(memory.end);
    const { buffer } = this.kernel.memory;
    this.frame = new Int16Array(buffer, memory.frame, 2 * this.pairs);
    this.distances = new Uint16Array(buffer, memory.distances, this.count);
    new Uint16Array(buffer, memory.scores - BLOCK, BLOCK / 2).fill(UNREACHED);
    this.scores = new Uint16Array(buffer, memory.scores, this.places);
    this.tokens = new Uint16Array(buffer, memory.tokens, this.places);
    this.writeMeans(rows, new Int16Array(buffer, memory.means), new Int32Array(buffer, memory.norms));
    this.memory = memory;
  }

  private readonly memory: Memory;

  /** Fills `distances`. */
  compare(features: Float64Array): void {
    let own = 0;
    for (let k = 0; k < features.length; k++) {
      const value = quantise(features[k] as number);
      this.frame[k] = value;
      own += value * value;
    }
    const { means, norms, frame, distances } = this.memory;
    this.kernel.distances(means, norms, frame, distances, this.count, this.pairs, own, SHIFT);
  }

  /**
   * One frame onwards: every score in `scores` becomes the least of staying, of coming from the place before, and of
   * coming from the one before that, plus the place's distance, less `less`. Returns the least of them.
   */
  step(stay: number, skip: number, less: number): number {
    const { scores, tokens, distances } = this.memory;
    return this.kernel.step(scores, tokens, distances, this.places, stay, skip, less);
  }

  /** In the order in which the kernel reads them; what stands in no row is far from everything. */
  private writeMeans(rows: readonly (Float64Array | null)[], means: Int16Array, norms: Int32Array): void {
    rows.forEach((row, place) => {
      const at = (place - (place % BLOCK)) * 2 * this.pairs + (place % BLOCK) * 2;
      let norm = row === null ? 0x3fff_ffff : 0;
      row?.forEach((mean, k) => {
        const value = quantise(mean);
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
  readonly frame: number;
  readonly distances: number;
  readonly scores: number;
  readonly tokens: number;
  readonly end: number;
}

function layOut(count: number, places: number, pairs: number): Memory {
  const norms = count * pairs * 4;
  const frame = norms + count * 4;
  const distances = frame + Math.ceil(pairs / 4) * 16;
  // The kernel reads a block in front of the scores and the tokens.
  const scores = distances + count * 2 + BLOCK;
  const tokens = scores + places * 2 + BLOCK;
  return { means: 0, norms, frame, distances, scores, tokens, end: tokens + places * 2 };
}

function quantise(feature: number): number {
  return Math.round(Math.max(-WIDEST_FEATURE, Math.min(WIDEST_FEATURE, feature)) * FEATURE_STEPS);
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  distances(
    means: number,
    norms: number,
    frame: number,
    out: number,
    states: number,
    pairs: number,
    own: number,
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
}

/** The little of the platform's WebAssembly that is needed; the pure rooms know no platform. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

function instantiate(bytes: number): Kernel {
  const module = new WebAssembly.Module(decodeBase64(SEARCH_WASM));
  const kernel = new WebAssembly.Instance(module).exports as Kernel;
  kernel.memory.grow(Math.max(0, Math.ceil(bytes / PAGE) - 1));
  return kernel;
}
