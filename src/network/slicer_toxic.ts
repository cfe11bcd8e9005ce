/** Cuts what comes into slices of `average_size`, more or less up to `size_variation`, with `delay` between them. */

import { toxic } from './toxic.ts';

export const slicer = toxic({
  name: 'slicer',
  means: 'data comes in small slices',
  of: 'link',
  args: {
    average_size: { means: 'of a slice', kind: 'bytes', otherwise: 512, min: 16 },
    size_variation: { means: 'more or less, up to so much, evenly drawn', kind: 'bytes', otherwise: 0 },
    delay: { means: 'between one slice and the next', kind: 'ms', otherwise: 0 },
  },
  does: ({ average_size: average, size_variation: variation, delay }) => ({
    type: 'shapes',
    shaper: (random) => {
      let freeMs = 0;
      return {
        pass: (bytes, atMs, out) => {
          const waited = freeMs > atMs;
          let slices = 0;
          for (let left = bytes; left > 0; slices++) {
            const wished = average - variation + (variation === 0 ? 0 : random.below(2 * variation + 1));
            const slice = Math.min(left, wished);
            left -= slice;
            freeMs = Math.max(freeMs, atMs);
            out.piece(slice, freeMs);
            freeMs += delay;
          }
          return waited || slices > 1;
        },
      };
    },
  }),
  neverStrikes: ({ average_size: average, size_variation: variation }) =>
    variation < average ? null : `expected a size_variation under the average_size of ${average}B`,
});
