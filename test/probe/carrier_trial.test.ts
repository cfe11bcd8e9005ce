/** Whose call a telephone server takes one for, by what it says: strict servers, lenient ones, and those that only look as if they understood. */

import { describe, expect, it } from 'vitest';
import { carrierOfStart, type ServedCarrier } from '../../src/agent/wire/served_carrier.ts';
import { g711Encode } from '../../src/audio/g711.ts';
import { carrierOf } from '../../src/dialect/twilio/carriers.ts';
import { streamIds } from '../../src/dialect/twilio/stream_ids.ts';
import { CarrierEvidence } from '../../src/probe/carrier_evidence.ts';
import {
  answeredAs,
  carriersToTry,
  resultOf,
  type CallingName,
  type CarrierTrial,
} from '../../src/probe/carrier_trial.ts';

type Fields = Readonly<Record<string, unknown>>;

const VOICE = Int16Array.from(
  { length: 4000 },
  (_, i) => 5000 * Math.sin(i / 7) + 3000 * Math.sin(i / 2.7) * Math.sin(i / 300),
);
const ULAW = Buffer.from(g711Encode(VOICE, 'ulaw'));
const PCM = Buffer.from(VOICE.buffer);

const ids = (name: CallingName) => carrierOf(name).ids(streamIds({ seed: 1, call: 1, connection: 0 }));

function startOf(name: CallingName): Fields {
  return carrierOf(name).tells({ event: 'start', sequence: 1, parameters: {} }, ids(name)) ?? {};
}

/** What comes of calling a server as this carrier does. `server`: what it says to a start, 400 ms after it. */
function tried(name: CallingName, server: (start: Fields) => readonly string[]): CarrierTrial {
  const evidence = new CarrierEvidence(carrierOf(name), ids(name), -55);
  for (const text of server(startOf(name))) evidence.take(text, 400);
  return { carrier: name, result: resultOf(name, evidence) };
}

const all = (server: (start: Fields) => readonly string[]): readonly CarrierTrial[] =>
  carriersToTry(undefined).map((name) => tried(name, server));

const types = (trials: readonly CarrierTrial[]): Fields =>
  Object.fromEntries(trials.map(({ carrier, result }) => [carrier, result.type]));

const only = (name: ServedCarrier['name']) => (start: Fields) => {
  const served = carrierOfStart(start);
  return served?.name === name ? [served.media(ULAW.toString('base64'))] : [];
};

describe.each(['twilio', 'telnyx', 'plivo', 'exotel'] as const)('a strict server of %s', (name) => {
  it('is told apart', () => {
    const trials = all(only(name));
    expect(answeredAs(trials)).toEqual([name]);
    const others = trials.filter(({ carrier }) => carrier !== name);
    expect(others.map(({ result }) => result.type)).toEqual(['silent', 'silent', 'silent']);
  });
});

it('a server that answers each in its own words is said to answer all', () => {
  const trials = all((start) => {
    const served = carrierOfStart(start);
    return served === null ? [] : [served.media(ULAW.toString('base64'))];
  });
  expect(answeredAs(trials)).toEqual(['twilio', 'plivo', 'exotel', 'telnyx']);
  expect(answeredAs(trials, 'telnyx')[0]).toBe('telnyx');
});

describe('a server that reads no more than its own carrier’s names, and speaks to whoever calls', () => {
  const says = (key: string, audio: Buffer) => (start: Fields) => {
    const { [key]: stream } = start['start'] as Fields;
    return [JSON.stringify({ event: 'media', [key]: stream, media: { payload: audio.toString('base64') } })];
  };

  it('of Twilio: an unnamed stream is Telnyx’s too, and Exotel would not have it', () => {
    const trials = all(says('streamSid', ULAW));
    expect(types(trials)).toEqual({
      twilio: 'answered',
      telnyx: 'answered',
      plivo: 'misunderstood',
      exotel: 'misunderstood',
    });
    expect(answeredAs(trials)).toEqual(['twilio', 'telnyx']);
  });

  it('of Exotel: by its sound it is not what Telnyx plays', () => {
    const trials = all(says('stream_sid', PCM));
    expect(answeredAs(trials)).toEqual(['exotel']);
    expect(trials.find(({ carrier }) => carrier === 'telnyx')?.result).toEqual({
      type: 'misunderstood',
      why: 'its audio sounds like PCM of 16 bits; telnyx has µ-law',
    });
  });

  it('of Telnyx: Twilio warns, as it names no stream', () => {
    const trials = all(says('none', ULAW));
    expect(answeredAs(trials)).toEqual(['telnyx']);
    expect(trials[0]?.result).toEqual({
      type: 'misunderstood',
      why: 'twilio_31951: "media" without a streamSid',
    });
  });
});

it('silence, noise on the wire and binary messages are no answer', () => {
  const silence = Buffer.alloc(4000, 0xff).toString('base64');
  const media = (payload: string) => (start: Fields) => [
    carrierOfStart(start)?.media(payload) ?? '',
    carrierOfStart(start)?.media('%%%') ?? '',
  ];
  expect(tried('twilio', media(silence)).result).toEqual({ type: 'silent' });
  expect(tried('twilio', () => ['{', '[]', '{"event":"speak"}']).result).toMatchObject({
    type: 'misunderstood',
    why: expect.stringContaining('not JSON') as string,
  });
  const evidence = new CarrierEvidence(carrierOf('telnyx'), ids('telnyx'), -55);
  evidence.binary();
  expect(resultOf('telnyx', evidence)).toEqual({
    type: 'misunderstood',
    why: 'telnyx_binary: a binary message',
  });
});

it('whoever is asked for is tried first, and SignalWire’s streams are not tried twice', () => {
  expect(carriersToTry('plivo')).toEqual(['plivo', 'twilio', 'telnyx', 'exotel']);
  expect(carriersToTry('signalwire')).toEqual(['signalwire', 'telnyx', 'plivo', 'exotel']);
});
