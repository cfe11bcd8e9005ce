/** The picture of the latencies: what its axes say, and where things stand on them. All places are reckoned by hand. */

import { describe, expect, it } from 'vitest';
import { latencyPicture, roundStep, type LatencyPicture } from '../../../src/report/page/latency_picture.ts';

const bands = [
  ['excellent', 300],
  ['good', 500],
  ['acceptable', 800],
  ['poor', 1200],
] as const;

function drawn(fields: Partial<LatencyPicture> = {}): string {
  const picture = {
    ms: [400],
    counts: [1],
    lost: 0,
    bands,
    thresholds: [],
    p95: { ms: 400, ci: null },
    log: false,
    // With 44 to each side, 612 are left: half of one for each ms up to 1224, which is 1200 and a fiftieth.
    width: 700,
    ...fields,
  };
  return latencyPicture(picture).markup.replaceAll(/\s+/g, ' ');
}

const all = (markup: string, pattern: RegExp): string[] =>
  Array.from(markup.matchAll(pattern), ([, found = '']) => found);

describe('the axis of counts', () => {
  const counted = (markup: string): string[] => all(markup, /class="tick end" x="38" y="[\d.]+" ?>([^<]*)</g);

  it.each([
    [1, ['0', '', '1']],
    [2, ['0', '1', '2']],
    [3, ['0', '', '3']],
    [1200, ['0', '600', '1,200']],
  ])('of at most %s answers in a bar has no half ones, and none twice', (most, labels) => {
    expect(counted(drawn({ counts: [most] }))).toEqual(labels);
  });

  it('has the shares on its other side', () => {
    expect(all(drawn(), /class="tick" x="662" y="[\d.]+" ?>([^<]*)</g)).toEqual(['0%', '50%', '100%']);
  });
});

describe('the axis of time', () => {
  const times = (markup: string): string[][] =>
    Array.from(
      markup.matchAll(/class="tick mid" x="([\d.]+)" y="233">([^<]*)</g),
      ([, x = '', text = '']) => [x, text],
    );

  it('begins at 0 and goes on in round steps', () => {
    expect(times(drawn())).toEqual([
      ['44', '0 ms'],
      ['144', '200 ms'],
      ['244', '400 ms'],
      ['344', '600 ms'],
      ['444', '800 ms'],
      ['544', '1 s'],
      ['644', '1.2 s'],
    ]);
  });

  it('goes on to the slowest answer, or to a threshold beyond it', () => {
    const last = (fields: Partial<LatencyPicture>) => times(drawn(fields)).at(-1)?.[1];
    expect(last({ ms: [9900] })).toBe('10 s');
    expect(last({ thresholds: [{ text: 'max < 5s', atMs: 5000, pass: true }] })).toBe('5 s');
  });

  it('where it is logarithmic has the same room for each doubling', () => {
    const found = times(drawn({ log: true, ms: [100, 4900], counts: [1, 1] }));
    expect(found.map(([, text]) => text)).toEqual(['100 ms', '200 ms', '500 ms', '1 s', '2 s']);
    const x = Object.fromEntries(found.map(([at, text]) => [text ?? '', Number(at)]));
    const doubling = (x['200 ms'] ?? 0) - (x['100 ms'] ?? 0);
    expect((x['1 s'] ?? 0) - (x['500 ms'] ?? 0)).toBeCloseTo(doubling, 0);
    expect((x['2 s'] ?? 0) - (x['1 s'] ?? 0)).toBeCloseTo(doubling, 0);
    // From four fifths of the shortest, 80 ms, up to a fiftieth beyond the longest.
    expect(x['100 ms']).toBeCloseTo(44 + (612 * Math.log(100 / 80)) / Math.log(4998 / 80), 0);
  });

  it.each([
    [0, 1e-9],
    [0.3, 0.5],
    [1, 1],
    [1.1, 2],
    [4, 5],
    [60, 100],
    [200, 200],
    [201, 500],
  ])('takes for a step of at least %s one of %s', (least, step) => {
    expect(roundStep(least)).toBeCloseTo(step, 12);
  });
});

