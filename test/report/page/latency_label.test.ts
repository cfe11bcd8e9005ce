import { expect, it } from 'vitest';
import { latencyPicture, type LatencyPicture } from '../../../src/report/page/latency_picture.ts';

const picture: LatencyPicture = {
  ms: [800, 1000, 3500],
  counts: [1, 8, 1],
  lost: 0,
  bands: [['good', 500]],
  thresholds: [],
  p95: { ms: 1950, ci: [1400, 3500] },
  log: false,
  width: 560,
};

/** From where to where the text of p95 may reach, at six units a letter. */
function labelSpan(shape: Partial<LatencyPicture>): readonly [number, number] {
  const { markup } = latencyPicture({ ...picture, ...shape });
  const [, side, x, text = ''] =
    /<text class="(end|)" x="([\d.]+)" y="[\d.]+"\s*>(p95 [^<]*)<\/text/.exec(markup) ?? [];
  const [at, wide] = [Number(x), text.length * 6];
  return side === 'end' ? [at - wide, at] : [at, at + wide];
}

it('counts answers in whole numbers, none twice', () => {
  const { markup } = latencyPicture({ ...picture, counts: [1, 1, 1] });
  const counts = Array.from(markup.matchAll(/<text\s+class="tick end"[^>]*>([^<]*)</g), ([, text]) => text);
  expect(counts).toEqual(['0', '', '1']);
});

it.each([
  ['wide at the right end', {}],
  ['narrow in the middle', { p95: { ms: 1400, ci: [1300, 1500] as const } }],
  ['without an upper end', { p95: { ms: 3400, ci: [3300, null] as const } }],
  ['of nearly the whole width', { p95: { ms: 1950, ci: [60, 3500] as const } }],
  ['of a telephone', { width: 280, p95: { ms: 1000, ci: [200, 3500] as const } }],
])('names p95 inside the picture: %s', (_, shape) => {
  const [from, until] = labelSpan(shape);
  expect(from).toBeGreaterThanOrEqual(0);
  expect(until).toBeLessThanOrEqual({ ...picture, ...shape }.width);
});
