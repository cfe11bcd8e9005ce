/**
 * What we call of libfvad's WebAssembly build (the C functions of fvad.h; pointers are byte addresses into the heap). The
 * package carries no types of its own.
 */
declare module '@echogarden/fvad-wasm' {
  export interface FvadModule {
    readonly HEAP16: Int16Array;
    readonly HEAPU8: Uint8Array;
    _malloc(bytes: number): number;
    _free(pointer: number): void;
    /** 0 where memory is short. */
    _fvad_new(): number;
    _fvad_free(instance: number): void;
    /** 0 (lenient) to 3 (strict). Returns 0, or −1 for a mode there is not. */
    _fvad_set_mode(instance: number, mode: number): number;
    _fvad_set_sample_rate(instance: number, sampleRate: number): number;
    /** `length` is 10, 20 or 30 ms of samples. 1 = voice, 0 = none, −1 = another length. */
    _fvad_process(instance: number, frame: number, length: number): number;
  }
  // The package's own shape.
  // oxlint-disable-next-line import/no-default-export
  export default function load(): Promise<FvadModule>;
}
