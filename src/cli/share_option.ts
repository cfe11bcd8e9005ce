/** A run as one share of a plan that several machines make together: which share, of which run, and from when on. */

import { InvalidArgumentError, type Command } from 'commander';
import { ConfigError } from '../core/word/config_error.ts';
import type { PlanLoad } from '../core/load/arrivals.ts';
import { checkSelection, type Selection } from '../core/load/selection.ts';
import type { Plan } from '../core/plan/plan.ts';
import { durationMs, LONGEST_MS } from '../config/value.ts';

export interface ShareOptions {
  readonly shard?: Selection;
  readonly runId?: string;
  /** Ms since the Unix epoch. */
  readonly startAt?: number;
  /** Where the log goes: a file, or standard output. Absent: into the run's folder. */
  readonly log?: string;
  readonly withParent?: true;
}

export const STDOUT = '-';

/** Of what becomes the name of a run, a folder or a label. */
const ID = /^(?!\.{1,2}$)[\w.-]{1,100}$/;

export function shareOptions(command: Command): Command {
  return command
    .option(
      '--shard <i/n>',
      'make every n-th call alone, from the i-th on: one share of n (index:0/4 is 1/4)',
      shareOf,
    )
    .option('--run-id <name>', 'what the run is called, the same for all of its shares', runId)
    .option(
      '--start-at <time>',
      'when the run begins, the same for all of its shares: 2026-12-01T03:00:00Z, or 30s from now',
      startAt,
    )
    .option(
      '--log <file>',
      'write the call log to this file, or to standard output (-), and leave a folder only where --out names one',
      logPlace,
    )
    .option('--with-parent', 'end the calls when whoever started this ends, or closes standard input');
}

function logPlace(text: string): string {
  if (text.trim() !== '' && !text.includes('://')) return text;
  throw new InvalidArgumentError(
    `expected a file, or - for standard output, found ${text.includes('://') ? 'an address: it goes into CALLSTORM_LOG_URL' : 'an empty name'}`,
  );
}

export function shareOf(text: string): Selection {
  const [, fromZero, index = '', count = ''] = /^(index:)?(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? [];
  const [i, of] = [Number(index) + (fromZero === undefined ? 0 : 1), Number(count)];
  if (index === '' || of < 1 || i < 1 || i > of) {
    throw new InvalidArgumentError(
      `expected a share such as 2/4, from 1/n to n/n, found "${text.slice(0, 100)}"`,
    );
  }
  return { of, share: i - 1 };
}

export function runId(text: string): string {
  if (ID.test(text)) return text;
  throw new InvalidArgumentError(
    `expected a name of letters, digits, dots, dashes and underscores, found "${text.slice(0, 100)}"`,
  );
}

export function startAt(text: string): number {
  const fromNow = durationMs(text);
  const atMs = fromNow === undefined ? Date.parse(text) : Date.now() + fromNow;
  // A date without a time of day or a zone would mean another instant on another machine.
  const zoned = fromNow !== undefined || /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text.trim());
  if (Number.isFinite(atMs) && zoned) {
    if (atMs - Date.now() <= LONGEST_MS) return atMs;
    throw new InvalidArgumentError(
      `expected an instant within a week from now, found "${text.slice(0, 100)}"`,
    );
  }
  throw new InvalidArgumentError(
    `expected an instant with its zone, such as 2026-12-01T03:00:00Z, or 30s, found "${text.slice(0, 100)}"`,
  );
}

/** `share 2 of 4, `; nothing where the run makes all of the plan. */
export function shareShown({ shard }: ShareOptions): string {
  return shard === undefined || shard.of === 1 ? '' : `share ${shard.share + 1} of ${shard.of}, `;
}

/** Throws ConfigError where a share would have nothing to do; `option`: what a person asked for so many by. */
export function refuseEmptyShares(
  load: PlanLoad,
  selection: Selection,
  option: '--shard' | '--shards',
): void {
  try {
    checkSelection(load, selection);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message, { ...error.place, code: 'option_invalid', path: option });
  }
}

/** Throws ConfigError: each share would load an agent of its own, and all of them together none. */
export function refuseShareOfSimulator({ target }: Pick<Plan, 'target'>, { shard }: ShareOptions): void {
  if (shard === undefined || shard.of === 1 || target.url !== 'simulator') return;
  throw new ConfigError('expected a target that all shares have in common, found simulator', {
    code: 'option_invalid',
    path: '--shard',
    hint: 'Start one with callstorm serve, and give every share --target ws://127.0.0.1:8787/v1/realtime.',
  });
}
