/**
 * How loud a frame has to be to count as a voice, for a client's threshold: from −66 dBFS at 0 over −48 at the default of 0.5
 * to −30 at 1, in dBFS with a full-scale square wave at 0. The service documents the threshold as asking for louder audio.
 */
export function gateDbfs(threshold: number): number {
  return -66 + 36 * threshold;
}
