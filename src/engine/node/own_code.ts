/**
 * The user's own dialect, running in this thread: its code is in the plan. What it throws becomes one error that says which of its
 * functions did it, and where in what the user wrote; no stack.
 */

import type { SourceMapPayload } from 'node:module';
import { ConfigError } from '../../core/word/config_error.ts';
import type { PlanDialect } from '../../core/plan/plan.ts';
import type { OwnDialect } from '../../dialect/own/define_dialect.ts';
import { Unfit } from '../../dialect/own/own_events.ts';
import type { SpokenDialect } from '../../dialect/own/own_dialect.ts';
import { placeOf, runnable } from '../../disk/bundled_code.ts';

/** Undefined: the plan has none. */
export async function spokenIn(ownDialect: PlanDialect | undefined): Promise<SpokenDialect | undefined> {
  if (ownDialect === undefined) return undefined;
  const { code, map, file } = ownDialect;
  const path = `/dialect/${file.split(/[\\/]/).at(-1) ?? ''}`;
  const payload = JSON.parse(map) as SourceMapPayload;
  const imported: unknown = await import(runnable(code, path));
  const { default: exported } = imported as { readonly default: OwnDialect | Promise<OwnDialect> };
  return {
    dialect: await exported,
    blame: (what, error) => {
      const stack = error instanceof Error && !(error instanceof Unfit) ? (error.stack ?? '') : '';
      const place = placeOf(stack, payload, path, file);
      const at = place?.line === undefined ? file : `${place.file}:${place.line}`;
      const words = error instanceof Error ? error.message : String(error);
      const did = error instanceof Unfit ? 'gave what it may not' : 'threw';
      return new ConfigError(`${at}: ${what} ${did}: ${words}`, { code: 'dialect_code' });
    },
    base64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  };
}
