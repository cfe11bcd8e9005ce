/**
 * Where libfvad (WebRTC's voice detector) hears a voice in a whole recording: an opinion that rests on other things than level.
 * It is run twice, so that it knows the room before it decides. It hears nothing above 4 kHz, and goes on a little after a
 * voice ends; that is taken off. Loads WebAssembly, once a process.
 */

// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./fvad_wasm.d.ts" />
import loadFvad, { type FvadModule } from '@echogarden/fvad-wasm';
import { pcm16FromFloat } from './pcm.ts';
import { resample } from './resample.ts';

const RATE = 8000;
const FRAME = 80;
export const OPINION_FRAME_MS = 10;
/** The detector's ways: the lenient one hears soft ends too, the strict one is not taken in by a room. */
const LENIENT = { mode: 2, hangoverMs: 90 };
const STRICT = { mode: 3, hangoverMs: 50 };

let loading: Promise<FvadModule> | undefined;

export interface Opinion {
  /** 1 for each 10 ms with a voice. */
  readonly voiced: Uint8Array;
  readonly hangoverMs: number;
}

/** `samples` without what lies under 90 Hz: it takes rumble for a voice. */
export async function voiceOpinions(
  samples: Float32Array,
  sampleRate: number,
): Promise<{ readonly lenient: Opinion; readonly strict: Opinion }> {
  loading ??= loadFvad();
  const fvad = await loading;
  const pcm = pcm16FromFloat(await resample(samples, sampleRate, RATE));
  return { lenient: listen(fvad, pcm, LENIENT), strict: listen(fvad, pcm, STRICT) };
}

function listen(fvad: FvadModule, pcm: Int16Array, { mode, hangoverMs }: typeof LENIENT): Opinion {
  const instance = fvad._fvad_new();
  const frame = fvad._malloc(FRAME * 2);
  fvad._fvad_set_mode(instance, mode);
  fvad._fvad_set_sample_rate(instance, RATE);
  const voiced = new Uint8Array(Math.floor(pcm.length / FRAME));
  for (let pass = 0; pass < 2; pass++) {
    for (let i = 0; i < voiced.length; i++) {
      fvad.HEAP16.set(pcm.subarray(i * FRAME, (i + 1) * FRAME), frame >> 1);
      voiced[i] = fvad._fvad_process(instance, frame, FRAME) === 1 ? 1 : 0;
    }
  }
  fvad._free(frame);
  fvad._fvad_free(instance);
  return { voiced, hangoverMs };
}
