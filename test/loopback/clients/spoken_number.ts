/** "My order number is", and then digits, as somebody reads them off a letter: 24 kHz. */

import { recordings } from '../../agent/virtual_client.ts';

const GAP_MS = 200;
const PER_MS = 24;

export async function spokenNumber(voice: string, digits: string): Promise<Int16Array> {
  const ids = ['my-order-number-is', ...Array.from(digits, (digit) => `digit-${digit}`)];
  const spoken = await recordings(...ids.map((id) => `${voice}/${id}`));
  const gap = new Int16Array(GAP_MS * PER_MS);
  return Int16Array.from(
    spoken.flatMap(({ pcm, fixture: { segments } }) => {
      const from = (segments[0]?.startMs ?? 0) * PER_MS;
      const to = (segments.at(-1)?.endMs ?? Infinity) * PER_MS;
      return [...pcm.subarray(from, to), ...gap];
    }),
  );
}
