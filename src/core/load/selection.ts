/**
 * Which calls of a plan a run makes: all of them, every n-th, so that several generators share one plan between them, or a
 * single one, made again by itself.
 * The shares of a plan have no call in common and leave none out; what the load caps is split so that the parts add up to
 * the whole. Each call keeps the instant that the plan has for it.
 */

import { ConfigError } from '../word/config_error.ts';
import type { PlanLoad } from './arrivals.ts';

/** The calls whose index leaves the remainder `share` when divided by `of`: `{ of: 4, share: 1 }` is calls 1, 5, 9 … */
export interface Selection {
  /** Into how many shares the plan is cut; at least 1. */
  readonly of: number;
  /** Which of them, from 0 up to `of − 1`. */
  readonly share: number;
  /** This call alone, at this instant of the run, whatever the load would have it wait for. */
  readonly only?: { readonly call: number; readonly startMs: number };
}

export const EVERY_CALL: Selection = { of: 1, share: 0 };

/** The index in the plan of the call at this position of the selection. */
export function callAt(position: number, { of, share, only }: Selection): number {
  return only === undefined ? share + position * of : only.call;
}

/** How many of `whole` things (calls, places) fall to the share: as many as have an index in it. */
export function partOf(whole: number, { of, share, only }: Selection): number {
  if (only !== undefined) return Math.min(whole, 1);
  return Math.floor(whole / of) + (share < whole % of ? 1 : 0);
}

/** How many calls the plan has for the selection. Null: nobody knows, as of a closed load without a number of calls. */
export function plannedCalls(load: PlanLoad, selection: Selection = EVERY_CALL): number | null {
  const whole =
    load.mode === 'closed' ? load.calls : load.steered === undefined ? load.startsMs.length : undefined;
  if (selection.only !== undefined) return 1;
  return whole === undefined ? null : partOf(whole, selection);
}

/** How many calls may go on at once. */
export function placesOf(load: PlanLoad, selection: Selection = EVERY_CALL): number {
  return partOf(load.mode === 'open' ? load.maxConcurrency : load.concurrency, selection);
}

/** Throws ConfigError for a share that is none, and for one that would be left without a call or a place to make it in. */
export function checkSelection(load: PlanLoad, selection: Selection): void {
  const { of, share, only } = selection;
  if (only !== undefined) {
    const whole = plannedCalls(load);
    if (Number.isInteger(only.call) && only.call >= 0 && (whole === null || only.call < whole)) return;
    const last = whole === null ? '' : ` to ${whole - 1}`;
    throw refusal(`expected a call from 0${last}, found ${only.call}`, 'Calls count from 0.');
  }
  if (!Number.isInteger(of) || of < 1 || !Number.isInteger(share) || share < 0 || share >= of) {
    throw refusal(
      `expected a share from 0 to one less than \`of\`, found share ${share} of ${of}`,
      'Shares count from 0: { of: 4, share: 0 } to { of: 4, share: 3 }.',
    );
  }
  const calls = plannedCalls(load, selection);
  if (calls !== 0 && placesOf(load, selection) > 0) return;
  const [what, most] = calls === 0 ? ['calls', plannedCalls(load) ?? 0] : ['calls at once', placesOf(load)];
  throw refusal(
    `expected at most as many shares as the plan has ${what}, ${most}; found ${of}`,
    'Some shares would have nothing to do: cut the plan into fewer shares.',
  );
}

function refusal(message: string, hint: string): ConfigError {
  return new ConfigError(message, { code: 'selection_invalid', path: 'selection', hint });
}
