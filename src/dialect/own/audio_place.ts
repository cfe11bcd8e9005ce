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

  constructor(place: AudioPlace) {
    this.place = place;
    this.marks = Object.entries(place.when).map(([name, value]) => written(name, JSON.stringify(value)));
    this.key = written(place.at.split('.').at(-1) ?? '', '"');
  }

  /** The hot path. */
  skim(wire: WireText): AudioSkim | null {
    const head = wire.head(HEAD);
    for (const mark of this.marks) if (endOf(mark, head) === -1) return null;
    const start = endOf(this.key, head);
    return start === -1 ? null : skimPayload(wire, head, start, '', '');
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
