/** An order number as a caller reads it out: its opening words, then the digits, with a little quiet between them. */

import { recordings } from '../../agent/virtual_client.ts';

const GAP_MS = 150;

export async function spokenNumber(voice: string, digits: string): Promise<Int16Array> {
  const ids = ['my-order-number-is', ...digits.split('').map((digit) => `digit-${digit}`)];
  const spoken = await recordings(...ids.map((id) => `${voice}/${id}`));
  const gap = new Int16Array(GAP_MS * 24);
  return Int16Array.from(spoken.flatMap(({ pcm }) => [...pcm, ...gap]));
}
