/**
 * Messages that no server should send: real ones, cut, doubled, with other values in them, with bytes turned, and things that were
 * never messages at all. By seed: the same again.
 */

import type { Random } from '../../core/word/random.ts';

export type Message = string | Uint8Array;

const VALUES: readonly unknown[] = [
  null,
  0,
  -1,
  1e308,
  true,
  '',
  'x',
  [],
  {},
  [[]],
  { type: 7 },
  '\u0000',
  '🙂'.repeat(40),
];

const NEVER: readonly Message[] = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '0',
  '"text"',
  '{}',
  '{"type":null}',
  '{"type":{}}',
  '\u0000',
  '['.repeat(5000),
  'x'.repeat(100_000),
  new Uint8Array(0),
  Uint8Array.of(0),
  Uint8Array.of(0xff, 0xfe, 0xfd),
  new Uint8Array(100_000),
];

/** Some of everything; `from`: messages to start from. */
export function mutated(from: readonly Message[], random: Random): Message {
  const pool = from.length === 0 || random.below(8) === 0 ? NEVER : from;
  const message = pool[random.below(pool.length)] as Message;
  return typeof message === 'string' ? ofText(message, random) : ofBytes(message, random);
}

function ofText(text: string, random: Random): Message {
  switch (random.below(6)) {
    case 0:
      return text.slice(0, random.below(text.length + 1));
    case 1:
      return text + text;
    case 2:
      return ofBytes(new TextEncoder().encode(text), random);
    case 3: {
      const at = random.below(text.length + 1);
      return text.slice(0, at) + String.fromCharCode(random.below(0x300)) + text.slice(at + 1);
    }
    default:
      return withOtherValue(text, random);
  }
}

/** Of JSON, with one value another, one name away, or one more level around. */
function withOtherValue(text: string, random: Random): string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return text;
  }
  if (random.below(10) === 0) return JSON.stringify([value]);
  let at = value;
  while (typeof at === 'object' && at !== null) {
    const holder = at as Record<string, unknown>;
    const names = Object.keys(holder);
    if (names.length === 0) break;
    const name = names[random.below(names.length)] as string;
    const inner = holder[name];
    if (typeof inner === 'object' && inner !== null && random.below(2) === 0) {
      at = inner;
      continue;
    }
    if (random.below(4) === 0) delete holder[name];
    else holder[name] = VALUES[random.below(VALUES.length)];
    break;
  }
  return JSON.stringify(value);
}

function ofBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const made = bytes.slice(0, random.below(3) === 0 ? random.below(bytes.length + 1) : bytes.length);
  for (let i = random.below(4); i > 0 && made.length > 0; i--)
    made[random.below(made.length)] = random.below(256);
  return made;
}
