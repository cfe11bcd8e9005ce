/**
 * How likely so many cases are by chance alone: the tails of the hypergeometric and the binomial distribution, summed exactly in
 * logarithms. Pure; each takes time in proportion to what lies beyond the count at most.
 */

/** Terms that change a sum by less than this change no decision. */
const NEGLIGIBLE = 1e-12;

/** ln n!, by Stirling's series beyond what a product gives exactly (relative error under 1e-13). */
function lnFactorial(n: number): number {
  if (n < 32) {
    let product = 1;
    for (let i = 2; i <= n; i++) product *= i;
    return Math.log(product);
  }
  const x = n + 1;
  const series = 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5);
  return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

function lnChoose(n: number, k: number): number {
  return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
}

/**
 * Of `of` cases `marked` have a mark; `drawn` of them are drawn at random. How likely at least `found` of the drawn have it
 * (Fisher's exact test, one-sided).
 */
export function chanceOfDrawing(found: number, drawn: number, marked: number, of: number): number {
  const most = Math.min(drawn, marked);
  if (found <= Math.max(0, drawn + marked - of)) return 1;
  if (found > most) return 0;
  const lnFirst = lnChoose(marked, found) + lnChoose(of - marked, drawn - found) - lnChoose(of, drawn);
  return tailFrom(
    lnFirst,
    found,
    most,
    (x) => ((marked - x) * (drawn - x)) / ((x + 1) * (of - marked - drawn + x + 1)),
  );
}

/** How likely at least `found` of `of` independent cases come out, each with this probability. */
export function chanceOfHitting(found: number, of: number, probability: number): number {
  if (found <= 0 || probability >= 1) return 1;
  if (found > of || probability <= 0) return 0;
  const odds = probability / (1 - probability);
  const lnFirst =
    lnChoose(of, found) + found * Math.log(probability) + (of - found) * Math.log1p(-probability);
  return tailFrom(lnFirst, found, of, (x) => ((of - x) / (x + 1)) * odds);
}

/** From the term at `first` to the one at `last`; `ratio(x)`: of the term after x to the one at x, which falls as x grows. */
function tailFrom(lnFirst: number, first: number, last: number, ratio: (x: number) => number): number {
  let term = 1;
  let sum = 1;
  for (let x = first; x < last; x++) {
    const step = ratio(x);
    term *= step;
    sum += term;
    if (step < 1 && term < NEGLIGIBLE * sum) break;
  }
  return Math.min(1, Math.exp(lnFirst + Math.log(sum)));
}
