/** The hot path of GPT-Live: where the audio stands in a delta, found without parsing it. Null wherever the message is anything else. */

import type { AudioSkim, WireText } from '../dialect.ts';
import { skimPayload } from '../openai/openai_skim.ts';

/** Far enough to hold the type and the start of the payload. */
const HEAD = 128;
const TYPE = '"type":"session.output_audio.delta"';
const DELTA_KEY = '"delta":"';

export function skim(wire: WireText): AudioSkim | null {
  if (wire.length < 48) return null;
  const head = wire.head(HEAD);
  if (!head.includes(TYPE)) return null;
  const key = head.indexOf(DELTA_KEY);
  return key === -1 ? null : skimPayload(wire, head, key + DELTA_KEY.length, '', '');
}
