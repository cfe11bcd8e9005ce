/**
 * The hot path of Twilio's media streams: where in a `media` message its audio stands. A server writes all of them alike, whatever the
 * order of its keys and its spaces, and only the audio differs: the first one is parsed, and what stands around its audio is
 * remembered. A later one that begins and ends in the same way is known without being parsed; any other is parsed again. Pure.
 */

import type { AudioSkim, WireText } from '../dialect.ts';

const PAD = 61;
const BACKSLASH = 92;
/** More around the audio than any server writes: then each message is parsed. */
const LONGEST = 2000;

export class MediaShape {
  /** Null: none was learned. */
  private head: string | null = null;
  private tail = '';
  private readonly skimmed: AudioSkim = {
    responseId: '',
    itemId: '',
    bytes: 0,
    payloadStart: 0,
    payloadEnd: 0,
  };

  /** This message was parsed, and its audio is this: the next may look like it. */
  learn(text: string, payload: string): void {
    const quoted = `"${payload}"`;
    const at = text.indexOf(quoted);
    const end = at + quoted.length;
    this.head = null;
    // Escaped, or there twice: where the audio stands is not known.
    if (at === -1 || text.indexOf(quoted, at + 1) !== -1 || text.length - payload.length > LONGEST) return;
    this.head = text.slice(0, at + 1);
    this.tail = text.slice(end - 1);
  }

  /** Null: it looks otherwise. What is given is used again for the next. */
  skim(wire: WireText): AudioSkim | null {
    const { head, tail, skimmed } = this;
    if (head === null) return null;
    const from = head.length;
    const to = wire.length - tail.length;
    if (to < from || wire.head(from) !== head || wire.quoteAfter(from) !== to) return null;
    for (let i = 1; i < tail.length; i++) if (wire.codeAt(to + i) !== tail.charCodeAt(i)) return null;
    const characters = to - from;
    if (characters % 4 !== 0 || wire.has(BACKSLASH, from, to)) return null;
    let padding = 0;
    if (characters > 0 && wire.codeAt(to - 1) === PAD) padding = wire.codeAt(to - 2) === PAD ? 2 : 1;
    skimmed.bytes = (characters / 4) * 3 - padding;
    skimmed.payloadStart = from;
    skimmed.payloadEnd = to;
    return skimmed;
  }
}
