import { assert, integer, nat, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactionOf, refuseShortKey, shownThrough } from '../../../src/core/word/redaction.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const entities = (text: string): string => text.replaceAll(/[&"'<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const unicode = (text: string): string =>
  Array.from(text, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');

/** How a server could write it down; each as it stands in the text around it. */
const WAYS: Readonly<Record<string, (key: string) => string>> = {
  raw: (key) => key,
  'JSON-escaped': (key) => JSON.stringify(key).slice(1, -1),
  'JSON-escaped twice': (key) => JSON.stringify(JSON.stringify(key)),
  'JSON-escaped with slashes': (key) => JSON.stringify(key).slice(1, -1).replaceAll('/', '\\/'),
  'as code points': unicode,
  'URL-encoded': encodeURIComponent,
  'URL-encoded in small letters': (key) =>
    encodeURIComponent(key).replaceAll(/%../g, (code) => code.toLowerCase()),
  'URL-encoded twice': (key) => encodeURIComponent(encodeURIComponent(key)),
  'as a form': (key) => new URLSearchParams({ key }).toString().slice('key='.length),
  'as HTML': entities,
  base64,
  'base64, one byte in': (key) => base64(`x${key}`),
  'base64, two bytes in': (key) => base64(`xy${key}`),
  'base64 of its header': (key) => base64(`Bearer ${key}`),
  'base64 of its header and more': (key) => base64(`Authorization: Bearer ${key}\r\nHost: a`),
  base64url: (key) => Buffer.from(`user:${key}`).toString('base64url'),
  'base64, URL-encoded': (key) => encodeURIComponent(base64(`Bearer ${key}`)),
  hex: (key) => Buffer.from(key).toString('hex'),
};

const KEYS = [
  'sk-proj-Ab12Cd34Ef56Gh78Ij90',
  'a"b\\c\\\\d/e?f',
  "it's <so> & so",
  '\\"\\"',
  'hunt',
  '????>>>>',
  `eyJ${'hbGciOiJIUzI1NiJ9.x_-/+"'.repeat(30)}`,
  'pass wörd',
];

describe('a key', () => {
  for (const key of KEYS) {
    it.each(Object.entries(WAYS))(`is hidden, ${key.slice(0, 20)}: %s`, (_, write) => {
      const shown = redactionOf([key])(`before ${write(key)} after`);
      expect(shown).toMatch(/^before [^ ]*…/);
      expect(shown).toMatch(/ after$/);
      // Nor is it there for whoever decodes what is left.
      for (const [, other] of Object.entries(WAYS)) expect(shown).not.toContain(other(key));
    });
  }

  it('of any characters is hidden in every way of writing it', () => {
    const ways = Object.values(WAYS);
    assert(
      property(
        string({
          unit: integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
          minLength: 4,
          maxLength: 40,
        }),
        nat(ways.length - 1),
        (key, way) => {
          const written = (ways[way] as (key: string) => string)(key);
          expect(redactionOf([key])(`<<${written}>>`)).not.toContain(written);
        },
      ),
    );
  });

  it('is hidden as often as it comes, and with others', () => {
    const redact = redactionOf(['first-key', 'first-key-and-more', '', 'abc']);
    expect(redact('first-key first-key-and-more abc FIRST-KEY')).toBe('… … abc …');
  });

  it('leaves alone what has none of it', () => {
    const redact = redactionOf(['sk-1234567']);
    const text = `sk-123456 and sk-1234568 ${base64('sk-1234')} ${'\\'.repeat(50_000)}`;
    expect(redact(text)).toBe(text);
  });

  it('too short to be hidden is refused, in words without it', () => {
    expect(() => refuseShortKey('abc', 'MY_KEY')).toThrow(/at least 4 characters in MY_KEY, found 3/);
    expect(() => refuseShortKey('abcd', 'MY_KEY')).not.toThrow();
  });
});

describe('a record', () => {
  it('has its texts shown, however deep, but for our own words', () => {
    const record = {
      type: 'call',
      n: 1,
      none: null,
      tools: [{ callId: 'call', type: 'call' }],
      text: 'call',
    };
    const shown = shownThrough(record, redactionOf(['call']), new Set(['type']));
    expect(shown).toEqual({ ...record, tools: [{ callId: '…', type: 'call' }], text: '…' });
  });

  it('without any is the same object', () => {
    const record = { a: ['x'], b: { c: 'y' } };
    expect(shownThrough(record, redactionOf(['call']), new Set())).toBe(record);
  });
});
