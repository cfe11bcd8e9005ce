/** Text of any characters that there are, for properties. `fc.string({ unit: 'binary' })` lists all million of them before the first. */

import * as fc from 'fast-check';

/** Half a surrogate pair is no character. */
const character = fc
  .oneof(fc.integer({ min: 0, max: 0xd7ff }), fc.integer({ min: 0xe000, max: 0x10ffff }))
  .map((point) => String.fromCodePoint(point));

export function anyText(
  lengths: Pick<fc.StringConstraints, 'minLength' | 'maxLength'> = {},
): fc.Arbitrary<string> {
  return fc.string({ ...lengths, unit: character });
}
