/** A staffing as it would have been worked out, for tests of how it is told. */

import type { Staffing, StaffingRow } from '../../../src/forecast/queue/needed_lines.ts';

export function rowOf(lines: number, fields: Partial<StaffingRow> = {}): StaffingRow {
  return {
    lines,
    blocked: null,
    waits: 0.25,
    answeredWithin: 0.9,
    abandons: null,
    meanWaitS: 1.5,
    occupancy: 0.8,
    keeps: lines >= 12,
    callsPerHour: 100.9,
    servers: null,
    ...fields,
  };
}

/** Erlang C: 200 calls an hour of 180 s, 80% within 20 s. */
export function staffingOf(
  fields: Partial<Staffing> = {},
  question: Partial<Staffing['question']> = {},
): Staffing {
  return {
    question: {
      callsPerHour: 200,
      callLengthS: { mean: 180, low: null, high: null },
      lengthsS: [],
      goal: { type: 'wait', share: 0.8, waitS: 20, patienceS: null },
      server: null,
      lines: [],
      seed: 1,
      ...question,
    },
    erlangs: 10,
    lines: 12,
    linesBetween: null,
    at: rowOf(12),
    rows: [rowOf(11), rowOf(12), rowOf(13)],
    byServer: [],
    servers: null,
    simulated: null,
    lengthVariation: null,
    ...fields,
  };
}
