/** Options that several commands share, and what their values are read as. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { DIALECT_NAMES, type DialectName } from '../core/plan/plan.ts';
import { durationMs, durationText, LONGEST_MS } from '../config/value.ts';
import type { WhichCalls } from '../engine/recording/which_calls.ts';
import type { LoadOptions } from '../scenario/load_scenario.ts';
import { MOST_AT_ONCE, MOST_CALLS, type Overrides } from '../scenario/override.ts';
import { fitted, helpOrError, UNBROKEN } from './help_text.ts';
import type { Io } from './io.ts';
import type { ShareOptions } from './share_option.ts';
import type { TelemetryOptions } from './telemetry_option.ts';
import { asTyped } from './typed_as.ts';

export interface PlanOptions {
  readonly calls?: number;
  readonly concurrency?: number;
  readonly duration?: number;
  readonly seed?: number;
  readonly dialect?: DialectName;
  /** A file of prices, before those of the scenario. */
  readonly prices?: string;
  /** USD. */
  readonly budget?: number;
}

export interface RunOptions extends PlanOptions, TelemetryOptions, ShareOptions {
  readonly target?: string;
  readonly engine: 'node' | 'k6';
  readonly workers?: number;
  readonly out?: string;
  readonly agentLog?: string;
  readonly record?: WhichCalls;
  readonly reporter?: readonly string[];
  readonly fault?: readonly string[];
  /** Undefined: left to the size of the run. */
  readonly calibrate?: boolean;
  /** Port of the live view; true: any free one. */
  readonly ui?: number | true;
  readonly open?: true;
  readonly dryRun?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** The options that change a scenario for one run. */
export function planOptions(command: Command): Command {
  return command
    .option('--calls <n>', 'at most this many calls', upTo(MOST_CALLS))
    .option('--concurrency <n>', 'so many calls at once', upTo(MOST_AT_ONCE))
    .option('--duration <time>', 'stretch or squeeze the load to this, e.g. 60s', time)
    .option('--seed <n>', 'in place of the scenario’s', seed)
    .addOption(dialectOption('the wire protocol, in place of the scenario’s'))
    .option('--prices <file>', 'bill it by these prices first (callstorm prices init)');
}

export function dialectOption(description: string): Option {
  return new Option('--dialect <name>', description).choices(DIALECT_NAMES);
}

export function overridesOf(options: PlanOptions & { readonly target?: string }): Overrides {
  const { calls, concurrency, duration, seed, target, dialect, budget } = options;
  return {
    ...(calls === undefined ? {} : { calls }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(duration === undefined ? {} : { durationMs: duration }),
    ...(seed === undefined ? {} : { seed }),
    ...(budget === undefined ? {} : { maxUsd: budget }),
    ...(target === undefined ? {} : { target }),
    ...(dialect === undefined ? {} : { dialect }),
  };
}

/** How a scenario is read: from where, and by which prices. */
export function loadingOf({ cwd }: Io, { prices }: PlanOptions): LoadOptions {
  return { cwd, ...(prices === undefined ? {} : { prices }) };
}

const MAX_SEED = 4294967295;

export function upTo(most: number): (text: string) => number {
  return (text) => {
    const range = Number(text) > most ? `of at most ${most}` : 'of at least 1';
    return wholeNumber(text, 1, most, range);
  };
}

/** A call's number. */
export function wholeCall(text: string): number {
  return wholeNumber(text, 0, MOST_CALLS, `from 0 to ${MOST_CALLS}`);
}

export function atLeastOne(text: string): number {
  return wholeNumber(text, 1, Number.MAX_SAFE_INTEGER, 'of at least 1');
}

export function seed(text: string): number {
  return wholeNumber(text, 0, MAX_SEED, `from 0 to ${MAX_SEED}`);
}

function wholeNumber(text: string, least: number, most: number, range: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < least || value > most) {
    throw new InvalidArgumentError(`expected a whole number ${range}, found "${text.slice(0, 100)}"`);
  }
  return value;
}

export function time(text: string): number {
  const value = durationMs(text);
  if (value === undefined || value <= 0) {
    throw new InvalidArgumentError(`expected a time such as 60s, 2m or 1m30s, found "${text.slice(0, 100)}"`);
  }
  if (value > LONGEST_MS) {
    throw new InvalidArgumentError(
      `expected a time of at most ${durationText(LONGEST_MS)}, found "${text.slice(0, 100)}"`,
    );
  }
  return value;
}

/** A command whose help and errors go where its own words go, in plain text, and which never ends the process. */
export function commandFor(name: string, io: Io): Command {
  return new Command(name).exitOverride().configureOutput({
    writeOut: (text) => io.out(fitted(asTyped(text, io), io.columns)),
    writeErr: (text) => io.err(helpOrError(asTyped(text, io), io.columns)),
    getOutHelpWidth: () => UNBROKEN,
    getErrHelpWidth: () => UNBROKEN,
    getOutHasColors: () => false,
    getErrHasColors: () => false,
  });
}
