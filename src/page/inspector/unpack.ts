/** Out of the page's data: base64, and what is compressed (gzip) in it. */

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export async function unpacked(text: string): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([fromBase64(text)]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

export async function unpackedJson(text: string): Promise<unknown> {
  return JSON.parse(new TextDecoder().decode(await unpacked(text)));
}
