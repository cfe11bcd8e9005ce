/**
 * Voice detection by libfvad (WebRTC's detector: a Gaussian mixture over six bands, with a hangover) in 20 ms frames,
 * behind a gate on the frame's level. One WebAssembly module serves all sessions; each detector owns 736 bytes of its heap.
 *
 * The client's threshold sets both: the gate (energy_gate.ts), and how strict the detector itself is, at its strictest from 0.4 on
 * and one step more lenient for each 0.2 below.
 *
 * Frames of digital silence are run like any other until they no longer change the detector's state; from then on
 * running them could change nothing, and they are skipped. So the decisions are exactly those of running every frame.
 */

// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="../../../audio/fvad_wasm.d.ts" />
import loadFvad, { type FvadModule } from '@echogarden/fvad-wasm';
import { headOf } from '../../../audio/head.ts';
import type { DetectorFactory, DetectorSettings, SpeechDetector } from './detector.ts';
import { gateDbfs } from './energy_gate.ts';

const FRAME = 160;
const FRAME_MS = 20;
/** Samples taken in at once: a second. */
const PIECE = 8000;
/** Room for the instance (736 bytes in this build) when its state is compared; neighbours do not change meanwhile. */
const STATE_BYTES = 736;

let loading: Promise<FvadModule> | undefined;

/** Loads the WebAssembly module, once a process. */
export async function loadFvadDetector(): Promise<DetectorFactory> {
  loading ??= loadFvad();
  const fvad = await loading;
  const table = fvad._malloc((FRAME + PIECE) * 2);
  return (settings) => new FvadDetector(fvad, table, settings);
}

export function fvadMode(threshold: number): number {
  return threshold >= 0.4 ? 3 : threshold >= 0.2 ? 2 : 1;
}

class FvadDetector implements SpeechDetector {
  readonly frameMs = FRAME_MS;
  private readonly fvad: FvadModule;
  /** Where samples lie while they are run, as an index into the heap's 16-bit numbers. Shared by all. */
  private readonly table: number;
  private readonly instance: number;
  /** Sum of squares of a frame that is just loud enough. */
  private readonly gate: number;
  private readonly carry = new Int16Array(FRAME);
  private carried = 0;
  private decisions = new Uint8Array(16);
  private head = headOf(this.decisions);
  private readonly before = new Uint8Array(STATE_BYTES);
  /** Digital silence has been run until the state no longer moved; the decision it settled on. */
  private settled = false;

  constructor(fvad: FvadModule, table: number, settings: DetectorSettings) {
    this.fvad = fvad;
    this.table = table >> 1;
    this.instance = fvad._fvad_new();
    if (this.instance === 0) throw new Error('no memory for another voice detector');
    fvad._fvad_set_mode(this.instance, fvadMode(settings.threshold));
    fvad._fvad_set_sample_rate(this.instance, 8000);
    this.gate = FRAME * (32768 * 10 ** (gateDbfs(settings.threshold) / 20)) ** 2;
  }

  push(pcm8k: Int16Array, silent = false): Uint8Array {
    const frames = Math.floor((this.carried + pcm8k.length) / FRAME);
    if (this.decisions.length < frames) {
      this.decisions = new Uint8Array(frames);
      this.head = headOf(this.decisions);
    }
    // Most of what a caller sends: nothing would come of looking at it.
    if (silent && this.settled && this.carried === 0 && pcm8k.length === frames * FRAME) {
      return this.head(frames).fill(0);
    }
    let decided = 0;
    for (let from = 0; from < pcm8k.length; from += PIECE) {
      decided = this.run(pcm8k.length > PIECE ? pcm8k.subarray(from, from + PIECE) : pcm8k, decided);
    }
    return this.head(frames);
  }

  release(): void {
    this.fvad._fvad_free(this.instance);
  }

  /** Decides on every frame that is whole now, and keeps the rest. Returns how many are decided in all. */
  private run(pcm: Int16Array, decided: number): number {
    const { table } = this;
    const { HEAP16 } = this.fvad;
    const end = table + this.carried + pcm.length;
    if (this.carried > 0) HEAP16.set(this.carry.subarray(0, this.carried), table);
    HEAP16.set(pcm, table + this.carried);
    let at = table;
    for (; at + FRAME <= end; at += FRAME) this.decisions[decided++] = this.decide(HEAP16, at);
    this.carried = end - at;
    if (this.carried > 0) this.carry.set(HEAP16.subarray(at, end));
    return decided;
  }

  private decide(heap: Int16Array, at: number): 0 | 1 {
    let first = at;
    while (first < at + FRAME && heap[first] === 0) first++;
    if (first === at + FRAME) return this.decideSilence(at);
    this.settled = false;
    if (this.fvad._fvad_process(this.instance, 2 * at, FRAME) !== 1) return 0;
    let energy = 0;
    for (let i = first; i < at + FRAME; i++) energy += Math.imul(heap[i] as number, heap[i] as number);
    return energy >= this.gate ? 1 : 0;
  }

  /** Below every gate, whatever the detector says; only its state matters. */
  private decideSilence(at: number): 0 {
    if (this.settled) return 0;
    const { HEAPU8 } = this.fvad;
    this.before.set(HEAPU8.subarray(this.instance, this.instance + STATE_BYTES));
    this.fvad._fvad_process(this.instance, 2 * at, FRAME);
    let same = 0;
    while (same < STATE_BYTES && this.before[same] === HEAPU8[this.instance + same]) same++;
    this.settled = same === STATE_BYTES;
    return 0;
  }
}
