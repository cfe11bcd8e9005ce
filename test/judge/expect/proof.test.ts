/** Joined as Kleene has it, whatever is joined. */

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allOf, anyOf, failed, held, negated, unknown, type Proof } from '../../../src/judge/expect/proof.ts';

const proof = fc.oneof(
  fc.option(fc.nat(9999)).map((atMs) => held(atMs)),
  fc.constant(failed('no')),
  fc.constant(unknown('words')),
);
/** False, unknown, true: `all` is the least, `any` the most. */
const rank = ({ holds }: Proof): number => (holds === null ? 1 : holds ? 2 : 0);

it('all is the least of them, any the most, and not turns both round', () => {
  fc.assert(
    fc.property(fc.array(proof, { minLength: 1 }), (proofs) => {
      const ranks = proofs.map(rank);
      expect(rank(allOf(proofs))).toBe(Math.min(...ranks));
      expect(rank(anyOf(proofs))).toBe(Math.max(...ranks));
      expect(rank(negated(allOf(proofs), ''))).toBe(rank(anyOf(proofs.map((one) => negated(one, '')))));
    }),
  );
});

it('all is shown with the last of them, any with the first', () => {
  expect(allOf([held(5), held(null), held(9)])).toEqual(held(9));
  expect(anyOf([failed('no'), held(9), held(5)])).toEqual(held(5));
  expect(anyOf([held(null)])).toEqual(held(null));
  expect(anyOf([failed('this'), failed('that')])).toEqual(failed('this; that'));
});
