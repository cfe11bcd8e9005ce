import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesOf as batchesOf } from '../../src/disk/lines.ts';

async function* pieces<T>(all: readonly T[]): AsyncGenerator<T> {
  yield* all;
}

async function linesOf(all: readonly (string | Uint8Array)[]): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const some of batchesOf(pieces(all))) lines.push(...some);
  return lines;
}

describe('the lines of a text in pieces', () => {
  it.each([
    ['', []],
    ['\n', ['']],
    ['a', ['a']],
    ['a\nb', ['a', 'b']],
    ['a\r\n\r\nb\n', ['a', '', 'b']],
    ['a\rb\r', ['a\rb']],
    ['a\u2028b\u2029c\u0085d\n', ['a\u2028b\u2029c\u0085d']],
  ])('%j are %j', async (text, lines) => {
    expect(await linesOf([text])).toEqual(lines);
  });

  it('are the same wherever it is broken, in the middle of a character too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', 'ü', '😀', ' ') }),
        fc.array(fc.nat(40)),
        async (text, cuts) => {
          const bytes = new TextEncoder().encode(text);
          const at = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
          const broken = at.slice(1).map((to, i) => bytes.slice(at[i], to));
          expect(await linesOf(broken)).toEqual(await linesOf([text]));
        },
      ),
    );
  });
});
