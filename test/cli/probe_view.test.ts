import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { probeText, targetBlock } from '../../src/cli/probe_view.ts';
import type { AttemptResult } from '../../src/probe/attempt.ts';
import type { Probed } from '../../src/probe/probe.ts';

const plain = (text: string): string => text;
const paint = { red: plain, green: plain, yellow: plain, dim: plain, bold: plain };
const nothing: Probed = {
  url: 'wss://h/v1?api-key=value-of-key',
  guess: null,
  dialect: 'openai-realtime',
  tried: [],
  carriers: [],
  target: null,
  call: null,
  findings: [],
};
const tried = (result: AttemptResult, quirks = {}) => ({
  quirks,
  attempt: { result, connectedMs: 12, guess: null, heard: [] },
});

it('says what was tried and found, and how long it took', () => {
  const text = probeText(
    {
      ...nothing,
      guess: { protocol: 'xAI Voice', dialect: 'openai-realtime' },
      tried: [
        tried({ type: 'rejected', code: 'c', message: 'Unknown parameter.', param: null }),
        tried({ type: 'ready', afterMs: 30, greets: true }, { profile: 'xai', omit: ['a'] }),
      ],
      target: { quirks: { profile: 'xai' }, speaksFirst: 'agent' },
      findings: [
        { what: 'answers', found: true, ms: 900, detail: 'first sample' },
        { what: 'calls tools', found: false, ms: null },
        { what: 'writes', found: null, ms: null, detail: 'not\u001b[31m asked' },
      ],
    },
    paint,
  );
  expect(text).toMatch(/^wss:\/\/h\/v1\?api-key=… {2}xAI Voice\n/);
  expect(text).toContain('refused: Unknown parameter.');
  expect(text).toMatch(
    /\{ profile: xai, omit: \[ a \] \} +a session 30 ms after it opened, and greets by itself/,
  );
  expect(text).toMatch(/yes {2}answers +900 ms {2}first sample\n/);
  expect(text).toMatch(/no {3}calls tools\n/);
  expect(text).toContain(String.raw`not\u001b[31m asked`);
});

it.each<[AttemptResult, RegExp]>([
  [{ type: 'refused', detail: 'HTTP 401' }, /refused: HTTP 401\n.*right key \(--key-env\)/],
  [{ type: 'silent' }, /it said nothing.*\n.*--dialect/],
  [{ type: 'closed', code: 1008, reason: 'no' }, /closed with 1008: no\nThere was no session to be had\.\n/],
  [{ type: 'unreachable', detail: 'ECONNREFUSED' }, /no connection: ECONNREFUSED/],
])('says what there is no session for: %j', (result, words) => {
  expect(probeText({ ...nothing, tried: [tried(result)] }, paint)).toMatch(words);
});

it('says what came of each carrier, and that several would do', () => {
  const carriers = [
    { carrier: 'twilio', result: { type: 'answered', afterMs: 420, named: true } },
    { carrier: 'telnyx', result: { type: 'answered', afterMs: 400, named: false } },
    { carrier: 'plivo', result: { type: 'misunderstood', why: 'plivo_message: \u001b[31m' } },
    { carrier: 'exotel', result: { type: 'closed', code: 1011, reason: '' } },
  ] as const;
  const target = { dialect: 'twilio-media-streams', quirks: {}, speaksFirst: 'agent' } as const;
  const text = probeText({ ...nothing, carriers, target }, paint);
  expect(text).toMatch(/called as {2}twilio +answered 420 ms after its start, .*SignalWire/);
  expect(text).toMatch(/called as {2}plivo +not taken for it: plivo_message/);
  expect(text).not.toContain('\u001b');
  expect(text).toMatch(/called as {2}exotel +closed with 1011\n/);
  expect(text).toContain(
    'several carriers: what follows is of twilio; --quirks calls it as another (telnyx)',
  );
});

it('says that it does not speak a protocol', () => {
  const guess = { protocol: 'Deepgram Voice Agent', dialect: null } as const;
  expect(probeText({ ...nothing, guess }, paint)).toContain('no protocol that callstorm speaks');
});

it('gives a target that reads back as it is', () => {
  const target = { url: 'wss://h/v1', headers: { a: '${B}' }, quirks: { profile: 'xai', omit: ['x.y'] } };
  expect(parse(targetBlock(target))).toEqual({ target });
});
