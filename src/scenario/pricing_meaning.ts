/** Whether what a scenario is billed by has prices, and what it says of them goes together. Reads the raw data; see scenario_meaning. */

import { metricNamed } from '../core/log/metric.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { didYouMean } from '../core/word/nearest.ts';
import { found, get, type Issue, type Path } from '../config/source.ts';
import { usd } from '../config/value.ts';
import { noModel, priceOf, rowOf } from '../pricing/listed.ts';
import { modelRows, telephonyRows, transcriptionRows } from '../pricing/prices.ts';
import { readSubject } from './threshold.ts';

/** `rows` of files of prices. Null: they could not be read, and no name can be known to be wrong. */
export function pricingIssues(data: unknown, rows: readonly PriceRow[] | null = []): readonly Issue[] {
  return [
    ...(rows === null ? [] : nameIssues(data, rows)),
    ...machineIssues(get(data, 'pricing', 'infrastructure'), ['pricing', 'infrastructure']),
    ...budgetIssues(data),
  ];
}

function nameIssues(data: unknown, rows: readonly PriceRow[]): readonly Issue[] {
  const models = modelRows(rows);
  const transcribers = transcriptionRows(rows);
  const lines = telephonyRows(rows);
  const machines = rows.filter((row) => row.kind === 'infrastructure');
  const own = 'Or give your own under pricing.prices, or in a file (pricing.file).';
  const issues: Issue[] = [];
  const known = (
    name: unknown,
    table: readonly { readonly model: string }[],
    path: Path,
    hint: string,
    isKnown = (text: string): boolean => rowOf(table, text) !== undefined,
  ): void => {
    if (typeof name !== 'string' || name === '' || isKnown(name)) return;
    const names = table.map(({ model }) => model);
    const message = `no prices are known for ${found(name)}${didYouMean(name, names)}`;
    const all = names.length === 0 ? '' : `Known: ${names.join(', ')}. `;
    issues.push({ path, on: 'value', message, hint: `${all}${hint}` });
  };
  const priced = get(data, 'pricing', 'model');
  if (get(data, 'pricing', 'prices') === undefined) {
    const isModel = (text: string): boolean => priceOf(models, text) !== undefined;
    // Any model can be run; only what stands on its prices needs them.
    if (priced === undefined && needsPrices(data)) {
      const asked = get(data, 'target', 'model');
      const hint = `Name one under pricing.model (or ${noModel.model}, where no model is paid for). ${own}`;
      known(asked, models, ['target', 'model'], hint, isModel);
    } else if (priced !== undefined) known(priced, models, ['pricing', 'model'], own, isModel);
  }
  const transcriber = get(data, 'pricing', 'transcription_model');
  known(transcriber, transcribers, ['pricing', 'transcription_model'], 'Or leave it out.');
  const line = get(data, 'pricing', 'telephony');
  const ownLine = 'Or give your own: { usd_per_minute: 0.01, billed_by: minute }.';
  if (Array.isArray(line)) {
    for (const [index, name] of line.entries()) known(name, lines, ['pricing', 'telephony', index], ownLine);
  } else known(line, lines, ['pricing', 'telephony'], ownLine);
  known(
    get(data, 'pricing', 'infrastructure'),
    machines,
    ['pricing', 'infrastructure'],
    'Give your own: { usd_per_machine_hour: 2.40, sessions_per_machine: 40 }, or a row of your file (pricing.file).',
  );
  return issues;
}

/** One of two ways to pay for machines, whole. `said`: in a scenario, or in a file of prices. */
export function machineIssues(said: unknown, path: Path): readonly Issue[] {
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return [];
  const has = (key: string): boolean => get(said, key) !== undefined;
  const bySession = has('usd_per_session_hour');
  const byMachine = has('usd_per_machine_hour');
  if (bySession !== byMachine && byMachine === has('sessions_per_machine')) return [];
  const keys = Object.keys(said).filter((key) => key.includes('_per_'));
  const message = `expected usd_per_session_hour, or usd_per_machine_hour with sessions_per_machine; found ${keys.length === 0 ? 'none of them' : keys.join(', ')}`;
  return [{ path, on: 'value', message, onlyIfAlone: true }];
}

function budgetIssues(data: unknown): readonly Issue[] {
  const amounts = [
    ['max_usd', 'this run would stop before its first call'],
    ['max_usd_per_call', 'each call would be ended as it begins'],
  ] as const;
  return amounts.flatMap(([key, otherwise]): readonly Issue[] => {
    if (usd(get(data, 'budget', key)) !== 0) return [];
    const message = `expected an amount greater than nothing: ${otherwise}`;
    return [{ path: ['budget', key], on: 'value', message }];
  });
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
