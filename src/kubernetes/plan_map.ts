/** The plan as a ConfigMap, and how much fits into one. */

import { metadataOf } from './job.ts';
import type { ClusterRun, ShardedRun } from './sharded_run.ts';

/** Of all that is in one (validated by the server); its keys count too. */
export const CONFIG_MAP_BYTES = 1024 * 1024;
/** `kubectl apply` keeps a copy of what it applied in an annotation, and this is all that annotations may hold. */
export const APPLIED_BYTES = 256 * 1024;

/** `files`: bytes of each, by its name. */
export function fitsConfigMap(files: Readonly<Record<string, number>>): boolean {
  return (
    Object.entries(files).reduce((sum, [name, bytes]) => sum + name.length + bytes, 0) <= CONFIG_MAP_BYTES
  );
}

/** Null: pods find the plan elsewhere. */
export function planMap(sharded: ShardedRun): Readonly<Record<string, unknown>> | null {
  const { name, plan } = sharded;
  if (plan.source.from !== 'config_map') return null;
  return filesMap(sharded, `${name}-plan`, { [plan.file]: plan.source.contents });
}

/** Text stays to be read; anything else is Base64. */
export function filesMap(
  run: ClusterRun,
  name: string,
  files: Readonly<Record<string, Uint8Array>>,
): Readonly<Record<string, unknown>> {
  const data: Record<string, string> = {};
  const binaryData: Record<string, string> = {};
  for (const [file, contents] of Object.entries(files)) {
    const text = textOf(contents);
    if (text === null) binaryData[file] = Buffer.from(contents).toString('base64');
    else data[file] = text;
  }
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(run, name),
    immutable: true,
    ...(Object.keys(data).length === 0 ? {} : { data }),
    ...(Object.keys(binaryData).length === 0 ? {} : { binaryData }),
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
