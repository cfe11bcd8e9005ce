/**
 * The lines of a text that comes in pieces, without their ends, which are \n or \r\n and nothing else: JSON may hold every other
 * character that readline takes for one (U+2028, on Node 26). Holds one piece and the line that it breaks off in.
 */

const CR = 13;

/** The whole lines of each piece; the last one also where nothing ends it. Rejects with what the stream says. */
export async function* linesOf(
  pieces: AsyncIterable<string | Uint8Array>,
): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const piece of pieces) {
    const text = rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    const lines: string[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      lines.push(line(text, from, end));
      from = end + 1;
    }
    rest = text.slice(from);
    yield lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield [line(rest, 0, rest.length)];
}

function line(text: string, from: number, to: number): string {
  return text.slice(from, to > from && text.charCodeAt(to - 1) === CR ? to - 1 : to);
}
