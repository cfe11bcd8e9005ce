/**
 * Recognises turns from a closed vocabulary, in 8 kHz audio as it comes. Pure. A second of it waits, then each frame (16 ms)
 * costs the same; two of them are one sound, which counts once the three frames after its first have been heard. Turns do not depend on one another: the same audio gives the same
 * result on a new recognizer, and however it is cut.
 *
 * A turn longer than half a minute is read in parts: what was said is settled at a pause, or where there is none, at
 * once, at the price of the utterance that is being said.
 */

import { Cepstrum } from '../features/cepstrum.ts';
import { added, confidence, evidence, noEvidence } from './confidence.ts';
import { Context, REACH } from '../features/context.ts';
import { MelBank } from '../features/mel.ts';
import type { Recognition, Recognizer, RecognizerFactory } from './recognition.ts';
import { nothingHeard } from './recognition.ts';
import type { Stretch } from './search.ts';
import { MOST_FRAMES, QUIET_DB, SILENCE, Search } from './search.ts';
import { FRAME_SAMPLES, HOP_SAMPLES, line, powerSpectrum } from '../features/spectrum.ts';
import { FRAMES_PER_SOUND } from './states.ts';
import type { Vocabulary, VocabularyEntry } from './vocabulary.ts';

/** Digits in a row that may be a whole number: an order number's. */
export const FEWEST_DIGITS = 4;
/** From so many frames on a pause of so many settles what was said; looked for as often. */
const SETTLE_FRAMES = 1024;
const PAUSE_FRAMES = 16;

/**
 * Samples that wait for one another, unless the turn is asked for: a second. Listening is a lot of code and of numbers, and in
 * an agent with many sessions each has to fetch them anew: for a second of audio, not for a frame of the client's.
 */
const PATIENCE = 8000;

const bank = new MelBank(1);

export function recognizers(vocabulary: Vocabulary): RecognizerFactory {
  return () => new VocabularyRecognizer(vocabulary);
}

class VocabularyRecognizer implements Recognizer {
  private readonly vocabulary: Vocabulary;
  private readonly search: Search;
  private readonly cepstrum: Cepstrum;
  private readonly context = new Context();
  private readonly waiting = new Int16Array(PATIENCE);
  private waitingCount = 0;
  /** Samples that wait for the rest of their frame. */
  private readonly tail = new Int16Array(FRAME_SAMPLES);
  private kept = 0;
  /** Energies of the frames that wait for those after them. */
  private readonly energies = new Float64Array(4);
  private count = 0;
  private settled: readonly VocabularyEntry[] = [];
  private settledEvidence = noEvidence;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
    this.search = new Search(vocabulary);
    this.cepstrum = new Cepstrum(vocabulary.colour);
  }

  begin(): void {
    this.search.begin();
    this.cepstrum.reset();
    this.context.reset();
    this.waitingCount = 0;
    this.kept = 0;
    this.count = 0;
    this.settled = [];
    this.settledEvidence = noEvidence;
  }

  push(pcm8k: Int16Array): void {
    for (let from = 0; from < pcm8k.length;) {
      const to = Math.min(pcm8k.length, from + PATIENCE - this.waitingCount);
      this.waiting.set(
        from === 0 && to === pcm8k.length ? pcm8k : pcm8k.subarray(from, to),
        this.waitingCount,
      );
      this.waitingCount += to - from;
      if (this.waitingCount === PATIENCE) this.catchUp();
      from = to;
    }
  }

  read(): Recognition {
    this.catchUp();
    const found = this.search.path();
    const { stretches } = found;
    const said = this.said(stretches);
    const unfinished = this.vocabulary.entries[found.unfinished ?? -1]?.id ?? null;
    if (said.length === 0) return { ...nothingHeard, unfinished };
    return {
      utterances: said.map(({ id }) => id),
      transcript: said
        .map(({ text }) => text)
        .filter((text) => text !== '')
        .join(' '),
      confidence: confidence(added(this.settledEvidence, evidence(stretches))),
      complete: unfinished === null && isWhole(said),
      unfinished,
    };
  }

  private catchUp(): void {
    const { tail, waitingCount } = this;
    if (waitingCount === 0) return;
    line.set(tail);
    line.set(this.waiting.subarray(0, waitingCount), this.kept);
    this.waitingCount = 0;
    const end = this.kept + waitingCount;
    let from = 0;
    for (; from + FRAME_SAMPLES <= end; from += HOP_SAMPLES) this.frame(from);
    this.kept = end - from;
    tail.set(line.subarray(from, from + tail.length));
  }

  /** The frame that begins there on the line. */
  private frame(from: number): void {
    const powers = bank.powers(powerSpectrum(from));
    this.cepstrum.step(powers, 0, this.context.values, this.context.makeRoom());
    this.energies[this.count & 3] = this.cepstrum.energyDb;
    this.count++;
    if (!this.context.complete()) return;
    const { search } = this;
    // Of a sound's frames the first is listened to; what it sounds like, the second does.
    if ((this.count - 1 - REACH) % FRAMES_PER_SOUND !== 0) return;
    const first = this.energies[this.count & 3] as number;
    const second = this.energies[(this.count + 1) & 3] as number;
    search.step(this.vocabulary.projection.project(this.context.values), Math.max(first, second));
    if (search.frames >= SETTLE_FRAMES && search.frames % PAUSE_FRAMES === 0) this.settle();
  }

  private settle(): void {
    const { search } = this;
    const { stretches, unfinished } = search.path();
    const last = stretches.at(-1);
    // The beginning of the next word may still pass for silence: nothing may be heard of it yet.
    const quiet = this.energies.every((energy) => energy <= QUIET_DB);
    const pausing =
      quiet && unfinished === null && last?.entry === SILENCE && last.to - last.from >= PAUSE_FRAMES;
    if (pausing || search.frames === MOST_FRAMES) {
      this.settled = this.said(stretches);
      this.settledEvidence = added(this.settledEvidence, evidence(stretches));
      search.begin(this.settled.at(-1)?.kind);
    }
  }

  private said(stretches: readonly Stretch[]): VocabularyEntry[] {
    return [...this.settled, ...stretches.flatMap(({ entry }) => this.vocabulary.entries[entry] ?? [])];
  }
}

/** Digits want to be four or more; what comes after an opener is missing. */
function isWhole(said: readonly VocabularyEntry[]): boolean {
  const last = said.at(-1);
  if (last?.kind !== 'digit') return last?.kind === 'sentence';
  const others = said.findLastIndex(({ kind }) => kind !== 'digit');
  return said.length - 1 - others >= FEWEST_DIGITS;
}
