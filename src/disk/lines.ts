/** The lines of a text that comes in pieces, without their ends (\n, \r\n). Holds one piece and the line that it breaks off in. */

/** `each` is told of them one by one, the last one also where nothing ends it. Rejects with what the stream says, or `each` throws. */
export async function eachLine(
  pieces: AsyncIterable<string | Uint8Array>,
  each: (line: string) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  const tell = (text: string, from: number, to: number): void =>
    each(text.slice(from, text.charCodeAt(to - 1) === CR && to > from ? to - 1 : to));
  for await (const piece of pieces) {
    const text = rest + (typeof piece === 'string' ? piece : decoder.decode(piece, { stream: true }));
    let from = 0;
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', from)) {
      tell(text, from, end);
      from = end + 1;
    }
    rest = text.slice(from);
  }
  rest += decoder.decode();
  if (rest !== '') tell(rest, 0, rest.length);
}

const CR = 13;
