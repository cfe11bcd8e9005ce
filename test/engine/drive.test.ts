/** What comes off the wire as audio, and what only looks like it: the whole way from a server's text to the call's record. */

import { describe, expect, it } from 'vitest';
import { callOf } from '../../src/core/call/call_spec.ts';
import type { CallRecord, TurnRecord } from '../../src/core/log/record.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import type { WireText } from '../../src/dialect/dialect.ts';
import { Driver } from '../../src/engine/drive.ts';
import { ReceivedText } from '../../src/engine/node/received_text.ts';
import { stereoOf } from '../../src/engine/recording/stereo.ts';
import { Tape, TapeMemory } from '../../src/engine/recording/tape.ts';
import { StringText } from '../../src/engine/string_text.ts';
import { LISTEN, smallPlan } from '../core/plan/small_plan.ts';

const RATE_PER_MS = 24;
const FORM = { format: 'pcm16', turnDetection: null } as const;

function tone(ms: number): Buffer {
  const samples = Int16Array.from({ length: ms * RATE_PER_MS }, (_, i) =>
    Math.round(9000 * Math.sin(i / 12)),
  );
  return Buffer.from(samples.buffer);
}

/** A call that listens to one answer, ready at 20 ms; alarms are of no consequence for what is received. */
class Listener {
  readonly records: (TurnRecord | CallRecord)[] = [];
  private readonly driver: Driver;
  private readonly wireOf: (text: string) => WireText;
  private readonly responseId: string;
  private nowMs = 1000;

  constructor(
    wireOf: (text: string) => WireText,
    format: 'pcm16' | 'g711_ulaw' = 'pcm16',
    responseId = 'r1',
    tape: Tape | null = null,
  ) {
    this.responseId = responseId;
    const plan = smallPlan([LISTEN], { target: { session: { ...FORM, format } } });
    const host = {
      dial: () => {},
      send: () => {},
      openMicrophone: () => {},
      speak: () => {},
      hush: () => {},
      wake: () => {},
      close: () => {},
      stay: () => {},
      drop: () => {},
      afflict: () => {},
      leave: () => {},
      dialBeside: () => {},
      record: (record: TurnRecord | CallRecord) => this.records.push(record),
    };
    const spec = { ...callOf(plan, 0), microphonePhase: 0 };
    this.driver = new Driver(plan, spec, 0, dialectOf(plan), host, { strict: true, tape });
    this.wireOf = wireOf;
    this.driver.input({ type: 'begin' }, 0);
    this.driver.input({ type: 'opened', connection: 0 }, 10);
    this.says({ type: 'session.updated', session: {} }, 20);
    this.says({ type: 'response.created', response: { id: responseId } }, 500);
  }

  says(event: object, atMs: number = ++this.nowMs): this {
    this.nowMs = atMs;
    this.driver.message(0, this.wireOf(JSON.stringify(event)), atMs);
    return this;
  }

  delta(delta: string | Buffer, atMs?: number, itemId = 'item_1'): this {
    const written = typeof delta === 'string' ? delta : delta.toString('base64');
    const ids = { response_id: this.responseId, item_id: itemId, output_index: 0, content_index: 0 };
    return this.says({ type: 'response.output_audio.delta', ...ids, delta: written }, atMs);
  }

  ended(): { readonly call: CallRecord; readonly turn: TurnRecord } {
    this.says({ type: 'response.done', response: { id: this.responseId, status: 'completed' } });
    this.driver.input({ type: 'timer' }, 30_000);
    this.driver.closed(0, { code: 1000, reason: '', failure: null, detail: null }, 30_010);
    const [turn, call] = this.records;
    if (turn?.type !== 'turn' || call?.type !== 'call') throw new Error('the call has not ended');
    return { call, turn };
  }
}

const ways: readonly (readonly [string, (text: string) => WireText])[] = [
  ['a string', (text) => new StringText(text)],
  [
    'bytes as they were received',
    (text) => {
      const wire = new ReceivedText();
      wire.bytes = Buffer.from(text);
      return wire;
    },
  ],
];

