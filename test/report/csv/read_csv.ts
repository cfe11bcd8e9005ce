/** Reads CSV as RFC 4180 has it, strictly: what is not well formed throws. */

export function readCsv(text: string): readonly Readonly<Record<string, string>>[] {
  const [names = [], ...rows] = cellsOf(text);
  return rows.map((cells) => {
    if (cells.length !== names.length) throw new Error(`${cells.length} fields under ${names.length} names`);
    return Object.fromEntries(names.map((name, at) => [name, cells[at] ?? '']));
  });
}

export function cellsOf(text: string): readonly (readonly string[])[] {
  const FIELD = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  const rows: string[][] = [[]];
  while (FIELD.lastIndex < text.length) {
    const at = FIELD.lastIndex;
    const match = FIELD.exec(text);
    if (match === null) throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`);
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '\r\n') rows.push([]);
  }
  rows.pop();
  return rows;
}
