/**
 * The other voice detector: a gate on the level that follows the room. What is well above the noise that was heard lately is
 * a voice; it cannot tell speech from any other sound. Pure. Cheap, and easy to foresee: for tests of a client's own
 * audio, and where libfvad is too particular.
 *
 * The noise floor falls at once to any quieter frame and rises by 3 dB a second, so that a voice is not taken for the room;
 * a frame counts when it lies 12 dB over the floor and over the gate of the client's threshold.
 */

import { gateDbfs } from './energy_gate.ts';
import type { DetectorFactory, SpeechDetector } from './detector.ts';

const FRAME = 160;
const FRAME_MS = 20;
const RISE_DB_PER_FRAME = (3 * FRAME_MS) / 1000;
const OVER_FLOOR_DB = 12;
/** A room is never quieter than this; digital silence is no room at all. */
const QUIETEST_DBFS = -75;

export const energyDetector: DetectorFactory = ({ threshold }) => new EnergyDetector(gateDbfs(threshold));

class EnergyDetector implements SpeechDetector {
  readonly frameMs = FRAME_MS;
  private readonly gate: number;
  private floorDbfs = QUIETEST_DBFS;
  private energy = 0;
  private carried = 0;
  private decisions = new Uint8Array(16);

  constructor(gate: number) {
    this.gate = gate;
  }

  push(pcm8k: Int16Array): Uint8Array {
    const frames = Math.floor((this.carried + pcm8k.length) / FRAME);
    if (this.decisions.length < frames) this.decisions = new Uint8Array(frames);
    let frame = 0;
    for (let i = 0; i < pcm8k.length; i++) {
      const sample = pcm8k[i] as number;
      this.energy += sample * sample;
      if (++this.carried < FRAME) continue;
      this.decisions[frame++] = this.decide(this.energy / FRAME);
      this.energy = 0;
      this.carried = 0;
    }
    return this.decisions.subarray(0, frames);
  }

  release(): void {}

  private decide(power: number): 0 | 1 {
    const levelDbfs = 10 * Math.log10(power / 32_768 ** 2 + 1e-12);
    const voiced = levelDbfs >= this.gate && levelDbfs >= this.floorDbfs + OVER_FLOOR_DB;
    this.floorDbfs = Math.max(QUIETEST_DBFS, Math.min(levelDbfs, this.floorDbfs + RISE_DB_PER_FRAME));
    return voiced ? 1 : 0;
  }
}
