/**
 * Checks what a schema cannot: that names exist, that values make sense together. It reads the raw data, so that
 * mistakes of meaning are found beside mistakes of shape; where the shape is wrong it keeps quiet.
 */

import { MAX_FRAME_MS, MIN_FRAME_MS } from '../audio/frame.ts';
import { priceOf, rowOf } from '../pricing/listed.ts';
import { priceTable, transcriptionPriceTable } from '../pricing/price_table.ts';
import { defaults } from './defaults.ts';
import { expectedIssues, ownFallbackIssues } from './expected.ts';
import { faultIssues } from './caller_fault.ts';
import { impairIssues } from './caller_impair.ts';
import { reconnectIssues } from './declared_reconnect.ts';
import { networkIssues } from './caller_network.ts';
import { callerIssues } from './caller_meaning.ts';
import { loadIssues } from './load_meaning.ts';
import { toolIssues } from './tool_meaning.ts';
import { metricNamed } from '../core/log/metric.ts';
import { didYouMean } from '../core/word/nearest.ts';
import type { Repertoire } from './repertoire.ts';
import { found, get } from '../config/source.ts';
import type { Issue } from '../config/source.ts';
import { targetIssues } from './target_meaning.ts';
import { readSubject } from './threshold.ts';
import { thresholdIssues } from './threshold_meaning.ts';
import { durationMs, usd } from '../config/value.ts';

export interface Surroundings {
  readonly repertoire: Repertoire;
  /** Whether a file named in the scenario is there. */
  fileExists(name: string): boolean;
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
    ...pricingIssues(data),
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
  return (['connect', 'setup', 'call', 'answer', 'quiet'] as const)
    .filter((name) => durationMs(get(data, 'limits', name)) === 0)
    .map((name) => ({
      path: ['limits', name],
      on: 'value',
      message: 'expected a limit longer than nothing',
    }));
}

function pricingIssues(data: unknown): readonly Issue[] {
  const issues: Issue[] = [];
  const known = (
    name: unknown,
    table: 'model' | 'transcription',
    path: readonly string[],
    hint: string,
  ): void => {
    if (typeof name !== 'string' || name === '') return;
    const rows: readonly { readonly model: string }[] =
      table === 'model' ? priceTable : transcriptionPriceTable;
    if ((table === 'model' ? priceOf(priceTable, name) : rowOf(rows, name)) !== undefined) return;
    const names = rows.map(({ model }) => model);
    const message = `no prices are known for ${found(name)}${didYouMean(name, names)}`;
    issues.push({ path, on: 'value', message, hint: `Known: ${names.join(', ')}. ${hint}` });
  };
  const ownPrices = get(data, 'pricing', 'prices') !== undefined;
  const priced = get(data, 'pricing', 'model');
  const hint = 'Or give your own under pricing.prices.';
  if (!ownPrices) {
    // Any model can be run; only what stands on its prices needs them.
    if (priced === undefined && needsPrices(data)) {
      const asked = get(data, 'target', 'model');
      known(asked, 'model', ['target', 'model'], `Name one under pricing.model. ${hint}`);
    } else if (priced !== undefined) known(priced, 'model', ['pricing', 'model'], hint);
  }
  const transcriber = get(data, 'pricing', 'transcription_model');
  known(transcriber, 'transcription', ['pricing', 'transcription_model'], 'Or leave it out.');
  for (const [key, otherwise] of [
    ['max_usd', 'this run would stop before its first call'],
    ['max_usd_per_call', 'each call would be ended as it begins'],
  ] as const) {
    if (usd(get(data, 'budget', key)) !== 0) continue;
    const message = `expected an amount greater than nothing: ${otherwise}`;
    issues.push({ path: ['budget', key], on: 'value', message });
  }
  return issues;
}

/** A budget, or a threshold on a cost: without prices neither could be watched. */
function needsPrices(data: unknown): boolean {
  const thresholds = get(data, 'thresholds');
  const onCost =
    typeof thresholds === 'object' && thresholds !== null
      ? Object.keys(thresholds).some((key) => {
          const subject = readSubject(key);
          return 'metric' in subject && metricNamed(subject.metric)?.unit === 'usd';
        })
      : false;
  const capped = ['max_usd', 'max_usd_per_call'].some((key) => get(data, 'budget', key) !== undefined);
  return onCost || capped;
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
