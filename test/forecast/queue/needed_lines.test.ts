import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceGoal } from '../../../src/forecast/queue/service_goal.ts';
import { linesFor, loadFor } from '../../../src/forecast/queue/service_goal.ts';
import { staffingFor, type StaffingQuestion } from '../../../src/forecast/queue/needed_lines.ts';

const question: StaffingQuestion = {
  callsPerHour: 3600,
  callLengthS: { mean: 180, low: null, high: null },
  lengthsS: [],
  goal: { type: 'blocking', share: 0.01 },
  server: null,
  lines: [],
  seed: 1,
};

const goals: readonly ServiceGoal[] = [
  { type: 'blocking', share: 0.01 },
  { type: 'wait', share: 0.8, waitS: 20, patienceS: null },
  { type: 'wait', share: 0.8, waitS: 20, patienceS: 60 },
  { type: 'abandonment', share: 0.03, patienceS: 60 },
];

describe('staffing', () => {
  it('makes 180 erlangs and 201 lines of 3600 calls an hour of three minutes at 1 %', () => {
    const { erlangs, lines, at, rows } = staffingFor(question);
    expect(erlangs).toBe(180);
    expect(lines).toBe(201);
    expect(at.blocked).toBeLessThanOrEqual(0.01);
    expect(rows.find((row) => row.lines === 201)).toEqual(at);
    expect(rows.filter(({ keeps }) => keeps).map((row) => row.lines)).toEqual([201, 205, 209, 213, 217]);
  });

  it('makes servers of what one holds, and says what fewer would bear', () => {
    const { servers, byServer } = staffingFor({
      ...question,
      server: { holds: 42, spare: 1, from: 'given' },
    });
    expect(servers).toEqual({ needed: 5, withSpare: 6 });
    expect(byServer.map(({ lines, keeps }) => [lines, keeps])).toEqual([
      [42, false],
      [84, false],
      [126, false],
      [168, false],
      [210, true],
      [252, true],
    ]);
    expect(byServer[4]?.callsPerHour).toBeGreaterThan(3600);
    expect(byServer[3]?.callsPerHour).toBeLessThan(3600);
  });

  it('is the same the other way round: lines bear what takes so many lines', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...goals),
        fc.integer({ min: 1, max: 150 }),
        fc.double({ min: 30, max: 600, noNaN: true }),
        (goal, lines, holdS) => {
          const load = loadFor(goal, lines, holdS);
          expect(linesFor(goal, load * 0.999, holdS)).toBeLessThanOrEqual(lines);
          expect(linesFor(goal, load * 1.001 + 1e-9, holdS)).toBeGreaterThan(lines);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('carries what is not known of the length of a call on to the lines', () => {
    const { lines, linesBetween } = staffingFor({
      ...question,
      callLengthS: { mean: 180, low: 170, high: 190 },
    });
    const [low, high] = linesBetween ?? [0, 0];
    expect(low).toBeLessThan(lines);
    expect(high).toBeGreaterThan(lines);
  });

  it('tries a queue with the lengths that were measured, and no lines without a queue', () => {
    const lengthsS = Array.from({ length: 40 }, (_, k) => 160 + k);
    const goal: ServiceGoal = { type: 'wait', share: 0.8, waitS: 20, patienceS: null };
    const measured = staffingFor({
      ...question,
      callsPerHour: 400,
      callLengthS: { mean: 179.5, low: 175, high: 184 },
      lengthsS,
      goal,
    });
    expect(measured.lengthVariation).toBeCloseTo(0.065, 2);
    // Nearly equal lengths leave less of a queue than the formula takes.
    expect(measured.simulated?.answeredWithin.low).toBeGreaterThan(measured.at.answeredWithin ?? 1);
    expect(staffingFor({ ...question, lengthsS }).simulated).toBeNull();
    expect(staffingFor({ ...question, goal, lengthsS: lengthsS.slice(0, 5) }).simulated).toBeNull();
  });
});
