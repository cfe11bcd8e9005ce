/**
 * The input audio buffer: takes the caller's audio in, keeps the clock of the session's audio (ms written since the
 * session began), hands the samples to whoever takes turns, writes down the words and measures the quality, and knows what a
 * commit would take. Pure. It keeps lengths, not audio: what is to be made of a turn is made while it is heard.
 */

import { G711_FULL_SCALE, g711Decode } from '../../../audio/g711.ts';
import { pcm16FromBytes } from '../../../audio/pcm.ts';
import type { Problem } from '../../protocol/event_shape.ts';
import type { Arrival } from '../../agent_record.ts';
import { AppendClock } from './append_clock.ts';
import { Decimator } from '../features/decimate.ts';
import type { DetectorFactory } from '../detector/detector.ts';
import type { AudioFormat, TurnRules } from '../../protocol/settings.ts';
import { bytesPerMs } from '../../protocol/settings.ts';
import type { Arriving, QualityMeter } from '../quality/quality_meter.ts';
import type { Transcriber } from '../recognizer/transcriber.ts';
import type { TurnChange } from './turn_taking.ts';
import { TurnTaking } from './turn_taking.ts';

/** What the service asks for at least. */
export const MIN_COMMIT_MS = 100;

export interface CommittedAudio {
  readonly audioMs: number;
  readonly arrivals: readonly Arrival[];
}

export class InputBuffer {
  /** End of the audio written so far. */
  positionMs = 0;
  private readonly detector: DetectorFactory;
  private readonly transcriber: Transcriber;
  private readonly meter: QualityMeter;
  /** How long a pause has to be for the turn to be over, where that depends on the words. */
  private readonly patience: () => number;
  private readonly decimator = new Decimator();
  private readonly clock = new AppendClock();
  private turns: TurnTaking | null = null;
  private rules: TurnRules | null = null;
  /** Where the audio that was not committed or cleared yet begins. */
  private fromMs = 0;

  constructor(
    detector: DetectorFactory,
    transcriber: Transcriber,
    meter: QualityMeter,
    patience: () => number,
  ) {
    this.detector = detector;
    this.transcriber = transcriber;
    this.meter = meter;
    this.patience = patience;
  }

  get speaking(): boolean {
    return this.turns?.speaking ?? false;
  }

  /** See TurnTaking. */
  get spokenMs(): number {
    return this.turns?.spokenMs ?? 0;
  }

  get pausedMs(): number {
    return this.turns?.pausedMs ?? 0;
  }

  get appends(): number {
    return this.clock.count;
  }

  /** Audio a commit would take now. */
  get pendingMs(): number {
    return this.positionMs - this.fromMs;
  }

  /** New rules apply to what is written from now on; a turn that has begun goes on under them. */
  configure(rules: TurnRules | null): void {
    const { speaking } = this;
    if (rules !== null && this.rules !== null && sameEar(rules, this.rules)) return;
    this.turns?.release();
    this.rules = rules;
    const patience = rules?.eagerness === null ? null : this.patience;
    this.turns = rules === null ? null : new TurnTaking(rules, this.detector, this.positionMs, patience);
    if (this.turns !== null) this.turns.speaking = speaking;
  }

  /** So much audio has arrived, and is to be heard next. `inTurn`: a turn has begun and is not committed. */
  arrive(audioMs: number, atMs: number, inTurn: boolean): void {
    this.clock.note(atMs, this.positionMs + audioMs, inTurn);
  }

  /** Whole samples, and of a long append a piece at a time: what follows from one is to be done before the next is heard. */
  hear(bytes: Uint8Array, format: AudioFormat, zeros: boolean): readonly TurnChange[] {
    this.positionMs += bytes.length / bytesPerMs(format);
    const pcm = samplesOf(bytes, format);
    const silent = format === 'pcm16' && (zeros || isDigitalSilence(pcm));
    const narrow = format === 'pcm16' ? this.decimator.push(pcm, silent) : pcm;
    const silence = silent && this.decimator.silent;
    this.meter.hear(pcm, narrow, arriving[format], silence);
    this.transcriber.hear(narrow, silence);
    return this.turns === null ? none : this.turns.push(narrow, silence);
  }

  /** Takes the audio between two positions (a turn), and forgets what came before it. */
  commit(startMs: number, endMs: number, speechStartMs: number): CommittedAudio {
    this.fromMs = Math.min(endMs, this.positionMs);
    return { audioMs: endMs - startMs, arrivals: this.clock.take(speechStartMs, endMs) };
  }

  /** Takes all there is. */
  commitAll(): CommittedAudio {
    const committed = this.commit(this.fromMs, this.positionMs, this.fromMs);
    this.turns?.reset(this.positionMs);
    return committed;
  }

  clear(): void {
    this.pass();
    this.turns?.reset(this.positionMs);
  }

  /** What has been heard so far is not to be committed. */
  pass(): void {
    this.fromMs = this.positionMs;
    this.clock.take(this.positionMs, this.positionMs);
  }

  release(): void {
    this.turns?.release();
    this.turns = null;
  }
}

const none: readonly TurnChange[] = [];

const arriving: Readonly<Record<AudioFormat, Arriving>> = {
  pcm16: { fullScale: 32_767, ratio: 3 },
  ulaw: { fullScale: G711_FULL_SCALE.ulaw, ratio: 1 },
  alaw: { fullScale: G711_FULL_SCALE.alaw, ratio: 1 },
};

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

function samplesOf(bytes: Uint8Array, format: AudioFormat): Int16Array {
  if (format !== 'pcm16') return g711Decode(bytes, format);
  if (!LITTLE_ENDIAN || bytes.byteOffset % 2 !== 0) return pcm16FromBytes(bytes);
  // Most bytes come to the same place, frame after frame.
  const { buffer, byteOffset, length } = bytes;
  if (view.buffer !== buffer || view.byteOffset !== byteOffset || view.length !== length >> 1) {
    view = new Int16Array(buffer, byteOffset, length >> 1);
  }
  return view;
}

let view: Int16Array = new Int16Array(0);

/** Nothing but zeros. Speech is told at its first sample; silence is read to its end. */
function isDigitalSilence(pcm: Int16Array): boolean {
  for (let i = 0; i < pcm.length; i++) if (pcm[i] !== 0) return false;
  return true;
}

/** Whether the same ear serves: a new one would have to learn the room's noise again. */
function sameEar(a: TurnRules, b: TurnRules): boolean {
  return (
    a.threshold === b.threshold &&
    a.prefixPaddingMs === b.prefixPaddingMs &&
    a.silenceDurationMs === b.silenceDurationMs &&
    a.eagerness === b.eagerness
  );
}

/** Why so much audio is not committed. */
export function tooLittleAudio(pendingMs: number): Problem {
  return {
    code: 'input_audio_buffer_commit_empty',
    message: `Error committing input audio buffer: buffer too small. Expected at least ${MIN_COMMIT_MS}ms of audio, but buffer only has ${pendingMs.toFixed(2)}ms of audio.`,
    param: null,
  };
}

/** Why an append is not heard. */
export const halfASample: Problem = {
  code: 'invalid_value',
  message: "Invalid 'audio': the bytes are not whole 16-bit samples.",
  param: 'audio',
};
