/** Every latency of a run, told in a few hundred numbers: to a millisecond where they are few, to one percent beyond. Pure. */

/** As many different ones are told as they are. */
const MOST = 400;

export function latencyBins(sorted: Float64Array): { readonly ms: number[]; readonly counts: number[] } {
  const exact = binned(sorted, (value) => Math.round(value));
  if (exact.ms.length <= MOST) return exact;
  const shortest = Math.max(1, exact.ms[0] ?? 1);
  const longest = Math.max(shortest + 1, exact.ms.at(-1) ?? 1);
  const step = Math.log(longest / shortest) / (MOST - 1);
  const width = Math.max(step, 0.01);
  return binned(sorted, (value) =>
    Math.round(shortest * Math.exp(Math.round(Math.log(Math.max(1, value) / shortest) / width) * width)),
  );
}

function binned(
  sorted: Float64Array,
  place: (value: number) => number,
): { readonly ms: number[]; readonly counts: number[] } {
  const ms: number[] = [];
  const counts: number[] = [];
  for (const value of sorted) {
    const at = place(value);
    if (ms.at(-1) !== at) {
      ms.push(at);
      counts.push(0);
    }
    counts[counts.length - 1] = (counts.at(-1) ?? 0) + 1;
  }
  return { ms, counts };
}
