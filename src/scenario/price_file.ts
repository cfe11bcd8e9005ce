/**
 * A file of prices of one's own → rows, each with its date and source. Every mistake is found in one go and thrown together, each
 * with its place. The rows go before those that come with Callstorm, and travel in the plan.
 */

import { basename, resolve } from 'node:path';
import type { Static } from 'typebox';
import { ConfigErrors } from '../core/word/config_error.ts';
import type { PriceRow } from '../core/plan/price_row.ts';
import { shapeChecker } from '../config/shape.ts';
import { get, issueError, type Issue, type Source } from '../config/source.ts';
import { textOf } from '../config/text_file.ts';
import { usd } from '../config/value.ts';
import { readYaml } from '../config/yaml.ts';
import { unreadable } from '../disk/disk_trouble.ts';
import { readRegular } from '../disk/read_regular.ts';
import { priceOf } from '../pricing/listed.ts';
import { isPriceDate } from '../pricing/price_age.ts';
import { priceTable } from '../pricing/price_table.ts';
import { machineOf } from './declared_pricing.ts';
import { machineIssues } from './pricing_meaning.ts';
import { PriceFileSchema } from './schema/pricing_schema.ts';

type PriceFile = Static<typeof PriceFileSchema>;

export const priceKinds = ['tokens', 'duration', 'transcription', 'telephony', 'infrastructure'] as const;
export type PriceKind = (typeof priceKinds)[number];

const shapeIssues = shapeChecker(PriceFileSchema);
/** More of them nobody needs, and each travels in every log. */
const MOST_ROWS = 500;

/** `file` as it was named, from `folder`. Throws ConfigErrors, or ConfigError where it cannot be read. */
export async function readPriceFile(file: string, folder: string): Promise<readonly PriceRow[]> {
  let text: string;
  try {
    text = textOf(await readRegular(resolve(folder, file), 'text'), file, 'prices_encoding');
  } catch (error) {
    const hint = '`callstorm prices init` writes one to fill in.';
    throw unreadable(error, { code: 'prices_missing', file, hint });
  }
  return parsePriceFile(text, file);
}

export function parsePriceFile(text: string, file: string): readonly PriceRow[] {
  const { source, errors } = readYaml(text, file, 'prices');
  const shape = shapeIssues(source.data);
  const meaning = meaningIssues(source).filter(
    (issue) =>
      !(issue.onlyIfAlone === true && shape.length > 0) &&
      !shape.some((other) => other.path.every((part, i) => issue.path[i] === part)),
  );
  const all = [...errors, ...[...shape, ...meaning].map((issue) => issueError(source, issue, 'prices'))];
  if (all.length > 0) {
    throw new ConfigErrors(all.sort((a, b) => (a.place.line ?? 0) - (b.place.line ?? 0)));
  }
  return rowsOf(source.data as PriceFile, basename(file));
}

function meaningIssues({ data }: Source): readonly Issue[] {
  const rows = priceKinds.flatMap((kind) =>
    Object.entries(mapAt(get(data, kind))).map(([name, row]) => ({ kind, name, row })),
  );
  const issues: Issue[] = [];
  if (rows.length === 0) {
    const hint = '`callstorm prices init` writes a file to fill in.';
    const message = `expected rows under ${priceKinds.join(', ')}`;
    issues.push({ path: [], on: 'value', message, hint, onlyIfAlone: true });
  }
  if (rows.length > MOST_ROWS) {
    const message = `expected at most ${MOST_ROWS} rows, found ${rows.length}: they travel in every log`;
    issues.push({ path: [], on: 'value', message });
  }
  const own = get(data, 'date');
  issues.push(...dateIssues(own, ['date']));
  for (const { kind, name, row } of rows) {
    const path = [kind, name];
    const date = get(row, 'date');
    issues.push(...dateIssues(date, [...path, 'date']));
    if (date === undefined && own === undefined) {
      const message = 'missing: expected a date such as 2026-11, of the row or of the whole file';
      issues.push({
        path: [...path, 'date'],
        on: 'key',
        message,
        hint: 'Write date: at the top of the file.',
      });
    }
    if (kind === 'infrastructure') issues.push(...machineIssues(row, path));
    if (
      kind === 'transcription' &&
      (get(row, 'text_in') === undefined) !== (get(row, 'text_out') === undefined)
    ) {
      const message = 'expected text_in and text_out, or neither of them';
      issues.push({ path, on: 'value', message });
    }
  }
  return issues;
}

