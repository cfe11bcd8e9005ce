/** What a scenario is billed by, in the plan's words. Of a file that has been checked, so it has no errors of its own. */

import type { Judgement } from '../core/plan/plan.ts';
import type { InfrastructurePriceRow, PriceRow, TelephonyPriceRow } from '../core/plan/price_row.ts';
import { usd } from '../config/value.ts';
import { priceOf, rowOf } from '../pricing/listed.ts';
import { telephonyRows, transcriptionRows } from '../pricing/prices.ts';
import { defaults } from './defaults.ts';
import { given, nonEmpty } from './given.ts';
import type { ScenarioFile } from './schema/scenario_schema.ts';

export interface OwnPrices {
  readonly rows: readonly PriceRow[];
  /** Of these, how many are before the scenario's own prices too: those of a command line. */
  readonly before?: number;
}

type PricingFile = NonNullable<ScenarioFile['pricing']>;

export function pricingOf(file: ScenarioFile, own: OwnPrices = { rows: [] }): Judgement['pricing'] {
  const { pricing } = file;
  const { rows, before = 0 } = own;
  const model = pricing?.model ?? file.target?.model ?? defaults.model;
  const asked = rows.slice(0, before).filter((row) => row.kind === 'tokens' || row.kind === 'duration');
  const prices = priceOf(asked, model) === undefined ? pricing?.prices : undefined;
  return {
    model,
    ...given('transcriptionModel', transcriptionModelOf(file, rows)),
    ...(prices === undefined
      ? {}
      : {
          prices: {
            textIn: usd(prices.text_in) ?? 0,
            textCached: usd(prices.text_cached) ?? 0,
            textOut: usd(prices.text_out) ?? 0,
            audioIn: usd(prices.audio_in) ?? 0,
            audioCached: usd(prices.audio_cached) ?? 0,
            audioOut: usd(prices.audio_out) ?? 0,
          },
        }),
    ...given('rows', nonEmpty(rows)),
    ...given('telephony', telephonyOf(pricing?.telephony, rows)),
    ...given('infrastructure', infrastructureOf(pricing?.infrastructure, rows)),
    ...given('callsPerMonth', pricing?.calls_per_month),
  };
}

/** The scenario's word, else the model that the session names, as far as its price is known. */
function transcriptionModelOf(
  { pricing, target }: ScenarioFile,
  rows: readonly PriceRow[],
): string | undefined {
  const used = target?.session?.transcription?.model;
  const priced = used !== undefined && rowOf(transcriptionRows(rows), used) !== undefined;
  return pricing?.transcription_model ?? (priced ? used : undefined);
}

/** Of a price that the scenario itself gives nobody said when it held. */
const OWN = { date: '', source: 'the scenario’s own price' } as const;

function telephonyOf(
  said: PricingFile['telephony'],
  rows: readonly PriceRow[],
): readonly TelephonyPriceRow[] | undefined {
  if (said === undefined) return undefined;
  if (typeof said === 'object' && 'usd_per_minute' in said) {
    const usdPerMinute = usd(said.usd_per_minute) ?? 0;
    const billedBy = said.billed_by ?? 'minute';
    return [{ kind: 'telephony', model: 'own line', ...OWN, usdPerMinute, billedBy }];
  }
  const table = telephonyRows(rows);
  return [said].flat().flatMap((name) => rowOf(table, name) ?? []);
}

function infrastructureOf(
  said: PricingFile['infrastructure'],
  rows: readonly PriceRow[],
): InfrastructurePriceRow | undefined {
  if (said === undefined) return undefined;
  if (typeof said === 'string') {
    return rowOf(
      rows.filter((row) => row.kind === 'infrastructure'),
      said,
    );
  }
  return { kind: 'infrastructure', model: 'own machines', ...OWN, ...machineOf(said) };
}

/** What a session costs an hour, and of what machine it is a share. */
export function machineOf(
  said: Exclude<PricingFile['infrastructure'], string | undefined>,
): Pick<InfrastructurePriceRow, 'usdPerSessionHour' | 'machine'> {
  const usdPerHour = usd(said.usd_per_machine_hour);
  if (usdPerHour === undefined) return { usdPerSessionHour: usd(said.usd_per_session_hour) ?? 0 };
  const sessions = said.sessions_per_machine ?? 1;
  return { usdPerSessionHour: usdPerHour / sessions, machine: { usdPerHour, sessions } };
}
