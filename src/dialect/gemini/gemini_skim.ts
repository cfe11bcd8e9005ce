/**
 * The hot path of the Gemini Live API: a message that is one piece of the agent's voice and nothing else, found without parsing its
 * payload. A server writes all of its messages the same way, whichever that is: what stands before and behind the audio is understood
 * once and then compared. Whatever is not exactly so is left to be parsed.
 */

import type { WireText } from '../dialect.ts';

export interface SkimmedAudio {
  bytes: number;
  payloadStart: number;
  payloadEnd: number;
}

/** The first message's head is looked for so far. */
const HEAD = 320;
const LONGEST_TAIL = 200;
const S = '\\s*';
const MIME = `"mimeType"${S}:${S}"audio/(?:pcm|l16)(?:;${S}rate=24000)?"`;
const ROLE = `"role"${S}:${S}"model"`;
const BEFORE = new RegExp(
  `^\\{${S}"serverContent"${S}:${S}\\{${S}"modelTurn"${S}:${S}\\{${S}(?:${ROLE}${S},${S})?"parts"${S}:${S}\\[${S}\\{${S}` +
    `"inlineData"${S}:${S}\\{${S}(?:${MIME}${S},${S})?"data"${S}:${S}"`,
  'i',
);
const BEHIND = new RegExp(
  `^"${S}(?:,${S}${MIME}${S})?\\}${S}\\}${S}\\]${S}(?:,${S}${ROLE}${S})?\\}${S}\\}${S}\\}${S}$`,
  'i',
);
const BACKSLASH = 92;
const PAD = 61;
const LOOKED_AT = 32;
const SPREAD = 32;

export class GeminiSkim {
  private before = '';
  private behind = '';
  private readonly found: SkimmedAudio = { bytes: 0, payloadStart: 0, payloadEnd: 0 };

  /** Reused between calls. */
  audio(wire: WireText): SkimmedAudio | null {
    const start = this.startOf(wire);
    if (start === -1) return null;
    const end = this.endOf(wire, start);
    if (end === -1) return null;
    const characters = end - start;
    if (characters % 4 !== 0 || wire.has(BACKSLASH, start, end) || wire.has(PAD, start, end - 2)) return null;
    if (!isPlain(wire, start, end)) return null;
    let padding = 0;
    if (characters > 0 && wire.codeAt(end - 1) === PAD) padding = wire.codeAt(end - 2) === PAD ? 2 : 1;
    const { found } = this;
    found.bytes = (characters / 4) * 3 - padding;
    found.payloadStart = start;
    found.payloadEnd = end;
    return found;
  }

  /** Where the base64 begins; −1: it is no such message. */
  private startOf(wire: WireText): number {
    const { before } = this;
    if (before !== '' && wire.head(before.length) === before) return before.length;
    const found = BEFORE.exec(wire.head(HEAD))?.[0];
    if (found === undefined) return -1;
    this.before = found;
    return found.length;
  }

  /** Where the base64 ends. */
  private endOf(wire: WireText, start: number): number {
    const end = wire.quoteAfter(start);
    if (end === -1) return -1;
    const { behind } = this;
    const left = wire.length - end;
    if (left === behind.length && stands(wire, behind, end)) return end;
    if (left > LONGEST_TAIL) return -1;
    let tail = '';
    for (let at = end; at < wire.length; at++) tail += String.fromCharCode(wire.codeAt(at));
    if (!BEHIND.test(tail)) return -1;
    this.behind = tail;
    return end;
  }
}

function stands(wire: WireText, text: string, from: number): boolean {
  for (let i = 0; i < text.length; i++) if (wire.codeAt(from + i) !== text.charCodeAt(i)) return false;
  return true;
}

/** What is no base64 at all shows it at once; what turns into something else further on shows that in a few places. */
function isPlain(wire: WireText, start: number, end: number): boolean {
  const close = Math.min(start + LOOKED_AT, end - 2);
  for (let at = start; at < close; at++) if (!isBase64(wire.codeAt(at))) return false;
  const step = Math.max(1, Math.floor((end - close) / SPREAD));
  for (let at = close; at < end - 2; at += step) if (!isBase64(wire.codeAt(at))) return false;
  for (let at = Math.max(start, end - 2); at < end; at++) {
    const code = wire.codeAt(at);
    if (code !== PAD && !isBase64(code)) return false;
  }
  return true;
}

function isBase64(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 47 && code <= 57) || code === 43
  );
}
