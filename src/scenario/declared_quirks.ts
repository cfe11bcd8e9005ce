/** The quirks of a target in the plan's own words: those of the profile that is named, and what is said on top of them. */

import type { Quirks } from '../core/plan/quirks.ts';
import { lookalikes } from '../dialect/openai/lookalikes.ts';
import type { QuirksFile } from './schema/quirks_schema.ts';

export function quirksOf(written: string | QuirksFile | undefined): Quirks | undefined {
  if (written === undefined) return undefined;
  const file: QuirksFile | { readonly profile: string } =
    typeof written === 'string' ? { profile: written } : written;
  const { profile } = file;
  const named = profile === undefined ? {} : { profile, ...lookalikes.get(profile) };
  if (typeof written === 'string') return named;
  const { shape, beta_header, model_parameter, ready, detectors, move, omit } = written;
  const known: Quirks = named;
  return {
    ...known,
    ...(shape === undefined ? {} : { shape }),
    ...(beta_header === undefined ? {} : { betaHeader: beta_header }),
    ...(model_parameter === undefined ? {} : { modelParameter: model_parameter }),
    ...(ready === undefined ? {} : { ready }),
    ...(detectors === undefined ? {} : { detectors: { ...known.detectors, ...detectors } }),
    ...(move === undefined ? {} : { move: { ...known.move, ...move } }),
    ...(omit === undefined ? {} : { omit: [...new Set([...(known.omit ?? []), ...omit])] }),
  };
}
