/**
 * The audio messages of a plan as the agent reads them. Each is decoded when it is first sent, and once: every session sends the same
 * ones, and a few calls send few of them. Pure. Kept with the plan's audio, for whoever rehearses it again and again.
 */

import type { AgentWire, Inbound } from '../../agent/wire/agent_wire.ts';
import type { PlanAudio } from '../../core/plan/plan.ts';
import { byteText } from '../../dialect/byte_text.ts';
import type { WireAudio } from '../../dialect/dialect.ts';

export interface VirtualFrame {
  readonly text: string;
  /** As the agent reads it. */
  readonly message: Inbound;
}

const decoder = new TextDecoder();

export class VirtualFrames {
  private readonly audio: PlanAudio;
  private readonly wire: AgentWire;
  private readonly isRaw: boolean;
  private readonly decoded: (VirtualFrame | undefined)[];

  constructor(audio: PlanAudio, wire: AgentWire, { encoding }: WireAudio) {
    this.audio = audio;
    this.wire = wire;
    this.isRaw = encoding === 'raw';
    this.decoded = Array.from({ length: audio.offsets.length });
  }

  at(index: number): VirtualFrame {
    return (this.decoded[index] ??= this.decode(index));
  }

  /** Whether these are what the same words make of the same audio. */
  isOf(wire: AgentWire, { encoding }: WireAudio): boolean {
    return this.wire === wire && this.isRaw === (encoding === 'raw');
  }

  private decode(index: number): VirtualFrame {
    const { bytes, offsets } = this.audio;
    // A copy: decoders refuse views of shared memory.
    const message = bytes.slice(offsets[index], offsets[index + 1]);
    const text = this.isRaw ? byteText(message) : decoder.decode(message);
    return { text, message: this.wire.read(text) };
  }
}

const kept = new WeakMap<PlanAudio, VirtualFrames>();

export function framesOf(audio: PlanAudio, wire: AgentWire, uplink: WireAudio): VirtualFrames {
  const known = kept.get(audio);
  if (known?.isOf(wire, uplink) === true) return known;
  const made = new VirtualFrames(audio, wire, uplink);
  kept.set(audio, made);
  return made;
}
