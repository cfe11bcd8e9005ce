/**
 * What is told to the model in pieces: one append takes 500 tokens at most. Pieces end between words where they can, in none of them is
 * half a character, and joined they are the whole.
 */

/** At three bytes a token, which few languages need more than, with room to spare. */
const MOST_BYTES = 1200;

export function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let from = 0;
  let bytes = 0;
  let space = -1;
  for (let at = 0; at < text.length;) {
    const code = text.codePointAt(at) ?? 0;
    const size = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    if (bytes + size > MOST_BYTES) {
      const to = space > from ? space : at;
      pieces.push(text.slice(from, to));
      from = to;
      at = to;
      bytes = 0;
      space = -1;
      continue;
    }
    bytes += size;
    at += code < 0x10000 ? 1 : 2;
    if (code === 32 || code === 10) space = at;
  }
  pieces.push(text.slice(from));
  return pieces;
}
