/**
 * pass^k of τ-bench (arXiv 2406.12045): the chance that k calls, taken without putting back from the n that were made, all
 * succeed: C(c, k) ÷ C(n, k), where c of n did. An agent that succeeds nine times in ten is far from reliable: eight in a row
 * succeed in four of ten tries.
 */

/** As τ-bench has it. */
const MOST = 8;

/** For k = 1, 2, … as far as there were calls, at most eight. */
export function passPowers(succeeded: number, of: number): readonly number[] {
  const powers: number[] = [];
  let power = 1;
  for (let k = 1; k <= Math.min(of, MOST); k++) {
    // C(c, k) ÷ C(n, k), a factor at a time: nothing in between is large.
    power *= Math.max(0, succeeded - k + 1) / (of - k + 1);
    powers.push(power);
  }
  return powers;
}
