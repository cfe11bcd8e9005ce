/**
 * Linear discriminant analysis (Fisher 1936, Rao 1948): the few directions in which classes lie apart most, measured by
 * how far their own members scatter. Pure. Along them the scatter within a class is one in every direction, so that the
 * squared distance from a class's mean is all there is to say of how well a member fits.
 */

import { cholesky, invertLower, leadingSpace, multiply } from './matrix.ts';

/** `dims` rows of `n` weights. `regularised`: how much of its own variance each dimension is given on top. */
export function discriminant(
  within: Float64Array,
  between: Float64Array,
  n: number,
  dims: number,
  regularised: number,
): Float64Array {
  let trace = 0;
  for (let i = 0; i < n; i++) trace += within[i * n + i] as number;
  const padded = within.slice();
  for (let i = 0; i < n; i++) {
    padded[i * n + i] = (within[i * n + i] as number) * (1 + regularised) + (0.1 * regularised * trace) / n;
  }
  const whiten = invertLower(cholesky(padded, n), n);
  const space = leadingSpace(multiply(multiply(whiten, between, n), whiten, n, true), n, dims);
  const rows = new Float64Array(dims * n);
  for (let row = 0; row < dims; row++) {
    for (let k = 0; k < n; k++) {
      const weight = space[row * n + k] as number;
      for (let j = 0; j <= k; j++) {
        rows[row * n + j] = (rows[row * n + j] as number) + weight * (whiten[k * n + j] as number);
      }
    }
  }
  return rows;
}
