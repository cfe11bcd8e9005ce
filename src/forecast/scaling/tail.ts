/** Tails of the distributions that a fit is judged by. Pure. */

const PRECISION = 1e-14;

/** The chance that chi-squared of so many degrees of freedom is above `value`: the upper regularised gamma function. */
export function chiSquaredTail(value: number, degrees: number): number {
  if (!(value > 0)) return 1;
  const [a, x] = [degrees / 2, value / 2];
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let total = term;
    for (let k = 1; term > total * PRECISION; k++) {
      term *= x / (a + k);
      total += term;
    }
    return Math.max(0, 1 - scale * total);
  }
  // A continued fraction, by Lentz.
  let b = x + 1 - a;
  let d = 1 / b;
  let c = Infinity;
  let fraction = d;
  for (let k = 1; k < 10_000; k++) {
    const step = k * (a - k);
    b += 2;
    d = 1 / (step * d + b);
    c = b + step / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return scale * fraction;
}

/** Γ at halves of whole numbers, which is all that degrees of freedom need. */
function logGamma(halves: number): number {
  let log = Number.isInteger(halves) ? 0 : Math.log(Math.PI) / 2;
  for (let at = Number.isInteger(halves) ? 1 : 0.5; at < halves; at++) log += Math.log(at);
  return log;
}

/** The value that Student’s t of so many degrees of freedom is within, to either side, in 95 of 100. Abramowitz & Stegun 26.7.3–4. */
export function studentReach(degrees: number): number {
  let [low, high] = [1.9, 13];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, degrees) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}

function studentWithin(reach: number, degrees: number): number {
  const angle = Math.atan(reach / Math.sqrt(degrees));
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const odd = degrees % 2 === 1;
  let term = odd ? cosine : 1;
  let total = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k < degrees; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    total += term;
  }
  return odd ? (2 / Math.PI) * (angle + sine * total) : sine * total;
}
