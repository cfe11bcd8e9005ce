/** Peaks to pixels. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnsOf, wavePath } from '../../../src/page/inspector/wave_path.ts';

describe('the columns of a waveform', () => {
  it('lose no peak, however far it is zoomed out', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 1, maxLength: 500 }),
        fc.integer({ min: 1, max: 100 }),
        (peaks, columns) => {
          const all = columnsOf(peaks, 50, 200, 200, 200 + (peaks.length / 50) * 1000, columns);
          expect(all.length).toBe(columns);
          expect(Math.max(...all)).toBe(Math.max(...peaks));
        },
      ),
    );
  });

  it('lie where the peaks are, and are silent beside the recording', () => {
    const peaks = Uint8Array.of(10, 20, 30, 40);
    // 20 ms a peak, from 1000 to 1080 ms.
    expect([...columnsOf(peaks, 50, 1000, 960, 1120, 8)]).toEqual([0, 0, 10, 20, 30, 40, 0, 0]);
    expect([...columnsOf(peaks, 50, 1000, 1000, 1040, 4)]).toEqual([10, 10, 20, 20]);
  });

  it('are drawn from the middle to both sides', () => {
    expect(wavePath(Uint8Array.of(255, 0), 30, 20, 2)).toBe('M0.0 10.0L2.0 29.5L2.0 30.5L0.0 50.0Z');
    expect(wavePath(new Uint8Array(0), 30, 20, 2)).toBe('');
  });
});
