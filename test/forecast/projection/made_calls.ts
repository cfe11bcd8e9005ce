/** Measured calls as a forecast takes them, made for tests. */

import { Random } from '../../../src/core/word/random.ts';
import type { Demand } from '../../../src/forecast/projection/demand.ts';
import { EVEN_WEEK } from '../../../src/forecast/projection/demand.ts';
import type { MeasuredCall } from '../../../src/forecast/projection/measured_call.ts';
import { project, type ToProject } from '../../../src/forecast/projection/project.ts';
import type { Forecast } from '../../../src/forecast/projection/forecast.ts';

export function madeCall(at: number, usd: number, over: Partial<MeasuredCall> = {}): MeasuredCall {
  return {
    caller: 'refund',
    unit: `plan ${at}`,
    usd: { least: usd, most: usd },
    untold: false,
    failed: false,
    minutes: 2,
    parts: { 'audio out': usd },
    signs: [],
    own: { unheardUsd: 0, silenceUsd: 0, replayUsd: 0 },
    otherwise: [],
    ...over,
  };
}

/** Log-normal about 10 cents. */
export function manyCalls(count: number, seed: number, over: Partial<MeasuredCall> = {}): MeasuredCall[] {
  const random = new Random('made calls', seed);
  return Array.from({ length: count }, (_, at) => madeCall(at, random.lognormal(0.1, 0.6), over));
}

export const oneYear: Demand = {
  callsPerDay: { low: 100, high: 100 },
  growthPerMonth: { low: 0, high: 0 },
  start: '2027-01',
  months: 12,
  spread: 0,
  week: EVEN_WEEK,
  hours: null,
};

export function projected(over: Partial<ToProject>): Forecast {
  return project({
    runs: [],
    calls: manyCalls(200, 1),
    demand: oneYear,
    demandFrom: [],
    mix: null,
    whatIfs: [],
    budgetUsd: null,
    notes: [],
    years: 400,
    ...over,
  });
}
