import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeBase64Into } from '../../../src/audio/base64.ts';
import { decodeNatively } from '../../../src/engine/node/native_base64.ts';

const good = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_';
const code = fc.oneof(
  { weight: 60, arbitrary: fc.nat(good.length - 1).map((at) => good.charCodeAt(at)) },
  { weight: 1, arbitrary: fc.nat(255) },
  { weight: 1, arbitrary: fc.constantFrom(61, 10, 13, 32, 34, 92, 0) },
);
const pads = fc.constantFrom<readonly number[]>([], [61], [61, 61], [61, 61, 61]);

it('is decoded by Node as it is by ours, whatever stands there', () => {
  fc.assert(
    fc.property(
      fc.array(code, { maxLength: 200 }),
      pads,
      fc.nat(3),
      fc.nat(160),
      (codes, end, from, room) => {
        const bytes = Uint8Array.from([...codes, ...end]);
        const [byNode, byOurs] = [new Uint8Array(room), new Uint8Array(room)];
        const to = bytes.length;
        const start = Math.min(from, to);
        const length = decodeNatively(bytes, start, to, byNode);
        expect(length).toBe(decodeBase64Into(bytes, start, to, byOurs));
        const decoded = Math.max(0, length);
        expect(byNode.subarray(0, decoded)).toEqual(byOurs.subarray(0, decoded));
      },
    ),
    { numRuns: 2000 },
  );
});
