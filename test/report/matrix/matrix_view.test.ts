import { describe, expect, it } from 'vitest';
import type { Effect, Matrix } from '../../../src/report/matrix/matrix.ts';
import { matrixMarkdown } from '../../../src/report/matrix/matrix_markdown.ts';
import { matrixPicture } from '../../../src/report/matrix/matrix_picture.ts';
import { matrixTerminal } from '../../../src/report/matrix/matrix_terminal.ts';
import { plainStyle } from '../../../src/report/view/terminal_style.ts';
import { visibleWidth } from '../../../src/report/view/columns.ts';

const effect: Effect = {
  metric: 'response_latency',
  stat: 'p50',
  unit: 'ms',
  factor: 'noise',
  from: 'none',
  to: 'babble@10dB',
  before: 900,
  after: 1100,
  effect: 200,
  beyond: null,
  interval: [150, 260],
  p: 0.001,
  survives: true,
  pairs: 40,
  unpaired: 2,
  combinations: 1,
  ofCombinations: 2,
};

const matrix: Matrix = {
  type: 'matrix',
  version: 1,
  name: 'a <script>alert(1)</script>\u001B[31m',
  file: 'a.yaml',
  seed: 1,
  command: 'callstorm matrix a.yaml',
  engine: 'node',
  target: 'wss://agent.example',
  callsPerCell: 42,
  factors: [{ name: 'noise', levels: ['none', 'babble@10dB'] }],
  cells: [
    {
      cell: 0,
      repeat: 1,
      levels: { noise: 'none' },
      folder: 'cells/1-noise-none',
      state: 'measured',
      why: [],
      calls: { planned: 42, completed: 41, failed: 1 },
      figures: { 'response_latency p50': 900 },
    },
    {
      cell: 1,
      repeat: 1,
      levels: { noise: 'babble@10dB' },
      folder: 'cells/2-noise-babble',
      state: 'left_out',
      why: ['the generator could not keep up'],
      calls: null,
      figures: {},
    },
  ],
  effects: [
    effect,
    {
      ...effect,
      metric: 'error_rate',
      stat: 'rate',
      unit: 'ratio',
      before: 0,
      after: 0,
      effect: 0,
      interval: [0, 0.02],
      survives: false,
    },
    {
      ...effect,
      stat: 'p95',
      before: 1200,
      after: null,
      effect: null,
      beyond: 'above',
      interval: [null, null],
    },
  ],
  withoutData: ['yield_rate'],
  resamples: 2000,
  interrupted: false,
  notes: [],
};

describe('a matrix in a terminal', () => {
  it('shows each effect with its interval, on a scale with a zero, and what was left out', () => {
    const text = matrixTerminal(matrix, plainStyle, 160);
    expect(text).toContain('noise: none → babble@10dB');
    expect(text).toMatch(
      /response_latency p50 +900 ms → 1\.1 s +\+200 ms +\[\+150 ms, \+260 ms\] +●.*│.*●.*40 pairs, 2 left over, 1 of 2 cell pairs/,
    );
    expect(text).toMatch(/error_rate +0% → 0% +±0 +\[±0, \+2 pp\]/);
    expect(text).toMatch(/response_latency p95 +1\.2 s → never +\+∞/);
    expect(text).toContain('left out noise=babble@10dB: the generator could not keep up');
    expect(text).toContain('yield_rate: no call told of it');
    expect(text).toContain('Holm');
    expect(text).not.toContain('\u001B');
  });

  it('drops columns in the place of breaking lines', () => {
    const lines = matrixTerminal(matrix, plainStyle, 60).split('\n');
    expect(Math.max(...lines.map(visibleWidth))).toBeLessThanOrEqual(60);
  });
});

describe('a matrix as a picture', () => {
  const picture = matrixPicture(matrix);

  it('says in words what it shows, for those who do not see it', () => {
    expect(picture).toContain('role="img" aria-labelledby="title desc"');
    expect(picture).toMatch(/<desc id="desc">.*response_latency p50, noise: none → babble@10dB: \+200 ms/);
    expect(picture).toContain('prefers-color-scheme: dark');
  });

  it('has a dot for every effect and a line for every interval, and only those that stand are filled', () => {
    expect(picture.match(/<circle/g)).toHaveLength(3);
    expect(picture.match(/class="range"/g)).toHaveLength(3);
    expect(picture.match(/<g class="stands">/g)).toHaveLength(2);
  });

  it('lets no text from outside be markup', () => {
    expect(picture).not.toContain('<script');
    expect(picture).not.toContain('\u001B');
    expect(picture).not.toContain('NaN');
  });
});

describe('a matrix as Markdown', () => {
  it('has its picture, its effects, its cells and how to read them, and no markup from outside', () => {
    const text = matrixMarkdown(matrix);
    expect(text).toContain('![What each factor did to each metric](matrix.svg)');
    expect(text).toContain(
      '| response_latency p50 | 900 ms | 1.1 s | **+200 ms** | [+150 ms, +260 ms] | ● | 0.001 |',
    );
    expect(text).toContain('left out: the generator could not keep up');
    expect(text).not.toContain('<script>');
  });
});
