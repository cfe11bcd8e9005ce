/**
 * The agent's own voice in its caller's microphone: what the listener plays comes back some time later, so much quieter, mixed
 * into the frames that are sent, between words and under them. It hears what is played and what is cut off as a recording does,
 * so that nothing echoes that was not heard. Neutral and pure; only calls with an echo have one, and only frames in which it
 * sounds are made anew.
 */

import { encodeBase64 } from '../audio/base64.ts';
import { frameLength } from '../audio/frame.ts';
import { samplesToWire } from '../audio/wire_samples.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { PlaybackObserver } from '../core/call/playback.ts';
import type { PlanEcho, PlanImpairment } from '../core/plan/plan.ts';
import type { Dialect, WireText } from '../dialect/dialect.ts';
import { HeardVoice } from './heard_voice.ts';
import { payloadPlace, type PayloadPlace } from './payload_place.ts';
import { PayloadReader, Scratch } from './payload_reader.ts';

/** One way from the loudspeaker to the microphone. */
interface Way extends PlanEcho {
  readonly impairment: PlanImpairment;
  readonly gain: number;
  told: boolean;
}

/** A frame for one call alone. */
export interface EchoedFrame {
  /** The message. */
  readonly text: string;
  /** What it carries, as it is on the wire. */
  readonly audio: Uint8Array;
}

/** A sample that is moved by less is sent as it was. */
const LEAST = 0.5;

/** Told of each that comes back, the first time that it does. */
type Tell = (impairment: PlanImpairment, atMs: number) => void;

/** Null: nothing echoes in this call. */
export function echoIn(
  { impairments = [] }: CallSpec,
  dialect: Dialect,
  frameMs: number,
  tell: Tell,
): Echo | null {
  const echoing = impairments.filter(({ echo }) => echo !== undefined);
  return echoing.length === 0 ? null : new Echo(echoing, dialect, frameMs, tell);
}

export class Echo implements PlaybackObserver {
  private readonly ways: readonly Way[];
  private readonly longestMs: number;
  private readonly dialect: Dialect;
  private readonly frameMs: number;
  private readonly tell: Tell;
  private readonly heard: HeardVoice;
  private readonly reader: PayloadReader;
  private readonly captured: Scratch;
  private readonly mix: Float32Array;
  private readonly place: PayloadPlace;
  /** The audio that came last; whether it is played is told next. */
  private wire: WireText | null = null;
  private from = 0;
  private to = 0;
  private continues = false;
  /** The step whose words are being said, and from when on; null: none. */
  private step: number | null = null;
  private saysFromMs = 0;

  constructor(impairments: readonly PlanImpairment[], dialect: Dialect, frameMs: number, tell: Tell) {
    this.tell = tell;
    this.ways = impairments.flatMap((impairment): readonly Way[] => {
      const { echo } = impairment;
      if (echo === undefined) return [];
      return [{ ...echo, impairment, gain: 10 ** (echo.levelDb / 20), told: false }];
    });
    this.longestMs = Math.max(0, ...this.ways.map(({ delayMs }) => delayMs));
    this.dialect = dialect;
    this.frameMs = frameMs;
    const { uplink, downlink } = dialect;
    this.heard = new HeardVoice(downlink.sampleRate);
    this.reader = new PayloadReader(downlink);
    this.captured = new Scratch(frameMs * uplink.bytesPerMs);
    this.mix = new Float32Array(frameLength(uplink.sampleRate, frameMs));
    this.place = payloadPlace(dialect);
  }

  /** Audio has come: its base64 is there until the next comes. `continues`: with the sample that the piece before broke off in. */
  arrives(wire: WireText, from: number, to: number, continues: boolean): void {
    this.wire = wire;
    this.from = from;
    this.to = to;
    this.continues = continues;
  }

  /** What is played next is silence. */
  arrivesNothing(): void {
    this.wire = null;
  }

  played(ms: number, heardAtMs: number): void {
    const { wire, from, to, continues } = this;
    this.wire = null;
    this.heard.push(ms, heardAtMs, wire === null ? null : this.reader.open(wire, from, to, continues));
  }

  /** What came last is part of a sample: it is played with what comes next. */
  waits(): void {
    const { wire, from, to, continues } = this;
    this.wire = null;
    if (wire !== null) this.reader.open(wire, from, to, continues);
  }

  flushed(atMs: number): void {
    this.heard.cut(atMs);
  }

  /** The words of this step of the script are said from this instant on. */
  says(step: number, atMs: number): void {
    this.step = step;
    this.saysFromMs = atMs;
  }

  saysNothing(): void {
    this.step = null;
  }

  /**
   * The message for the frame that is due, with what is heard in it of the agent; null: the ready-made one is as it should be.
   * `ready`: that one; null where it is silence.
   */
  over(ready: WireText | null, dueMs: number): EchoedFrame | null {
    const { mix, dialect, place } = this;
    const { format } = dialect.uplink;
    const sounds = this.comesBack(dueMs);
    this.skip(dueMs);
    if (!sounds) return null;
    if (ready !== null) {
      const bytes = ready.decode(place.before, ready.length - place.after, this.captured.bytes);
      const captured = this.captured.samples(0, Math.max(0, bytes), format);
      for (let i = 0; i < captured.length; i++) mix[i] = (mix[i] as number) + (captured[i] as number);
    }
    const samples = new Int16Array(mix.length);
    for (let i = 0; i < mix.length; i++) {
      samples[i] = Math.max(-32_768, Math.min(32_767, Math.round(mix[i] as number)));
    }
    const audio = samplesToWire(samples, format);
    return { text: dialect.append(encodeBase64(audio)), audio };
  }

  /** The frame that was due is past, sent or not: so is what could have come back in it. */
  skip(dueMs: number): void {
    this.heard.forget(dueMs - this.frameMs - this.longestMs);
  }

  /** What comes back in the frame that is due stands in `mix` then. False: nothing does. */
  private comesBack(dueMs: number): boolean {
    const { mix, heard, frameMs, ways } = this;
    const { uplink } = this.dialect;
    // What a frame holds was captured before it was due.
    const fromMs = dueMs - frameMs;
    const open = ways.filter(
      (way) => this.isOpen(way, dueMs) && heard.has(fromMs - way.delayMs, dueMs - way.delayMs),
    );
    if (open.length === 0) return false;
    mix.fill(0);
    for (const { delayMs, gain } of open) heard.addTo(mix, fromMs - delayMs, uplink.sampleRate / 1000, gain);
    if (!mix.some((sample) => Math.abs(sample) >= LEAST)) return false;
    for (const way of open) {
      if (!way.told) this.tell(way.impairment, dueMs);
      way.told = true;
    }
    return true;
  }

  private isOpen({ impairment: { step } }: Way, dueMs: number): boolean {
    return step === undefined || (step === this.step && dueMs > this.saysFromMs);
  }
}
