/** The levels of a capacity run as the law of scaling takes them, and what it makes of them. Pure. */

import type { CapacityLevel, CapacityResult, Estimated } from '../../forecast/capacity/capacity_result.ts';
import type { Link } from '../../forecast/scaling/least_squares.ts';
import { scalingOf, type Scaling, type ScalingLevel } from '../../forecast/scaling/scaling.ts';

export interface CapacityScaling {
  /** Answered turns per second. */
  readonly throughput: Scaling;
  /** The middle of the agent’s response latency, in ms. */
  readonly response: Scaling;
}

/** Of a 95 % interval, in standard errors. */
const WIDTH_OF_INTERVAL = 2 * 1.959963984540054;

/** Each view asks for it, and its bands are fitted hundreds of times. */
const known = new WeakMap<CapacityResult, CapacityScaling>();

/** By the calls that really were at once, which an open load has no other figure for. */
export function capacityScaling(result: CapacityResult): CapacityScaling {
  let fitted = known.get(result);
  if (fitted === undefined) known.set(result, (fitted = fittedTo(result)));
  return fitted;
}

function fittedTo({ levels, run }: CapacityResult): CapacityScaling {
  const of = (link: Link, told: (level: CapacityLevel) => Estimated): Scaling =>
    scalingOf(
      link,
      levels.filter(isWhole).flatMap((level) => levelOf(level, told(level))),
      run.seed,
    );
  return {
    throughput: of('throughput', ({ answeredPerSecond }) => answeredPerSecond),
    response: of('response_time', ({ latencyMs }) => latencyMs.p50),
  };
}

/** What the generator could not make, or what broke off, says nothing of the target. */
export function isWhole({ verdict }: CapacityLevel): boolean {
  return verdict !== 'invalid' && verdict !== 'cut';
}

function levelOf({ atOnce }: CapacityLevel, { value, low, high }: Estimated): readonly ScalingLevel[] {
  if (value === null || low === null || high === null || !(high > low)) return [];
  return [{ concurrency: Math.max(1, atOnce.mean), value, standardError: (high - low) / WIDTH_OF_INTERVAL }];
}