describe.each(ways)('an audio delta in %s', (_name, wireOf) => {
  const listener = (format?: 'pcm16' | 'g711_ulaw'): Listener => new Listener(wireOf, format);

  it('without audio is no first audio: it changes no mark, and is counted', () => {
    const { call, turn } = listener().delta('', 600).delta(tone(200), 2100).ended();
    expect(call).toMatchObject({ protocolViolations: 1, audioReceivedMs: 200 });
    expect(turn.marks).toMatchObject({ firstAudio: 2100, firstContent: 2100, firstPlayed: 2140 });
  });

  it.each([
    ['of 200 characters', 'r'.repeat(200)],
    ['of 500', 'r'.repeat(500)],
    ['of a thousand and more', 'r'.repeat(1500)],
    ['of a million', 'r'.repeat(1_000_000)],
    ['that is escaped', 'r"\\\u0007'],
    ['in other letters', 'Antwort für łódź'],
  ])('with a name %s is its answer’s, and no other’s', (_what, responseId) => {
    const { call, turn } = new Listener(wireOf, 'pcm16', responseId).delta(tone(200), 2100).ended();
    expect(call).toMatchObject({ outcome: 'completed', protocolViolations: 0, audioReceivedMs: 200 });
    expect(turn).toMatchObject({ outcome: 'answered', answers: 1 });
    expect(turn.marks).toMatchObject({ answerCreated: 500, firstAudio: 2100 });
  });

  it('without audio fails no call, however many come', () => {
    const listening = listener();
    for (let i = 0; i < 50; i++) listening.delta('');
    expect(listening.delta(tone(200)).ended().call).toMatchObject({
      outcome: 'completed',
      protocolViolations: 50,
    });
  });

  it.each([
    ['that is none from its beginning on', '!'.repeat(400)],
    ['that turns into something else', `${'A'.repeat(40)}${'!'.repeat(400)}`],
    ['that turns into something else far behind', `${'A'.repeat(8000)}${'ł'.repeat(400)}`],
    ['with its padding in the middle', `${'A'.repeat(40)}====${'A'.repeat(400)}`],
    ['with a whole sentence in it', 'this is no audio, it is a sentence of some length'],
  ])('%s is a violation, before and after there was something to hear', (_how, garbage) => {
    const before = listener().delta(garbage, 600).delta(tone(200), 2100).ended();
    expect(before.call).toMatchObject({ protocolViolations: 1, audioReceivedMs: 200 });
    expect(before.turn.marks).toMatchObject({ firstAudio: 2100 });
    const after = listener().delta(tone(200), 600).delta(garbage, 700).ended();
    expect(after.call).toMatchObject({ protocolViolations: 1, audioReceivedMs: 200 });
  });

  it('that breaks off where it is only then decoded is a violation too', () => {
    const silence = Buffer.alloc(RATE_PER_MS * 2 * 400).toString('base64');
    const broken = `${silence.slice(0, 10_001)}*${silence.slice(10_002)}`;
    expect(listener().delta(broken).delta(tone(200)).ended().call).toMatchObject({ protocolViolations: 1 });
  });

  it('with line breaks is what it says', () => {
    const broken = tone(300).toString('base64').replace(/.{76}/g, '$&\r\n');
    const { call, turn } = listener().delta(broken, 600).ended();
    expect(call).toMatchObject({ protocolViolations: 0, audioReceivedMs: 300 });
    expect(turn.marks.firstAudio).toBe(600);
  });

  it.each([1, 3, 4801])('in pieces of %d bytes is heard as in whole ones', (size) => {
    const pcm = Buffer.concat([Buffer.alloc(RATE_PER_MS * 2 * 30), tone(120)]);
    const whole = listener().delta(pcm, 600).ended();
    const listening = listener();
    for (let at = 0; at < pcm.length; at += size) listening.delta(pcm.subarray(at, at + size), 600);
    const pieces = listening.ended();
    expect(pieces.turn.marks.firstHeard).toBeCloseTo(whole.turn.marks.firstHeard ?? 0, 6);
    expect(pieces.call).toMatchObject({ outcome: 'completed', protocolViolations: 0 });
    expect(pieces.call.audioReceivedMs).toBeCloseTo(150, 6);
    expect(whole.turn.marks.firstHeard).toBeGreaterThanOrEqual(670);
  });

  it.each([1, 3, 4801])('in pieces of %d bytes is on the tape as it was', (size) => {
    const pcm = tone(120);
    const tape = new Tape(new TapeMemory(2 ** 24));
    tape.opened(0);
    const listening = new Listener(wireOf, 'pcm16', 'r1', tape);
    // What broke off in a sample is no part of what another item brings.
    listening.delta(Buffer.from([7, 7, 7]), 600, 'item_0');
    for (let at = 0; at < pcm.length; at += size) listening.delta(pcm.subarray(at, at + size), 600);
    listening.ended();
    const medium = {
      frameMs: 20,
      uplink: { format: 'pcm16', sampleRate: 24_000 },
      downlink: { format: 'pcm16', sampleRate: 24_000 },
      payloadOf: () => new Uint8Array(0),
      decode: (base64: Uint8Array) => Buffer.from(Buffer.from(base64).toString('latin1'), 'base64'),
      resampler: { resample: () => expect.unreachable('both ways have one rate') },
    } as const;
    const content = tape.eject();
    if (content === null) throw new Error('the tape is empty');
    const [, agent] = stereoOf(content, medium).channels;
    const bytes = Buffer.from(agent.buffer, agent.byteOffset, agent.byteLength);
    expect(bytes.subarray(-pcm.length).equals(pcm)).toBe(true);
  });

  it('of a single byte is no sample, and no first audio', () => {
    const { call, turn } = listener()
      .delta(Buffer.from([7]), 600)
      .ended();
    expect(call).toMatchObject({ protocolViolations: 1, audioReceivedMs: 0, failure: 'no_answer' });
    expect(turn.marks.firstAudio).toBeNull();
    expect(turn.answerAudioMs).toBe(0);
  });

  it('that leaves half a sample behind it is told at the end of its item, and goes on with no other', () => {
    const odd = tone(100).subarray(0, -1);
    const { call } = listener().delta(odd).delta(tone(100), undefined, 'item_2').ended();
    expect(call).toMatchObject({ protocolViolations: 1 });
    expect(call.audioReceivedMs).toBeCloseTo(200 - 1 / RATE_PER_MS, 6);
  });

  it('has a sample in each byte where the format says so', () => {
    const { call } = listener('g711_ulaw').delta(Buffer.alloc(801, 0x40)).ended();
    expect(call).toMatchObject({ protocolViolations: 0, audioReceivedMs: 801 / 8 });
  });
});
