/**
 * A profile that says only how it differs from another, laid over that other one: maps key by key, lists and values in place of what
 * was there, `null` takes a key away. Mistakes keep their places, in whichever of the files they are. Pure.
 */

import { get, type Path, type Source } from '../../config/source.ts';

/** `own` over `base`; without its key `extends`. */
export function laidOver(own: Source, base: Source): Source {
  return {
    file: own.file,
    data: without(laid(own.data, base.data), 'extends'),
    // What is wrong in the other file is told there, where it is read by itself; here only what came of both.
    place: (path, on) => own.place(isIn(own, path) ? path : ['extends'], on),
  };
}

function isIn(source: Source, path: Path): boolean {
  return path.length === 0 || get(source.data, ...path) !== undefined;
}

function laid(own: unknown, base: unknown): unknown {
  if (!isMap(own) || !isMap(base)) return own;
  const all = { ...base };
  for (const [key, value] of Object.entries(own)) {
    if (value === null) delete all[key];
    else all[key] = Object.hasOwn(base, key) ? laid(value, base[key]) : value;
  }
  return all;
}

function without(data: unknown, key: string): unknown {
  if (!isMap(data)) return data;
  const { [key]: _, ...rest } = data;
  return rest;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
