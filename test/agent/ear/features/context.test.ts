import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { COEFFICIENTS } from '../../../../src/agent/ear/features/cepstrum.ts';
import {
  addContext,
  CONTEXT_WIDTH,
  Context,
  contextAt,
  REACH,
} from '../../../../src/agent/ear/features/context.ts';

const tracks = fc
  .integer({ min: 1, max: 20 })
  .chain((frames) =>
    fc.float64Array({ minLength: frames * COEFFICIENTS, maxLength: frames * COEFFICIENTS, noNaN: true }),
  );

it('is, as frames come, what it is of the whole recording, but for the last frames', () => {
  fc.assert(
    fc.property(tracks, (cepstra) => {
      const context = new Context();
      const wanted = new Float64Array(CONTEXT_WIDTH);
      const frames = cepstra.length / COEFFICIENTS;
      let middle = 0;
      for (let t = 0; t < frames; t++) {
        const at = context.makeRoom();
        context.values.set(cepstra.subarray(t * COEFFICIENTS, (t + 1) * COEFFICIENTS), at);
        if (!context.complete()) continue;
        contextAt(cepstra, middle++, wanted);
        expect(context.values.every((value, i) => value === wanted[i])).toBe(true);
      }
      expect(middle).toBe(Math.max(0, frames - REACH));
    }),
  );
});

it('adds up to what it is, at the ends too', () => {
  fc.assert(
    fc.property(tracks, fc.nat(19), (cepstra, t) => {
      fc.pre(t * COEFFICIENTS < cepstra.length);
      const wanted = new Float64Array(CONTEXT_WIDTH + 2);
      contextAt(cepstra, t, wanted, 2);
      const sums = new Float64Array(CONTEXT_WIDTH + 2);
      addContext(cepstra, t, sums, 2);
      expect(sums.every((value, i) => value === wanted[i])).toBe(true);
      addContext(cepstra, t, sums, 2);
      expect(sums.every((value, i) => value === 2 * (wanted[i] as number))).toBe(true);
    }),
  );
});
