/**
 * Checks what a schema cannot: that names exist, that values make sense together. It reads the raw data, so that
 * mistakes of meaning are found beside mistakes of shape; where the shape is wrong it keeps quiet.
 */

import { MAX_FRAME_MS, MIN_FRAME_MS } from '../audio/frame.ts';
import { defaults } from './defaults.ts';
import { expectedIssues, ownFallbackIssues } from './expected.ts';
import { faultIssues } from './caller_fault.ts';
import { impairIssues } from './caller_impair.ts';
import { reconnectIssues } from './declared_reconnect.ts';
import { networkIssues } from './caller_network.ts';
import { callerIssues } from './caller_meaning.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { pricingIssues } from './pricing_meaning.ts';
import { loadIssues } from './load_meaning.ts';
import { toolIssues } from './tool_meaning.ts';
import type { Repertoire } from './repertoire.ts';
import { found, get } from '../config/source.ts';
import type { Issue } from '../config/source.ts';
import { targetIssues } from './target_meaning.ts';
import { thresholdIssues } from './threshold_meaning.ts';
import { durationMs } from '../config/value.ts';

export interface Surroundings {
  readonly repertoire: Repertoire;
  /** Whether a file named in the scenario is there. */
  fileExists(name: string): boolean;
  /** Of files of prices. Absent: there is none; null: it cannot be read, which is told by itself. */
  readonly priceRows?: readonly PriceRow[] | null;
  /** Of these, how many are before the scenario's own prices too. */
  readonly pricesBefore?: number;
}

export function meaningIssues(data: unknown, around: Surroundings): readonly Issue[] {
  const issues = [
    ...targetIssues(data, around),
    ...frameIssues(data),
    ...toolIssues(data),
    ...callerIssues(data, around.repertoire),
    ...expectedIssues(data),
    ...ownFallbackIssues(data),
    ...faultIssues(data),
    ...impairIssues(data, (name) => around.fileExists(name)),
    ...reconnectIssues(data),
    ...networkIssues(data),
    ...loadIssues(data),
    ...limitIssues(data),
    ...thresholdIssues(data),
    ...pricingIssues(data, around.priceRows),
    ...bandIssues(data),
  ];
  // Whatever is in a block is looked at once for each use of it.
  const seen = new Set<string>();
  return issues.filter(({ path, message }) => {
    const key = JSON.stringify([path, message]);
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

function frameIssues(data: unknown): readonly Issue[] {
  const frame = get(data, 'frame');
  const ms = durationMs(frame);
  if (ms === undefined || (Number.isInteger(ms) && ms >= MIN_FRAME_MS && ms <= MAX_FRAME_MS)) return [];
  const message = `expected whole milliseconds from ${MIN_FRAME_MS}ms to ${MAX_FRAME_MS}ms, found ${found(frame)}`;
  return [{ path: ['frame'], on: 'value', message }];
}

/** Without time for it no call could come to anything; not to wait for the closing handshake is a choice. */
function limitIssues(data: unknown): readonly Issue[] {
  return (['connect', 'setup', 'call', 'answer', 'quiet', 'gap'] as const)
    .filter((name) => durationMs(get(data, 'limits', name)) === 0)
    .map((name) => ({
      path: ['limits', name],
      on: 'value',
      message: 'expected a limit longer than nothing',
    }));
}

function bandIssues(data: unknown): readonly Issue[] {
  const names = ['excellent', 'good', 'acceptable', 'poor'] as const;
  const bounds = names.map((name) => durationMs(get(data, 'bands', name)) ?? defaults.bands[name]);
  return names.flatMap((name, i): readonly Issue[] => {
    const below = bounds[i - 1];
    const bound = bounds[i] as number;
    const lower = names[i - 1];
    if (below === undefined || lower === undefined || bound > below) return [];
    const path = get(data, 'bands', name) === undefined ? ['bands', lower] : ['bands', name];
    const message = `expected bands that rise: ${name} (${bound}ms) is not above ${lower} (${below}ms)`;
    return [{ path, on: 'value', message }];
  });
}
