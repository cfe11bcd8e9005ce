/**
 * Finds a model's row by the name that a target gives it: a dated snapshot (`gpt-realtime-2025-08-28`) is billed as its model. Azure
 * bills a deployment that keeps to a region a tenth more; who uses one says so with the region before the name
 * (`us/gpt-realtime`), as lists of prices do. So does a protocol or a list that names the provider too (`models/gemini-3.8-live`,
 * `xai/grok-voice-3.0`). Pure.
 */

import type { PriceEntry } from './price_table.ts';

const SNAPSHOT = /-20\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;
const REGION = /^(?:azure\/)?(?:us|eu)\//;
const REGIONAL = 1.1;
/** What stands before a model's own name, and says nothing of its price. */
const PROVIDER = /^(?:(?:azure|openai|gemini|vertex_ai|xai)\/|(?:projects\/.*\/)?models\/)/;
/** Hosts of Azure's deployments. */
const AZURE = /^wss?:\/\/[^/?#]*\.(?:openai|cognitiveservices|services\.ai)\.azure\.com(?::\d+)?(?:[/?#]|$)/i;

/** Its own row, or, where it has none, that of the model it is a snapshot of. */
export function rowOf<Row extends { readonly model: string }>(
  table: readonly Row[],
  name: string,
): Row | undefined {
  const row = (wanted: string): Row | undefined => table.find(({ model }) => model === wanted);
  const bare = name.replace(PROVIDER, '');
  return row(name) ?? row(bare) ?? row(bare.replace(SNAPSHOT, ''));
}

/** For an agent whose model is not paid for by use: what it costs is its machines. */
export const noModel: PriceEntry = {
  kind: 'duration',
  model: 'none',
  date: '',
  source: 'no model is paid for',
  usdPerMinute: 0,
};

/** The same, also of a regional deployment: under its own name, at its own prices. */
export function priceOf(table: readonly PriceEntry[], name: string): PriceEntry | undefined {
  if (name === noModel.model) return noModel;
  const own = table.find(({ model }) => model === name);
  if (own !== undefined || !REGION.test(name)) return own ?? rowOf(table, name);
  const row = rowOf(table, name.replace(REGION, ''));
  // Of what is billed by time nobody has said that a region costs more.
  if (row?.kind !== 'tokens') return undefined;
  const { textIn, textCached, textOut, audioIn, audioCached, audioOut } = row.usdPerMillion;
  const dearer = (usd: number): number => Number((usd * REGIONAL).toPrecision(12));
  return {
    ...row,
    model: name,
    source: `${row.source}, and 10% for a regional deployment on Azure`,
    usdPerMillion: {
      textIn: dearer(textIn),
      textCached: dearer(textCached),
      textOut: dearer(textOut),
      audioIn: dearer(audioIn),
      audioCached: dearer(audioCached),
      audioOut: dearer(audioOut),
    },
    imageUsdPerMillion: row.imageUsdPerMillion === null ? null : dearer(row.imageUsdPerMillion),
    ...(row.imageCachedUsdPerMillion === undefined
      ? {}
      : { imageCachedUsdPerMillion: dearer(row.imageCachedUsdPerMillion) }),
  };
}

/** What a reader of such prices must know, or null: nobody can tell from the outside where a deployment runs. */
export function regionNote(
  targetUrl: string,
  model: { readonly model: string; readonly date: string | null } | null,
): string | null {
  if (model === null || !AZURE.test(targetUrl) || REGION.test(model.model)) return null;
  // The scenario's own prices are what they are.
  if (model.date === null || model.date === '') return null;
  return `The target is on Azure, and these are the prices of a global deployment: one that keeps to a region costs 10% more (pricing.model: us/${model.model} or eu/${model.model}).`;
}
