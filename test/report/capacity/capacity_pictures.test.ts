import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { CapacityResult } from '../../../src/forecast/capacity/capacity_result.ts';
import { capacityPictures } from '../../../src/report/capacity/capacity_pictures.ts';
import { furtherNotes } from '../../../src/report/capacity/further_notes.ts';
import { capacityScaling } from '../../../src/report/capacity/fitted_levels.ts';
import { digits, scalingSentences } from '../../../src/report/capacity/scaling_text.ts';
import { capacityShape } from '../../../src/report/capacity/capacity_shape.ts';
import { madeCapacity } from './made_capacity.ts';

function drawn(result: CapacityResult): Readonly<Record<string, string>> {
  return Object.fromEntries(capacityPictures.map(({ file, make }) => [file, make(result)]));
}

/** Every tag is closed, in its order. */
function isWellFormed(markup: string): boolean {
  const open: string[] = [];
  for (const [, end, name = '', , self] of markup.matchAll(/<(\/?)([a-z]\w*)((?:"[^"]*"|[^>"])*?)(\/?)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) return false;
    } else if (self !== '/') open.push(name);
  }
  return open.length === 0;
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe('pictures of a capacity run', () => {
  it('draw latency with its limit and the knee, and throughput with the law and its band', () => {
    const files = drawn(madeCapacity());
    const latency = files['latency.svg'] ?? '';
    expect(latency).toContain('response_latency p95 &lt; 800ms');
    expect(latency).toContain('>holds 32<');
    expect(latency).toContain('>does not hold 48<');
    expect(count(latency, /class="holds"/g)).toBe(4);
    expect(count(latency, /class="fails"/g)).toBe(3);
    const throughput = files['throughput.svg'] ?? '';
    expect(count(throughput, /class="band"/g)).toBe(1);
    expect(throughput).toMatch(/peak at (?:4|5)\d/);
    for (const file of ['latency.svg', 'throughput.svg']) expect(isWellFormed(files[file] ?? '')).toBe(true);
  });

  it('have a place for every figure within the picture, whatever it is', () => {
    const made = madeCapacity({ law: { scale: 0.12, sigma: 0.5, kappa: 0.05 }, failsFrom: 8 });
    const open = { value: null, low: null, high: null };
    const [first, second, ...others] = made.levels;
    if (first === undefined || second === undefined) throw new Error('there are levels');
    const levels = [
      { ...first, latencyMs: { p50: open, p95: { value: 400, low: 300, high: null }, count: 3 } },
      { ...second, latencyMs: { p50: open, p95: open, count: 0 }, answeredPerSecond: open },
      ...others,
    ];
    for (const result of [
      { ...made, levels },
      { ...made, levels: [] },
      { ...made, unit: 'calls_per_second' as const },
    ]) {
      const files = drawn(result);
      for (const text of Object.values(files)) {
        expect(text).not.toMatch(/NaN|Infinity|undefined/);
        for (const [, at] of text.matchAll(/\b(?:cx|x1|x2)="([-\d.]+)"/g)) {
          expect(Number(at)).toBeGreaterThanOrEqual(0);
          expect(Number(at)).toBeLessThanOrEqual(720);
        }
      }
    }
  });

  it('let nothing in from outside: no markup, no script, no style but the page’s own', () => {
    const name = '<img src=x onerror=alert(1)>"\'&\u001B[31m';
    const made = madeCapacity({ name });
    const [slo] = made.settings.slo;
    if (slo === undefined) throw new Error('there is a condition');
    const files = drawn({
      ...made,
      settings: { ...made.settings, slo: [{ ...slo, text: name }] },
      knee: { ...made.knee, said: name },
      limit: { by: 'target', said: name, next: name },
      notes: [name],
      levels: made.levels.map((level) => ({ ...level, why: name })),
      run: { ...made.run, target: { url: name, model: name, simulated: false } },
    });
    for (const text of Object.values(files)) {
      expect(text).not.toContain('<img');
      expect(text).not.toContain('\u001B');
      expect(text).not.toMatch(/<script| style=| on\w+="/);
    }
    const page = files['capacity.html'] ?? '';
    const [, css = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    expect(page).toContain(`sha256-${createHash('sha256').update(css).digest('base64')}`);
    expect(count(page, /<style>/g)).toBe(1);
    expect(page).not.toMatch(/(?:src|href)="/);
  });

  it('say that a law does not fit, draw it dotted and give no band and no peak', () => {
    const made = madeCapacity();
    const levels = made.levels.map((level) =>
      level.amount >= 48 ? { ...level, answeredPerSecond: { value: 0.2, low: 0.19, high: 0.21 } } : level,
    );
    const files = drawn({ ...made, levels });
    expect(files['throughput.svg']).toContain('class="fit poor"');
    expect(files['throughput.svg']).not.toMatch(/class="band"|peak at/);
    expect(files['capacity.html']).toContain('does not follow the Universal Scalability Law');
    expect(files['capacity.html']).toContain('Throughput fell, by more than scatter');
  });
});

describe('what the law says in words', () => {
  it('names what was planted, for throughput and for the response time', () => {
    const { throughput, response } = capacityScaling(madeCapacity());
    expect(scalingSentences(throughput).join(' ')).toMatch(
      /σ 0\.02\d* .*κ 0\.000\d+ .*It fits: χ².*highest at (?:4|5)\d calls/,
    );
    expect(scalingSentences(response).join(' ')).toMatch(/^The response time by .*one call alone 2\d\d ms/);
  });

  it('gives bounds alone where all levels are below saturation, and says so of a peak beyond what was measured', () => {
    const below = capacityScaling(
      madeCapacity({ amounts: [1, 2, 3, 4, 5], law: { scale: 0.1, sigma: 0, kappa: 0 }, failsFrom: 9 }),
    );
    const words = scalingSentences(below.throughput).join(' ');
    expect(words).toContain('Known are bounds alone: σ at most');
    expect(words).toMatch(
      /No peak of throughput can be told from these levels, which end at 5\. If there is one, it is above \d+/,
    );
    const near = capacityScaling(
      madeCapacity({ amounts: [4, 8, 16, 24, 32, 40], scatter: 0.002, failsFrom: 99 }),
    );
    expect(scalingSentences(near.throughput).join(' ')).toContain('the law says so, nobody saw it');
  });

  it('leaves out what the generator could not make, and wants four levels', () => {
    const made = madeCapacity();
    const levels = made.levels.map((level, at) =>
      at < 4 ? { ...level, verdict: 'invalid' as const } : level,
    );
    const { throughput } = capacityScaling({ ...made, levels });
    expect(throughput.levels).toHaveLength(3);
    expect(scalingSentences(throughput)[0]).toContain('takes 4 levels of different size');
  });

  it.each([
    [0, '0'],
    [0.0224, '0.0224'],
    [0.00001234, '1.2 × 10⁻⁵'],
    [12.345, '12.3'],
  ])('writes %f as %s', (value, text) => {
    expect(digits(value)).toBe(text);
  });
});

describe('whose limit it was', () => {
  const failing = (...failures: CapacityResult['levels'][number]['failures']): string => {
    const made = madeCapacity();
    const levels = made.levels.map((level) => (level.verdict === 'fails' ? { ...level, failures } : level));
    return furtherNotes({ ...made, levels })[0] ?? '';
  };

  it('is the account’s where most of what failed was refused for a rate limit', () => {
    const note = failing({ code: 'rate_limited', count: 6 }, { code: 'no_answer', count: 3 });
    expect(note).toMatch(
      /^The account is the limit, not the agent: of the calls that failed from 48 on, 66\.7%/,
    );
    expect(failing({ code: 'http_rate_limited', count: 1 })).toContain('100%');
  });

  it('is the agent’s where it was not', () => {
    expect(failing({ code: 'rate_limited', count: 1 }, { code: 'no_answer', count: 3 })).toMatch(
      /^Throughput/,
    );
    expect(failing()).toMatch(/^Throughput/);
  });
});

describe('the shape of capacity.json', () => {
  it('is that of what a search writes, and nothing less', () => {
    expect(capacityShape(JSON.parse(JSON.stringify(madeCapacity())))).toBeNull();
    expect(capacityShape({ ...madeCapacity(), version: 2 })?.path).toBe('.version');
    const [first] = madeCapacity().levels;
    const broken = { ...madeCapacity(), levels: [{ ...first, latencyMs: null }] };
    expect(capacityShape(broken)?.path).toBe('.levels[0].latencyMs');
  });
});
