import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PackedRows } from '../../src/report/packed_rows.ts';

const number = fc.oneof(
  fc.double(),
  fc.integer({ min: -3, max: 70_000 }),
  fc.constantFrom(Number.NaN, 0, -0, 255, 256, 65_535, 65_536, 2 ** 53, Infinity, 5e-324),
);

/** NaN is NaN, and −0 is not 0. */
function isSame(read: Float64Array, row: readonly number[] = []): boolean {
  return read.length === row.length && row.every((value, at) => Object.is(value, read[at]));
}

describe('packed rows', () => {
  it('come back to the last bit, in whatever order they are asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.array(number, { minLength: 7, maxLength: 7 }), { minLength: 1 }), (rows) => {
        const packed = new PackedRows(7);
        const places = rows.map((row) => packed.add(Float64Array.from(row)));
        const read = new Float64Array(7);
        const other = [...places.entries()].toReversed().flatMap(([index, place]) => {
          packed.read(place, read);
          return isSame(read, rows[index]) ? [] : [{ index, read: [...read] }];
        });
        expect(other).toEqual([]);
      }),
    );
  });

  it('lie in as many blocks as they need, none of them in two', () => {
    const packed = new PackedRows(5);
    const rowOf = (index: number): number[] => [index, index / 3, Number.NaN, index % 256, -index];
    const places = Array.from({ length: 20_000 }, (_, index) => packed.add(Float64Array.from(rowOf(index))));
    const read = new Float64Array(5);
    const other = places.flatMap((place, index) => {
      packed.read(place, read);
      return isSame(read, rowOf(index)) ? [] : [{ index, read: [...read] }];
    });
    expect(other).toEqual([]);
  });

  it('are read as far as is asked', () => {
    const packed = new PackedRows(3);
    const place = packed.add(Float64Array.of(1.5, 2, 3));
    const read = Float64Array.of(0, 0, 9);
    packed.read(place, read, 2);
    expect([...read]).toEqual([1.5, 2, 9]);
  });

  it('are not longer than a block', () => {
    expect(() => new PackedRows(9000)).toThrow('9000');
  });
});
