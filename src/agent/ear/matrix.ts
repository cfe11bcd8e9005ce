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

/** Eigenvectors of a symmetric matrix as rows, with their values, by Jacobi's rotations. `a` is used up. */
export function eigen(a: Float64Array, n: number): { values: Float64Array; vectors: Float64Array } {
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  const rotate = (m: Float64Array, p: number, q: number, stride: number, c: number, s: number): void => {
    for (let k = 0; k < n; k++, p += stride, q += stride) {
      const x = m[p] as number;
      const y = m[q] as number;
      m[p] = c * x - s * y;
      m[q] = s * x + c * y;
    }
  };
  for (let sweep = 0; sweep < 30; sweep++) {
    let off = 0;
    let all = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const square = (a[i * n + j] as number) ** 2;
        all += square;
        if (i !== j) off += square;
      }
    }
    if (off <= 1e-16 * all) break;
    const least = Math.sqrt((1e-16 * all) / (n * n));
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const apq = a[p * n + q] as number;
        if (Math.abs(apq) <= least) continue;
        const theta = ((a[q * n + q] as number) - (a[p * n + p] as number)) / (2 * apq);
        const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        const c = 1 / Math.hypot(t, 1);
        rotate(a, p, q, n, c, t * c);
        rotate(a, p * n, q * n, 1, c, t * c);
        rotate(vectors, p * n, q * n, 1, c, t * c);
      }
    }
  }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i] as number), vectors };
}
