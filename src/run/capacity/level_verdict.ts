/** Whether a level has been measured for long enough, and what is to be said of it. Pure. */

import type {
  CapacitySettings,
  LevelGenerator,
  LevelVerdict,
  SloFinding,
} from '../../forecast/capacity/capacity_result.ts';
import type { CaseTally } from '../../forecast/capacity/case_tally.ts';
import { durationText } from '../../core/word/duration.ts';

export interface Judged {
  readonly verdict: LevelVerdict;
  readonly why: string;
  /** It could not have been decided in its time, had not one case been bad. */
  readonly starved: boolean;
  readonly evidence: { readonly holds: number; readonly fails: number };
}

export interface LevelSoFar {
  readonly countedMs: number;
  /** What moves slowly has to be seen to move: at least as long as this, whatever the settings say. */
  readonly slowMs: number;
  readonly mayBeLeft: boolean;
  readonly settings: CapacitySettings;
  /** Of each condition. */
  readonly tallies: readonly CaseTally[];
  readonly generator: LevelGenerator | null;
  /** Calls that ended, and of them those that never got a session. */
  readonly calls: { readonly ended: number; readonly unreached: number };
}

/** So many in a row without a session: whatever the conditions are about, there is nothing left that could hold them. */
const ALL_TURNED_AWAY = 8;

const NONE = { holds: 1, fails: 1 };
/** What is over at once is told after this share of the least time. */
const EARLY_SHARE = 0.5;
/** A level that is left by the way has shown at least so many cases of a condition on turns. */
const LEAST_CASES = 20;

/** From this share of its time on, a level is asked whether it can still be decided in the rest. */
const LOOK_AHEAD_FROM = 1 / 3;
/** Evidence begins by losing what its mixture has cost, and then grows by the case: in logarithms, in a straight line from there. */
const COST_OF_MIXTURE = 2;
/** Of what is to be reached; chance may do the rest. */
const NEAR_ENOUGH = 0.7;

function isHopeful({ evidence }: SloFinding, ofMost: number, alpha: number): boolean {
  const best = Math.log(Math.max(evidence.holds, evidence.fails, 1e-9));
  const inTheEnd = (best + COST_OF_MIXTURE) / ofMost - COST_OF_MIXTURE;
  return inTheEnd >= NEAR_ENOUGH * Math.log(1 / alpha);
}

/** Null: it goes on. */
export function judgedOf(level: LevelSoFar): Judged | null {
  const { countedMs, mayBeLeft, settings, tallies, generator } = level;
  const { alpha, slo } = settings;
  const leastMs = Math.max(settings.leastMs, level.slowMs);
  const mostMs = Math.max(settings.mostMs, leastMs);
  if (countedMs < leastMs * EARLY_SHARE) return null;
  if (generator?.saturated === true) {
    // One hiccup of a machine is soon outweighed: it is given as long as a level that holds.
    if (countedMs < leastMs) return null;
    const why = `the generator could not keep up (${generator.reasons.join('; ')}): nothing is known of the target`;
    return { verdict: 'invalid', why, starved: false, evidence: NONE };
  }
  const findings = tallies.map((tally, index) => tally.finding(index, { alpha, conditions: slo.length }));
  const evidence = {
    holds: Math.min(...findings.map((one) => one.evidence.holds)),
    fails: Math.max(...findings.map((one) => one.evidence.fails)) / slo.length,
  };
  const failing = findings.find(({ verdict }) => verdict === 'fails');
  if (failing !== undefined) {
    const why = `${slo[failing.slo]?.text ?? ''} does not hold: ${failing.why}`;
    return { verdict: 'fails', why, starved: false, evidence };
  }
  const { ended, unreached } = level.calls;
  if (ended >= ALL_TURNED_AWAY && ended === unreached) {
    return { verdict: 'fails', why: `none of ${ended} calls got a session`, starved: false, evidence };
  }
  if (countedMs < leastMs) return null;
  if (findings.every(({ verdict }) => verdict === 'holds') && tallies.every((tally) => tally.heldLately)) {
    const why = findings.map((one) => `${slo[one.slo]?.text ?? ''}: ${one.why}`).join('; ');
    return { verdict: 'holds', why, starved: false, evidence };
  }
  const seen = tallies.every((tally, index) => slo[index]?.of === 'call' || tally.count >= LEAST_CASES);
  const fine = tallies.every((tally) => tally.seemsToHold && tally.heldLately);
  if (mayBeLeft && seen && fine && findings.every(({ evidence }) => evidence.fails <= 1)) {
    return {
      verdict: 'left',
      why: 'nothing spoke against it: the load was raised',
      starved: false,
      evidence,
    };
  }
  const open = findings.filter(({ verdict }) => verdict !== 'holds');
  const ofMost = countedMs / mostMs;
  if (ofMost < 1 && (ofMost < LOOK_AHEAD_FROM || open.every((one) => isHopeful(one, ofMost, alpha))))
    return null;
  const told = open.map((one) => `${slo[one.slo]?.text ?? ''}: ${one.why}`).join('; ');
  const why =
    open.length === 0
      ? 'it was getting worse to the end'
      : `undecided after ${durationText(Math.round(countedMs / 1000) * 1000)}: ${told}; it counts as not held`;
  return { verdict: 'undecided', why, starved: open.some(({ starved }) => starved), evidence };
}
