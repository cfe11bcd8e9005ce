/**
 * The fields of a record that have no column of their own: few, and the same for most records, so that they are kept once. Told from
 * each other by a key that is made without taking the record apart. Pure.
 */

/** A key that two records share only where they have the same fields beside these, with the same in them, and the same beside them. */
export function restKeyBeside(
  columns: readonly string[],
): (record: object, beside: Readonly<Record<string, unknown>>) => string {
  const inColumns = new Set(columns);
  return (record, beside) => {
    let key = '';
    for (const name in record)
      if (!inColumns.has(name)) key += `${keyOf(name)}${keyOf((record as Record<string, unknown>)[name])}`;
    for (const name in beside) key += `+${keyOf(name)}${keyOf(beside[name])}`;
    return key;
  };
}

/** Each value ends where its key says: none can pass for two. */
export function keyOf(value: unknown): string {
  if (value === undefined) return 'u';
  if (value === null) return 'n';
  if (typeof value === 'string') return `${value.length}:${value}`;
  if (Array.isArray(value) && value.length === 0) return '[]';
  const text = JSON.stringify(value);
  return `${text.length};${text}`;
}

export function restBeside(record: object, columns: readonly string[]): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !columns.includes(name)));
}
