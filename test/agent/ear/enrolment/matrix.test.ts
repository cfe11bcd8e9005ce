import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky, invertLower, leadingSpace, multiply } from '../../../../src/agent/ear/enrolment/matrix.ts';
import { Random } from '../../../../src/core/word/random.ts';

const sizes = fc.tuple(fc.integer({ min: 1, max: 9 }), fc.nat());

function drawn(n: number, seed: number): Float64Array {
  const random = new Random(seed, 'matrix');
  return Float64Array.from({ length: n * n }, () => random.normal());
}

/** B·Bᵀ + 1: symmetric, positive definite. */
function definite(n: number, seed: number): Float64Array {
  const b = drawn(n, seed);
  return multiply(b, b, n, true).map((value, i) => value + (i % (n + 1) === 0 ? 1 : 0));
}

function identity(n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, i) => (i % (n + 1) === 0 ? 1 : 0));
}

function worst(a: Float64Array, b: Float64Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] as number))), 0);
}

/** Largest eigenvalues first, with their vectors as rows: Jacobi's rotations, until nothing is left beside the diagonal. */
function eigen(matrix: Float64Array, n: number): { values: number[]; rows: number[][] } {
  const a = Array.from({ length: n }, (_, i) => [...matrix.subarray(i * n, (i + 1) * n)]);
  const v = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)));
  const at = (m: number[][], i: number, j: number): number => (m[i] as number[])[j] as number;
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        const angle = 0.5 * Math.atan2(2 * at(a, p, q), at(a, q, q) - at(a, p, p));
        const [c, s] = [Math.cos(angle), Math.sin(angle)];
        for (const m of [a, v]) {
          for (const row of m) {
            const [x, y] = [row[p] as number, row[q] as number];
            row[p] = c * x - s * y;
            row[q] = s * x + c * y;
          }
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [at(a, p, k), at(a, q, k)];
          (a[p] as number[])[k] = c * x - s * y;
          (a[q] as number[])[k] = s * x + c * y;
        }
      }
    }
  }
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => at(a, j, j) - at(a, i, i));
  return { values: order.map((i) => at(a, i, i)), rows: order.map((i) => v.map((row) => row[i] as number)) };
}

/** The matrix that takes a vector's part within the space of orthonormal rows. */
function projector(rows: Float64Array, count: number, n: number): Float64Array {
  return Float64Array.from({ length: n * n }, (_, at) => {
    let sum = 0;
    for (let row = 0; row < count; row++) {
      sum += (rows[row * n + Math.floor(at / n)] as number) * (rows[row * n + (at % n)] as number);
    }
    return sum;
  });
}

describe('cholesky', () => {
  it('gives a lower triangle whose square is the matrix', () => {
    fc.assert(
      fc.property(sizes, ([n, seed]) => {
        const a = definite(n, seed);
        const l = cholesky(a, n);
        expect(l.every((value, i) => i % n <= Math.floor(i / n) || value === 0)).toBe(true);
        expect(worst(multiply(l, l, n, true), a)).toBeLessThan(1e-9);
      }),
    );
  });

  it('refuses what is not positive definite', () => {
    expect(() => cholesky(Float64Array.of(1, 2, 2, 1), 2)).toThrow(RangeError);
    expect(() => cholesky(Float64Array.of(0), 1)).toThrow(RangeError);
  });
});

describe('invertLower', () => {
  it('gives what is the identity with it, on either side', () => {
    fc.assert(
      fc.property(sizes, ([n, seed]) => {
        const l = cholesky(definite(n, seed), n);
        expect(worst(multiply(l, invertLower(l, n), n), identity(n))).toBeLessThan(1e-8);
        expect(worst(multiply(invertLower(l, n), l, n), identity(n))).toBeLessThan(1e-8);
      }),
    );
  });
});

describe('multiply', () => {
  it('multiplies by the matrix, or by its transpose', () => {
    const a = Float64Array.of(1, 2, 3, 4);
    const b = Float64Array.of(5, 6, 7, 8);
    expect([...multiply(a, b, 2)]).toEqual([19, 22, 43, 50]);
    expect([...multiply(a, b, 2, true)]).toEqual([17, 23, 39, 53]);
  });
});

describe('leadingSpace', () => {
  it('is orthonormal, whatever the matrix and its rank', () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), ([n, seed], more, less) => {
        const count = 1 + (more % n);
        const rank = less % (n + 1);
        const few = drawn(n, seed).map((value, i) => (Math.floor(i / n) < rank ? value : 0));
        // Bᵀ·B of so many rows.
        const b = Float64Array.from(few, (_, i) => few[(i % n) * n + Math.floor(i / n)] as number);
        const rows = leadingSpace(multiply(b, b, n, true), n, count);
        const products = Float64Array.from({ length: count * count }, (_, at) => {
          const [i, j] = [Math.floor(at / count), at % count];
          return rows
            .subarray(i * n, (i + 1) * n)
            .reduce((sum, value, k) => sum + value * (rows[j * n + k] as number), 0);
        });
        expect(worst(products, identity(count))).toBeLessThan(1e-9);
      }),
      { numRuns: 200 },
    );
  });

  it('is the space of the leading eigenvectors, where these stand out', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.nat(), fc.nat(), (n, seed, more) => {
        const count = 1 + (more % (n - 1));
        // Orthonormal directions of a drawn matrix, with eigenvalues of our own: each twice as large as the next.
        const { rows } = eigen(definite(n, seed), n);
        const a = Float64Array.from({ length: n * n }, (_, at) =>
          rows.reduce(
            (sum, row, i) => sum + 2 ** -i * (row[Math.floor(at / n)] as number) * (row[at % n] as number),
            0,
          ),
        );
        const found = eigen(a, n);
        found.values.forEach((value, i) => expect(value).toBeCloseTo(2 ** -i, 9));
        const wanted = Float64Array.from(found.rows.slice(0, count).flat());
        const space = leadingSpace(a, n, count);
        expect(worst(projector(space, count, n), projector(wanted, count, n))).toBeLessThan(1e-6);
      }),
    );
  });
});
