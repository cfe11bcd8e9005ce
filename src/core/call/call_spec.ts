/**
 * Who makes call i, and when. A pure function of (plan, i): the same call can be made again alone, on another
 * machine, in another order, and is the same call.
 */

import type { Persona } from '../plan/persona.ts';
import type { Plan, PlanCaller, PlanImpairment, SpoiledCaller } from '../plan/plan.ts';
import { Random } from '../word/random.ts';
import { drawCaller } from './draw_caller.ts';
import { drawImpairments } from './draw_impairments.ts';

export interface CallSpec {
  readonly index: number;
  /** As it sounds in this call. */
  readonly caller: PlanCaller;
  /** With the recordings that it speaks in this call. */
  readonly persona: Persona;
  /** What its voice is spoiled by, in the order of the plan; absent: nothing. */
  readonly impairments?: readonly PlanImpairment[];
  /** When an open load starts it, relative to the start of the run. Null in a closed load: when a place is free; and in a steered one. */
  readonly scheduledMs: number | null;
  /**
   * Where in a frame its microphone starts, from 0 up to 1. Devices do not start in step with each other; without this
   * an even ramp would have every caller's frames fall on the same few instants.
   */
  readonly microphonePhase: number;
}

/** Throws RangeError for a call that an open load does not have. */
export function callOf(plan: Plan, index: number): CallSpec {
  const caller = plan.callers[drawCaller(plan, index)];
  if (caller === undefined) throw new RangeError('the plan has no callers');
  const persona = plan.personas[new Random(plan.seed, 'persona', index).pick(caller.personas)];
  if (persona === undefined) throw new RangeError(`caller "${caller.name}" has a persona the plan does not`);
  const drawn = drawImpairments(plan, caller.name, index);
  const inClips = drawn.filter((number) => plan.impairments?.[number]?.echo === undefined);
  const spoiled = caller.spoiled?.find(({ impairments }) => String(impairments) === String(inClips));
  return {
    index,
    caller: spoiled === undefined ? caller : soundingLike(caller, spoiled),
    persona: spoiled === undefined ? persona : { ...persona, clips: clipsIn(spoiled, persona) },
    ...(drawn.length === 0
      ? {}
      : { impairments: drawn.map((number) => plan.impairments?.[number] as PlanImpairment) }),
    scheduledMs: scheduledMs(plan, index),
    microphonePhase: new Random(plan.seed, 'microphone', index).next(),
  };
}

function soundingLike(usual: PlanCaller, { bed }: SpoiledCaller): PlanCaller {
  const { bed: _, ...caller } = usual;
  return bed === undefined ? caller : { bed, ...caller };
}

function clipsIn({ clips }: SpoiledCaller, { voice }: Persona): Persona['clips'] {
  const own = clips[voice];
  if (own === undefined) throw new RangeError(`the plan has no spoiled clips in the voice ${voice}`);
  return own;
}

function scheduledMs(plan: Plan, index: number): number | null {
  if (plan.load.mode === 'closed' || plan.load.steered !== undefined) return null;
  const startMs = plan.load.startsMs[index];
  if (startMs === undefined) throw new RangeError(`the plan has no call ${index}`);
  return startMs;
}