/** Its shape is right, and there is no such day. */
function dateIssues(date: unknown, path: readonly string[]): readonly Issue[] {
  if (typeof date !== 'string' || isPriceDate(date)) return [];
  return [{ path, on: 'value', message: `expected a day that there is, found "${date.slice(0, 20)}"` }];
}

function mapAt(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function rowsOf(file: PriceFile, name: string): readonly PriceRow[] {
  const dated = (
    model: string,
    row: { readonly date?: string; readonly source?: string; readonly notes?: string },
  ): Pick<PriceRow, 'model' | 'date' | 'source' | 'notes'> => ({
    model,
    date: row.date ?? file.date ?? '',
    source: row.source ?? file.source ?? name,
    ...(row.notes === undefined ? {} : { notes: row.notes }),
  });
  const money = (value: string | number | undefined): number => usd(value) ?? 0;
  return [
    ...Object.entries(file.tokens ?? {}).map(([model, row]): PriceRow => {
      const imageCached = usd(row.image_cached);
      return {
        kind: 'tokens',
        ...dated(model, row),
        usdPerMillion: {
          textIn: money(row.text_in),
          textCached: money(row.text_cached ?? row.text_in),
          textOut: money(row.text_out),
          audioIn: money(row.audio_in),
          audioCached: money(row.audio_cached ?? row.audio_in),
          audioOut: money(row.audio_out),
        },
        imageUsdPerMillion: usd(row.image_in) ?? null,
        ...(imageCached === undefined ? {} : { imageCachedUsdPerMillion: imageCached }),
        ...tokensPerSecond(model, row.tokens_per_second),
      };
    }),
    ...Object.entries(file.duration ?? {}).map(([model, row]): PriceRow => ({
      kind: 'duration',
      ...dated(model, row),
      usdPerMinute: money(row.usd_per_minute),
    })),
    ...Object.entries(file.transcription ?? {}).map(([model, row]): PriceRow => ({
      kind: 'transcription',
      ...dated(model, row),
      usdPerMinute: money(row.usd_per_minute),
      usdPerMillion: row.text_in === undefined ? null : { in: money(row.text_in), out: money(row.text_out) },
    })),
    ...Object.entries(file.telephony ?? {}).map(([model, row]): PriceRow => ({
      kind: 'telephony',
      ...dated(model, row),
      usdPerMinute: money(row.usd_per_minute),
      billedBy: row.billed_by ?? 'minute',
    })),
    ...Object.entries(file.infrastructure ?? {}).map(([model, row]): PriceRow => ({
      kind: 'infrastructure',
      ...dated(model, row),
      ...machineOf(row),
    })),
  ];
}

/** As the row says, else as the table's row of that model does. */
function tokensPerSecond(
  model: string,
  said: { readonly caller: number; readonly agent: number } | undefined,
): { readonly callerTokensPerSecond: number; readonly agentTokensPerSecond: number } {
  if (said !== undefined) return { callerTokensPerSecond: said.caller, agentTokensPerSecond: said.agent };
  const listed = priceOf(priceTable, model);
  return listed?.kind === 'tokens'
    ? {
        callerTokensPerSecond: listed.callerTokensPerSecond,
        agentTokensPerSecond: listed.agentTokensPerSecond,
      }
    : { callerTokensPerSecond: 10, agentTokensPerSecond: 20 };
}
