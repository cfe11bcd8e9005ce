/** Puts what has come through something that delays it back in time: by how it is most like what went in. Pure. */

/** As many samples as went in. `longest`: the longest delay that is looked for, in samples. */
export function aligned(before: Float32Array, after: Float32Array, longest: number): Float32Array {
  const delay = delayOf(before, after, longest);
  const made = new Float32Array(before.length);
  made.set(after.subarray(delay, delay + before.length));
  return made;
}

/** The first of the best. */
export function delayOf(before: Float32Array, after: Float32Array, longest: number): number {
  let best = 0;
  let most = 0;
  for (let lag = 0; lag <= longest; lag++) {
    const end = Math.min(before.length, after.length - lag);
    let product = 0;
    for (let i = 0; i < end; i++) product += (before[i] as number) * (after[i + lag] as number);
    if (product <= most) continue;
    most = product;
    best = lag;
  }
  return best;
}
