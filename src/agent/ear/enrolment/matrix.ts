/** The little linear algebra that enrolment needs, on square matrices stored row by row. Pure. */

/** Cholesky's L of a symmetric positive definite matrix (L·Lᵀ). Throws RangeError where it is not. */
export function cholesky(a: Float64Array, n: number): Float64Array {
  const l = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j] as number;
      for (let k = 0; k < j; k++) sum -= (l[i * n + k] as number) * (l[j * n + k] as number);
      if (i !== j) l[i * n + j] = sum / (l[j * n + j] as number);
      else if (sum > 0) l[i * n + i] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
  return l;
}

/** Inverse of a lower triangular matrix. */
export function invertLower(l: Float64Array, n: number): Float64Array {
  const inverse = new Float64Array(n * n);
  for (let column = 0; column < n; column++) {
    for (let i = column; i < n; i++) {
      let sum = i === column ? 1 : 0;
      for (let k = column; k < i; k++) {
        sum -= (l[i * n + k] as number) * (inverse[k * n + column] as number);
      }
      inverse[i * n + column] = sum / (l[i * n + i] as number);
    }
  }
  return inverse;
}

/** a·b, or a·bᵀ. */
export function multiply(a: Float64Array, b: Float64Array, n: number, transposed = false): Float64Array {
  const product = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < n; k++) {
        sum += (a[i * n + k] as number) * ((transposed ? b[j * n + k] : b[k * n + j]) as number);
      }
      product[i * n + j] = sum;
    }
  }
  return product;
}

/**
 * An orthonormal basis, as rows, of the space that the `count` leading eigenvectors of a symmetric positive semidefinite
 * matrix span, by orthogonal iteration (Bauer, 1957). Where two eigenvalues are nearly equal and only one is wanted, it
 * may be any mixture of the two; where the matrix has a lower rank, the rest is any directions at right angles.
 */
export function leadingSpace(a: Float64Array, n: number, count: number): Float64Array {
  let basis = new Float64Array(count * n);
  for (let row = 0; row < count; row++) basis[row * n + row] = 1;
  for (let round = 0; round < ITERATIONS; round++) {
    const next = new Float64Array(count * n);
    for (let row = 0; row < count; row++) {
      let i = 0;
      for (; i + 4 <= n; i += 4) fourDots(a, i * n, basis, row * n, n, next, row * n + i);
      for (; i < n; i++) next[row * n + i] = dot(a, i * n, basis, row * n, n);
      orthonormalise(next, row, n);
    }
    basis = next;
  }
  return basis;
}

const ITERATIONS = 40;

/** What is left of a row in this share of its length is rounding. */
const ROUNDING = 1e-10;

/** Makes a row orthogonal to those above it, and one long; one that lies within their space gives way to an axis. */
function orthonormalise(rows: Float64Array, row: number, n: number): void {
  for (let axis = -1; axis < n; axis++) {
    if (axis >= 0) {
      rows.fill(0, row * n, (row + 1) * n);
      rows[row * n + axis] = 1;
    }
    if (normalise(rows, row, n) === 0) continue;
    takeOffAbove(rows, row, n);
    if (normalise(rows, row, n) < ROUNDING) continue;
    // Once more, for what rounding has left of them (Kahan: twice is enough).
    takeOffAbove(rows, row, n);
    normalise(rows, row, n);
    return;
  }
}

/** Takes off a row what lies along those above it (Gram and Schmidt). */
function takeOffAbove(rows: Float64Array, row: number, n: number): void {
  const at = row * n;
  for (let above = 0; above < at; above += n) {
    const along = dot(rows, above, rows, at, n);
    for (let i = 0; i < n; i++) rows[at + i] = (rows[at + i] as number) - along * (rows[above + i] as number);
  }
}

/** Returns the length it had. */
function normalise(rows: Float64Array, row: number, n: number): number {
  const length = Math.sqrt(dot(rows, row * n, rows, row * n, n));
  if (length > 0) for (let i = row * n; i < (row + 1) * n; i++) rows[i] = (rows[i] as number) / length;
  return length;
}

function dot(a: Float64Array, atA: number, b: Float64Array, atB: number, n: number): number {
  let sum = 0;
  for (let k = 0; k < n; k++) sum += (a[atA + k] as number) * (b[atB + k] as number);
  return sum;
}

/** Of four rows of `a`, each as `dot` gives it: a processor adds to three sums while it waits for the fourth. */
function fourDots(
  a: Float64Array,
  atA: number,
  b: Float64Array,
  atB: number,
  n: number,
  into: Float64Array,
  at: number,
): void {
  let [first, second, third, fourth] = [0, 0, 0, 0];
  for (let k = 0; k < n; k++) {
    const value = b[atB + k] as number;
    const i = atA + k;
    first += (a[i] as number) * value;
    second += (a[i + n] as number) * value;
    third += (a[i + 2 * n] as number) * value;
    fourth += (a[i + 3 * n] as number) * value;
  }
  into[at] = first;
  into[at + 1] = second;
  into[at + 2] = third;
  into[at + 3] = fourth;
}
