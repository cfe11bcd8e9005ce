/**
 * Callers' own words in a profile: where it lists what was heard, `{ text: "Where is my parcel?" }` stands for the recording of
 * that text (`fixtures speak`). Changes nothing else; what is no such list is left for others to judge. Pure.
 */

const heardKeys: ReadonlySet<string> = new Set(['heard', 'openers', 'backchannels']);

/** The same data with ids in place of texts, as `idOf` gives them. */
export function withHeardTexts(data: unknown, idOf: (text: string) => string): unknown {
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) return data.map((each) => withHeardTexts(each, idOf));
  return Object.fromEntries(
    Object.entries(data).map(([key, value]: [string, unknown]) => [
      key,
      heardKeys.has(key) ? idsOf(value, idOf) : withHeardTexts(value, idOf),
    ]),
  );
}

function idsOf(heard: unknown, idOf: (text: string) => string): unknown {
  if (Array.isArray(heard)) return heard.map((each) => idsOf(each, idOf));
  if (typeof heard !== 'object' || heard === null || !('text' in heard)) return withHeardTexts(heard, idOf);
  const { text, ...more } = heard;
  return typeof text === 'string' && Object.keys(more).length === 0 ? idOf(text) : heard;
}
