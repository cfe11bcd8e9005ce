/**
 * The agent's audio in messages of JSON, found by what the dialect has declared of them: on the hot path without parsing, and with,
 * where a message is written in another order. Null wherever a message is not audio. Never throws.
 */

import type { AudioPlace } from '../../core/plan/plan_dialect.ts';
import type { AudioSkim, WireText } from '../dialect.ts';
import { skimPayload } from '../openai/openai_skim.ts';
import { readJson } from './define_dialect.ts';

/** Far enough to hold the names and the start of the payload. */
const HEAD = 512;

/** As servers write a name: with a blank behind the colon, or without. */
type Written = readonly [tight: string, spaced: string];

export class AudioFinder {
  private readonly place: AudioPlace;
  private readonly marks: readonly Written[];
  private readonly key: Written;
  /** The objects that lead to it. */
  private readonly around: readonly Written[];

  constructor(place: AudioPlace) {
    this.place = place;
    this.marks = Object.entries(place.when).map(([name, value]) => written(name, JSON.stringify(value)));
    const names = place.at.split('.');
    this.key = written(names.at(-1) ?? '', '"');
    this.around = names.slice(0, -1).map((name) => written(name, '{'));
  }

  /** The hot path. */
  skim(wire: WireText): AudioSkim | null {
    const head = wire.head(HEAD);
    for (const mark of this.marks) {
      const end = endOf(mark, head);
      if (end === -1 || !isWithin(head, end, 1)) return null;
    }
    for (const name of this.around) if (endOf(name, head) === -1) return null;
    const start = endOf(this.key, head);
    if (start === -1 || !isWithin(head, start, 1 + this.around.length)) return null;
    return skimPayload(wire, head, start, '', '');
  }

  /** Its base64. */
  parsed(text: string): string | null {
    const message = readJson(text);
    if (message === null) return null;
    for (const [name, value] of Object.entries(this.place.when)) if (message[name] !== value) return null;
    let at: unknown = message;
    for (const name of this.place.at.split('.')) {
      at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
    }
    return typeof at === 'string' ? at : null;
  }
}

const OPENS = 123;
const CLOSES = 125;
const LIST = 91;

/** So many objects are open there, and no list, as far as can be seen: brackets in words count, and then it is parsed. */
function isWithin(head: string, end: number, depth: number): boolean {
  if (head.charCodeAt(0) !== OPENS) return false;
  let open = 0;
  for (let at = 0; at < end; at++) {
    const code = head.charCodeAt(at);
    if (code === OPENS) open++;
    else if (code === CLOSES) open--;
    // Beyond ASCII, places in the text are not those in its bytes.
    else if (code === LIST || code > 126) return false;
  }
  return open === depth;
}

function written(name: string, value: string): Written {
  return [`${JSON.stringify(name)}:${value}`, `${JSON.stringify(name)}: ${value}`];
}

/** Where what is behind it begins; −1: it is not there. */
function endOf([tight, spaced]: Written, head: string): number {
  const at = head.indexOf(tight);
  if (at !== -1) return at + tight.length;
  const other = head.indexOf(spaced);
  return other === -1 ? -1 : other + spaced.length;
}
