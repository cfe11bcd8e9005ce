/** Keys that a plan has only where something was said: what JSON and exactOptionalPropertyTypes both want. */

export function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

/** A key with its value, or no key at all: what JSON and exactOptionalPropertyTypes both want. */
export function given<K extends string, V>(key: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { readonly [P in K]: V });
}
