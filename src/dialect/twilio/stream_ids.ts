/** The names that Twilio gives an account, a call and its stream: two letters and 32 hex digits, drawn by seed. Pure. */

import { Random } from '../../core/word/random.ts';
import type { Opening } from '../dialect.ts';

export interface StreamIds {
  /** One for a whole run. */
  readonly accountSid: string;
  readonly callSid: string;
  /** A call that connects again opens another stream. */
  readonly streamSid: string;
}

const HEX = '0123456789abcdef';

export function streamIds({ seed, call, connection }: Opening): StreamIds {
  return {
    accountSid: `AC${hex(new Random(seed, 'twilio-account'))}`,
    callSid: `CA${hex(new Random(seed, 'twilio-call', call))}`,
    streamSid: `MZ${hex(new Random(seed, 'twilio-stream', call, connection))}`,
  };
}

function hex(random: Random): string {
  let digits = '';
  for (let i = 0; i < 32; i++) digits += HEX[random.below(HEX.length)];
  return digits;
}
