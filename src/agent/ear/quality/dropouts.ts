/**
 * Finds what was lost of an utterance on its way: digital silence that loud sound breaks off into and comes back out of. Pure;
 * told of one 2.5 ms block after another. Pauses begin or end softly, also where a client sends zeros in them, and are none.
 */

/** 10 ms: half of the shortest frame that a telephone loses. */
const SHORTEST_BLOCKS = 4;
/** Blocks on each side that are looked at: as many as lie between two pulses of a deep voice. */
const EDGE_BLOCKS = 4;
/** What is loud is no further under the loudest frame so far … */
const edgeOfLoudest = 10 ** (-20 / 10);
/** … and over −60 dBFS, where sound does not come and go with the rounding of 16 bits. */
const leastEdge = 32_768 ** 2 * 10 ** (-60 / 10);

export class Dropouts {
  count = 0;
  lostBlocks = 0;
  /** Powers of the latest blocks, around and around. */
  private readonly latest = new Float64Array(EDGE_BLOCKS);
  private taken = 0;
  /** The silence at hand, or just over: its blocks, the loudest before it, and the blocks after it with their loudest. */
  private silence = 0;
  private before = 0;
  private after = 0;
  private blocksAfter = 0;

  reset(): void {
    this.count = this.lostBlocks = 0;
    this.latest.fill(0);
    this.taken = this.silence = this.blocksAfter = 0;
  }

  /** The next block: whether it is digital silence, and its power; and that of the loudest frame so far. */
  take(silent: boolean, power: number, loudest: number): void {
    if (silent) {
      if (this.blocksAfter > 0) this.judge(loudest);
      if (this.silence++ === 0) this.before = this.loudestOfLatest();
    } else if (this.silence > 0) {
      this.after = this.blocksAfter === 0 ? power : Math.max(this.after, power);
      if (++this.blocksAfter === EDGE_BLOCKS) this.judge(loudest);
    }
    this.latest[++this.taken % EDGE_BLOCKS] = power;
  }

  private judge(loudest: number): void {
    const edge = Math.max(loudest * edgeOfLoudest, leastEdge);
    if (this.silence >= SHORTEST_BLOCKS && Math.min(this.before, this.after) >= edge) {
      this.count++;
      this.lostBlocks += this.silence;
    }
    this.silence = this.blocksAfter = 0;
  }

  private loudestOfLatest(): number {
    let loudest = 0;
    for (const power of this.latest) if (power > loudest) loudest = power;
    return loudest;
  }
}
