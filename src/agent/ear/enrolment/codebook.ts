/** The sounds of a vocabulary whatever utterance they are of: its states' means in so many groups (k-means, Lloyd). Pure. */

const ROUNDS = 5;

/** `size` rows of `dims`, or as many as there are points. */
export function codebook(points: Float64Array, dims: number, size: number): Float64Array {
  const count = points.length / dims;
  const groups = Math.min(size, count);
  const centres = new Float64Array(groups * dims);
  for (let group = 0; group < groups; group++) {
    const from = Math.floor(((group + 0.5) * count) / groups) * dims;
    centres.set(points.subarray(from, from + dims), group * dims);
  }
  for (let round = 0; round < ROUNDS; round++) {
    const sums = new Float64Array(groups * dims);
    const members = new Float64Array(groups);
    for (let point = 0; point < count; point++) {
      const group = nearest(points, point * dims, centres, dims);
      members[group] = (members[group] as number) + 1;
      for (let k = 0; k < dims; k++) {
        sums[group * dims + k] = (sums[group * dims + k] as number) + (points[point * dims + k] as number);
      }
    }
    for (let at = 0; at < sums.length; at++) {
      const own = members[Math.floor(at / dims)] as number;
      if (own > 0) centres[at] = (sums[at] as number) / own;
    }
  }
  return centres;
}

/** A centre that is already further off than the best so far need not be measured to the end. */
function nearest(points: Float64Array, at: number, centres: Float64Array, dims: number): number {
  let best = 0;
  let least = Infinity;
  for (let from = 0; from < centres.length; from += dims) {
    let apart = 0;
    for (let k = 0; k < dims && apart < least; k++) {
      const difference = (points[at + k] as number) - (centres[from + k] as number);
      apart += difference * difference;
    }
    if (apart >= least) continue;
    least = apart;
    best = from / dims;
  }
  return best;
}
