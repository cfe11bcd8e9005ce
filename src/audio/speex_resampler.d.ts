/**
 * What we call of the Speex resampler's WebAssembly build (the C functions of speex_resampler.h; pointers are byte
 * addresses into the heap). The package carries no types of its own.
 */
declare module '@echogarden/speex-resampler-wasm' {
  export interface SpeexModule {
    readonly HEAPF32: Float32Array;
    readonly HEAPU32: Uint32Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    /** 0 where it failed; the reason is then at `errorPointer`. */
    _speex_resampler_init(
      channels: number,
      fromRate: number,
      toRate: number,
      quality: number,
      errorPointer: number,
    ): number;
    _speex_resampler_skip_zeros(state: number): number;
    /** Lengths are read and written in place: taken and given. Returns 0 or an error's number. */
    _speex_resampler_process_float(
      state: number,
      channel: number,
      inPointer: number,
      inLengthPointer: number,
      outPointer: number,
      outLengthPointer: number,
    ): number;
    _speex_resampler_destroy(state: number): void;
  }
  // The package's own shape.
  // oxlint-disable-next-line import/no-default-export
  export default function load(): Promise<SpeexModule>;
}