describe('what is drawn', () => {
  it('is a zone for each band, as wide as it is', () => {
    const zones = all(drawn(), /class="(zone \w+" x="[\d.]+" y="30" width="[\d.]+)"/g);
    expect(zones).toEqual([
      'zone excellent" x="44" y="30" width="150',
      'zone good" x="194" y="30" width="100',
      'zone acceptable" x="294" y="30" width="150',
      'zone poor" x="444" y="30" width="200',
      'zone unacceptable" x="644" y="30" width="12',
    ]);
    // What is too narrow for its name has none.
    expect(all(drawn(), /class="tick mid" x="[\d.]+" y="246">([^<]*)</g)).toEqual([
      'excellent',
      'good',
      'acceptable',
      'poor',
    ]);
  });

  it('is a line that climbs by the share of the answers, and stays below the top by what never came', () => {
    const path = (fields: Partial<LatencyPicture>) => all(drawn(fields), /class="ecdf" d="([^"]*)"/g)[0];
    const some = { ms: [200, 400, 800], counts: [1, 2, 1] };
    expect(path(some)).toBe('M144 216V169.5H244V76.5H444V30');
    expect(path({ ...some, lost: 4 })).toBe('M144 216V192.8H244V146.3H444V123');
    expect(path({ ms: [], counts: [] })).toBe('');
  });

  it('is a bar for each bin that has any, the highest as high as the picture', () => {
    const bars = (fields: Partial<LatencyPicture>) =>
      Array.from(
        drawn(fields).matchAll(/class="bar" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
        ([, ...numbers]) => numbers.map(Number),
      );
    // 58 bins of 1224 ms: 21.1 ms each, and 10.6 wide. 381 and 400 lie in that from 379.9 on, 900 in that from 886.3 on.
    expect(bars({ ms: [381, 400, 900], counts: [1, 3, 1] })).toEqual([
      [233.9, 30, 10, 186],
      [487.2, 169.5, 10, 46.5],
    ]);
    // One among a thousand is still seen.
    expect(bars({ ms: [400, 900], counts: [1000, 1] })[1]?.[3]).toBe(1);
  });

  it('is each threshold that a percentile of the latency has, its name on the side that has room', () => {
    const markup = drawn({
      thresholds: [
        { text: 'p50 < 400ms', atMs: 400, pass: true },
        { text: 'p95 < 1s', atMs: 1000, pass: false },
      ],
    });
    expect(all(markup, /<(line class="limit \w+" x1="[\d.]+" x2="[\d.]+" y1="26" y2="216")/g)).toEqual([
      'line class="limit pass" x1="244" x2="244" y1="26" y2="216"',
      'line class="limit fail" x1="544" x2="544" y1="26" y2="216"',
    ]);
    expect(all(markup, /<(text class="limit [^>]*>[^<]*)</g)).toEqual([
      'text class="limit pass " x="248" y="40">p50 < 400ms'.replace('<', '&lt;'),
      'text class="limit fail end" x="540" y="54">p95 < 1s'.replace('<', '&lt;'),
    ]);
  });

  it('is the p95 with its interval, up to the edge where that has no end', () => {
    const mark = (p95: LatencyPicture['p95']) => /<g class="p95"(.*)<\/g/.exec(drawn({ p95 }))?.[1] ?? '';
    const ends = (p95: LatencyPicture['p95']) => all(mark(p95), /x1="([\d.]+)"/g);
    expect(ends({ ms: 400, ci: [300, 600] })).toEqual(['194', '194', '344']);
    expect(ends({ ms: 400, ci: [null, null] })).toEqual(['244', '244', '656']);
    expect(ends({ ms: 400, ci: null })).toEqual(['244', '244', '244']);
    expect(ends({ ms: 400, ci: [300, 90_000] })).toEqual(['194', '194', '656']);
    expect(mark({ ms: 400, ci: [300, 600] })).toContain('<text class="" x="350" y="22" >p95 400 ms</text');
    expect(mark({ ms: 1000, ci: [900, 1100] })).toContain('<text class="" x="600" y="22" >p95 1 s</text');
    expect(mark({ ms: 1150, ci: [1100, 1200] })).toContain(
      '<text class="end" x="588" y="22" >p95 1.15 s</text',
    );
    expect(drawn({ p95: { ms: null, ci: null } })).not.toContain('class="p95"');
    expect(drawn({ counts: [1234] })).toContain(
      'aria-label="Distribution of 1,234 response latencies; p95 is 400 ms"',
    );
  });
});
