import { expect, it } from 'vitest';
import { faultLines, occasionLines } from '../../src/fault/fault_help.ts';
import { clientFaults } from './client_faults.ts';

it('shows each fault of a side with what it takes, and what every fault takes', () => {
  expect(faultLines(clientFaults)).toEqual([
    '  stalled               a frame leaves late (by=500ms)',
    '  damaged               a frame does not arrive as it was (leaves=half)',
    '  cut                   the line is cut (nth=1)',
  ]);
  expect(occasionLines().map((line) => line.trim().split(' ', 1)[0])).toEqual([
    'nth',
    'every',
    'from',
    'until',
    'seed',
  ]);
});
