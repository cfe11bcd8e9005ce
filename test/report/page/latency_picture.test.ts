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

  it('is no zone for a band that nothing can lie in', () => {
    const twice = [
      ['excellent', 300],
      ['good', 300],
      ['poor', 1200],
    ] as const;
    expect(all(drawn({ bands: twice }), /class="zone (\w+)"/g)).toEqual([
      'excellent',
      'poor',
      'unacceptable',
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
    // The bracket ends at 629: with 78 more for the label it would be beyond 700.
    expect(mark({ ms: 1150, ci: [1100, 1170] })).toContain('<text class="end" x="588" y="22" >');
    expect(drawn({ p95: { ms: null, ci: null } })).not.toContain('class="p95"');
    expect(drawn({ counts: [1234] })).toContain(
      'aria-label="Distribution of 1,234 response latencies; p95 is 400 ms"',
    );
  });
});

describe('a picture of another width', () => {
  const bars = (fields: Partial<LatencyPicture>): readonly string[] =>
    all(drawn(fields), /class="bar" (x="[\d.]+" y="[\d.]+" width="[\d.]+")/g);

  it('is as wide as it is asked for, and as high as ever', () => {
    const head = (width: number): string => /^<svg ([^>]*)>/.exec(drawn({ width }))?.[1] ?? '';
    expect(head(700)).toContain('class="latencies" role="img"');
    expect(head(700)).toContain('viewBox="0 0 700 250" width="700" height="250"');
    expect(head(320)).toContain('viewBox="0 0 320 250" width="320" height="250"');
  });

  it('has a bar for each twelve of its width, but twenty at the least and sixty at the most', () => {
    // Of 1224 ms: 61.2 and 20.4 ms each, in which 400 lies in the seventh and in the twentieth.
    expect(bars({ width: 200 })).toEqual(['x="77.6" y="30" width="5"']);
    expect(bars({ width: 1000 })).toEqual(['x="332.8" y="30" width="14.6"']);
  });

  it('has a tick for each ninety, but three at the least', () => {
    const ticks = (fields: Partial<LatencyPicture>): readonly string[] =>
      all(drawn(fields), /class="tick mid" x="[\d.]+" y="233">([^<]*)</g);
    expect(ticks({ width: 200 })).toEqual(['0 ms', '500 ms', '1 s']);
    const hundreds = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${n}00 ms`);
    expect(ticks({ width: 1300 })).toEqual(['0 ms', ...hundreds, '1 s', '1.1 s', '1.2 s']);
  });

  it('tells its p95 above it where it has no room on either side', () => {
    const label = (p95: LatencyPicture['p95']): string =>
      /<text class="(?:end)?" x="[\d.]+" y="\d+" >p95 [^<]*/.exec(drawn({ width: 200, p95 }))?.[0] ?? '';
    expect(label({ ms: 400, ci: null })).toBe('<text class="" x="86.6" y="22" >p95 400 ms');
    expect(label({ ms: 400, ci: [300, 1100] })).toBe('<text class="end" x="194" y="11" >p95 400 ms');
  });
});

describe('the places in the picture', () => {
  it('are those of its lines, zones and marks', () => {
    const markup = drawn({ p95: { ms: 400, ci: [300, 600] } });
    // Nothing, half and all: 216, 123 and 30.
    expect(all(markup, /class="grid" (x1="44" x2="656" y1="[\d.]+" y2="[\d.]+")/g)).toEqual([
      'x1="44" x2="656" y1="216" y2="216"',
      'x1="44" x2="656" y1="123" y2="123"',
      'x1="44" x2="656" y1="30" y2="30"',
    ]);
    expect(all(markup, /class="tick end" (x="38" y="[\d.]+")/g)).toEqual([
      'x="38" y="220"',
      'x="38" y="127"',
      'x="38" y="34"',
    ]);
    expect(all(markup, /class="tick" (x="662" y="[\d.]+")/g)).toEqual([
      'x="662" y="220"',
      'x="662" y="127"',
      'x="662" y="34"',
    ]);
    expect(all(markup, /class="grid" (x1="144" [^/]*)\//g)).toEqual(['x1="144" x2="144" y1="216" y2="220" ']);
    expect(markup).toContain('class="zone good" x="194" y="30" width="100" height="186"');
    expect(markup).toContain('class="foot good" x="194" y="216" width="100" height="3"');
    expect(all(markup, /class="tick mid" (x="[\d.]+" y="246">\w+)/g)[1]).toBe('x="244" y="246">good');
    const mark = /<g class="p95"(.*)<\/g/.exec(markup)?.[1] ?? '';
    expect(mark.replaceAll(/\s+/g, ' ')).toContain('x1="194" x2="344" y1="18" y2="18"');
    expect(mark).toContain('x1="194" x2="194" y1="14" y2="22"');
    expect(mark).toContain('x1="344" x2="344" y1="14" y2="22"');
    expect(mark).toContain('cx="244" cy="18" r="4"');
  });

  it('on a logarithmic axis are as far apart as the times are multiples of each other', () => {
    const markup = drawn({ log: true, ms: [100, 4900], counts: [1, 1] });
    // 58 bars of 10.55 from 80 ms to 4998: 100 ms lies in the fourth of them, 4900 in the last.
    expect(all(markup, /class="bar" (x="[\d.]+" y="[\d.]+" width="[\d.]+" height="[\d.]+")/g)).toEqual([
      'x="75.7" y="30" width="10" height="186"',
      'x="645.4" y="30" width="10" height="186"',
    ]);
    // What is shorter than its shortest stands at its beginning.
    expect(all(markup, /class="zone excellent" (x="[\d.]+")/g)).toEqual(['x="44"']);
  });

  it('on a logarithmic axis begin at one millisecond at the earliest', () => {
    const markup = drawn({ log: true, ms: [0.5, 40], counts: [1, 1], bands: [], p95: { ms: 40, ci: null } });
    expect(all(markup, /class="tick mid" (x="[\d.]+" y="233">[^<]*)</g)).toEqual([
      'x="44" y="233">1 ms',
      // 612 for ln 40.8.
      'x="158.4" y="233">2 ms',
      'x="309.6" y="233">5 ms',
      'x="424" y="233">10 ms',
      'x="538.4" y="233">20 ms',
    ]);
  });

  it('are there though there is nothing to draw', () => {
    const markup = drawn({ ms: [], counts: [], bands: [], p95: { ms: null, ci: null } });
    expect(markup).not.toMatch(/NaN|Infinity|undefined/);
    expect(markup).not.toContain('class="bar"');
    expect(all(markup, /class="(zone \w+)"/g)).toEqual(['zone unacceptable']);
  });
});
