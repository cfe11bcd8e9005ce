/** Matrices that, between them, take every branch of their views: what is told of them is compared whole. */

import { RESAMPLES } from '../../../src/report/matrix/contrast.ts';
import type { Effect, Matrix, MatrixCell } from '../../../src/report/matrix/matrix.ts';

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
  p: 0.00123,
  survives: true,
  pairs: 40,
  unpaired: 0,
  combinations: 3,
  ofCombinations: 3,
};
const rate = { stat: 'rate', unit: 'ratio', survives: false } as const;
const loss = { factor: 'packet | loss', from: '0', combinations: 2, ofCombinations: 2 } as const;

/** Of one factor's level: a plain difference, one that knows no bound, one half bounded, none, and one that nothing is known of. */
const ofNoise: readonly Effect[] = [
  effect,
  {
    ...effect,
    stat: 'p95',
    before: 1200,
    after: null,
    effect: null,
    beyond: 'above',
    interval: [null, null],
    pairs: 38,
  },
  {
    ...effect,
    ...rate,
    metric: 'error_rate',
    before: 0,
    after: 0,
    effect: 0,
    interval: [0, 0.02],
    p: 1,
    unpaired: 1200,
  },
  {
    ...effect,
    metric: 'cost_per_call',
    stat: 'mean',
    unit: 'usd',
    before: 0.05,
    after: 0.04,
    effect: -0.01,
    interval: [-0.02, -0.001],
  },
];

const ofLoss = (to: string): readonly Effect[] => [
  { ...effect, ...loss, to, effect: -80, interval: [-160, null], p: 0.04, survives: false, combinations: 1 },
  {
    ...effect,
    ...loss,
    to,
    stat: 'p95',
    before: null,
    after: 700,
    effect: null,
    beyond: 'below',
    interval: [null, -20],
    pairs: 9,
  },
  {
    ...effect,
    ...loss,
    ...rate,
    to,
    metric: 'error_rate',
    before: 0.5,
    after: 0.625,
    effect: 0.125,
    interval: null,
    p: null,
    pairs: 7,
  },
];

const cell = (number: number, noise: string, lost: string, more: Partial<MatrixCell> = {}): MatrixCell => ({
  cell: number,
  repeat: 1,
  levels: { noise, 'packet | loss': lost },
  folder: `cells/${number + 1} noise=${noise}`,
  state: 'measured',
  why: [],
  calls: { planned: 42, completed: 40, failed: 2 },
  figures: {
    'response_latency p50': 900.4,
    error_rate: 0.05,
    'cost_per_call mean': null,
    'never told': null,
    'gone p50': 3,
  },
  ...more,
});

export const full: Matrix = {
  type: 'matrix',
  version: 1,
  name: 'noise & <loss>',
  file: 'a.yaml',
  seed: 1,
  command: 'callstorm matrix a.yaml --factor noise=none,babble@10dB',
  engine: 'node',
  target: 'wss://agent.example/*v1*',
  callsPerCell: 1042,
  factors: [
    { name: 'noise', levels: ['none', 'babble@10dB'] },
    { name: 'packet | loss', levels: ['0', '3%', 'a level whose name is longer than anybody would write'] },
    { name: 'of no effect', levels: ['on', 'off'] },
  ],
  cells: [
    cell(0, 'none', '0'),
    cell(0, 'none', '0', { repeat: 2, why: ['2 calls were blocked', 'its log is torn'] }),
    cell(1, 'none', '3%', { state: 'left_out', why: ['the generator could not keep up'], figures: {} }),
    cell(2, 'babble@10dB', '0', { state: 'left_out' }),
    cell(3, 'babble@10dB', '3%', { state: 'not_made', calls: null, figures: {} }),
    cell(4, 'babble@10dB', '3%', { state: 'not_made', calls: null, figures: {}, repeat: 2 }),
  ],
  effects: [...ofNoise, ...ofLoss('3%'), ...ofLoss('a level whose name is longer than anybody would write')],
  withoutData: ['yield_rate', 'goal_rate'],
  resamples: RESAMPLES,
  interrupted: true,
  notes: [
    'A <b>note</b> of the run that is so long that it takes more than one line of any terminal that people have, and some more.',
  ],
};

/** One factor, rehearsed, of which no two levels were measured. */
export const bare: Matrix = {
  ...full,
  name: 'bare',
  engine: 'virtual',
  callsPerCell: 1,
  factors: [{ name: 'noise', levels: ['none', 'babble@10dB'] }],
  cells: [cell(0, 'none', '0'), cell(1, 'babble@10dB', '0')],
  effects: [],
  withoutData: [],
  interrupted: false,
  notes: [],
};

/** One factor, rehearsed, and one effect, which stands. */
export const single: Matrix = { ...bare, name: 'single', effects: [effect] };

/** The same, and nothing moved. */
export const still: Matrix = {
  ...bare,
  name: 'still',
  effects: [{ ...effect, before: 900, after: 900, effect: 0, interval: [0, 0], p: 1, survives: false }],
};
