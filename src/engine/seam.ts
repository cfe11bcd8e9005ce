/**
 * What a caller says begins and ends over what goes on between its words. Both are made before the run, and the one cannot know
 * where in its loop the other will be: here the first and the last few milliseconds of a recording give way to the bed
 * underneath. Only these are decoded, in two frames a recording; the rest of the message stays as it was. Neutral and pure.
 */

import { GIVE_WAY_MS, giveWay, type Edge } from '../audio/give_way.ts';
import { samplesToWire } from '../audio/wire_samples.ts';
import type { Dialect, WireText } from '../dialect/dialect.ts';
import { Scratch } from './payload_reader.ts';
import { payloadPlace, type PayloadPlace } from './payload_place.ts';
import { charactersOf, decoded, payloadText } from './wire_payload.ts';

/** What stands in a message in place of what stood there: as many characters. */
export interface Patch {
  readonly at: number;
  readonly audio: string;
}

/** Whole samples, and whole groups of base64. */
const GROUP_BYTES = 6;

export class Seam {
  private readonly dialect: Dialect;
  private readonly place: PayloadPlace;
  private readonly frameBytes: number;
  private readonly seamBytes: number;
  private readonly recorded: Scratch;
  private readonly under: Scratch;

  constructor(dialect: Dialect, frameMs: number) {
    const { bytesPerMs } = dialect.uplink;
    this.dialect = dialect;
    this.place = payloadPlace(dialect);
    this.frameBytes = frameMs * bytesPerMs;
    this.seamBytes = GIVE_WAY_MS * bytesPerMs;
    this.recorded = new Scratch(this.seamBytes + GROUP_BYTES);
    this.under = new Scratch(this.seamBytes + GROUP_BYTES);
  }

  /** `recorded`: the first message of a recording, or its last; `bed`: what goes on under it. Null: they hold no whole frames. */
  patch(edge: Edge, recorded: WireText, bed: WireText): Patch | null {
    const { frameBytes, seamBytes, place, dialect } = this;
    const { uplink } = dialect;
    const { format } = uplink;
    const left = frameBytes - seamBytes;
    const from = edge === 'begins' ? 0 : left - (left % GROUP_BYTES);
    const bytes = edge === 'begins' ? seamBytes : frameBytes - from;
    const at = place.before + charactersOf(from, uplink);
    const end = at + charactersOf(bytes, uplink);
    const whole = place.before + charactersOf(frameBytes, uplink) + place.after;
    if (recorded.length !== whole || bed.length !== whole) return null;
    if (decoded(uplink, recorded, at, end, this.recorded.bytes) !== bytes) return null;
    if (decoded(uplink, bed, at, end, this.under.bytes) !== bytes) return null;
    const samples = this.recorded.samples(0, bytes, format);
    const others = this.under.samples(0, bytes, format);
    const first = Math.max(0, samples.length - Math.round((seamBytes / bytes) * samples.length));
    giveWay(samples.subarray(first), others.subarray(first), edge);
    return { at, audio: payloadText(samplesToWire(samples, format), uplink) };
  }

  /** What such a message carries, in memory of its own. */
  audioIn(message: WireText): Uint8Array {
    const audio = new Uint8Array(this.frameBytes);
    decoded(this.dialect.uplink, message, this.place.before, message.length - this.place.after, audio);
    return audio;
  }
}
