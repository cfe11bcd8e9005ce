/** The plan as a ConfigMap, and how much fits into one. */

import { metadataOf } from './job.ts';
import type { ShardedRun } from './sharded_run.ts';

/** Of all that is in one (validated by the server); its keys count too. */
export const CONFIG_MAP_BYTES = 1024 * 1024;
/** `kubectl apply` keeps a copy of what it applied in an annotation, and this is all that annotations may hold. */
export const APPLIED_BYTES = 256 * 1024;

export function fitsConfigMap(file: string, bytes: number): boolean {
  return bytes + file.length <= CONFIG_MAP_BYTES;
}

/** Null: pods find the plan elsewhere. Text stays to be read; anything else is Base64. */
export function planMap(sharded: ShardedRun): Readonly<Record<string, unknown>> | null {
  const { name, plan } = sharded;
  if (plan.source.from !== 'config_map') return null;
  const { contents } = plan.source;
  const text = textOf(contents);
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(sharded, `${name}-plan`),
    immutable: true,
    ...(text === null
      ? { binaryData: { [plan.file]: Buffer.from(contents).toString('base64') } }
      : { data: { [plan.file]: text } }),
  };
}

/** Null: it is none, or none that YAML gives back as it was. */
function textOf(contents: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(contents);
    return /[^\t\n\u0020-\u007E\u00A0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD]/.test(text) ? null : text;
  } catch {
    return null;
  }
}
