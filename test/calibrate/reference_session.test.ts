import { describe, expect, it } from 'vitest';
import { Onset } from '../../src/core/call/onset.ts';
import { Random } from '../../src/core/word/random.ts';
import { g711Decode } from '../../src/audio/g711.ts';
import { pcm16FromBytes } from '../../src/audio/pcm.ts';
import { samplesPerMs, type WireFormat } from '../../src/calibrate/reference_ear.ts';
import { ReferenceSession } from '../../src/calibrate/reference_session.ts';
import { trueMouthToEarMs, type TrueTurn } from '../../src/calibrate/truth.ts';

const FRAME_MS = 100;
const types = { pcm16: 'audio/pcm', g711_ulaw: 'audio/pcmu', g711_alaw: 'audio/pcma' } as const;

interface Sent {
  readonly type: string;
  readonly delta?: string;
  readonly atMs: number;
}

/** A session on a clock that is turned by hand. */
class Bench {
  nowMs = 1000;
  readonly sent: Sent[] = [];
  readonly turns: TrueTurn[] = [];
  private due: { readonly atMs: number; readonly act: () => void }[] = [];
  private readonly session: ReferenceSession;
  private readonly format: WireFormat;

  constructor(format: WireFormat, seed = 1) {
    this.format = format;
    this.session = new ReferenceSession('s1', new Random(seed, 'bench'), {
      nowMs: () => this.nowMs,
      send: (text) => this.sent.push({ ...(JSON.parse(text) as Sent), atMs: this.nowMs }),
      after: (delayMs, act) => this.due.push({ atMs: this.nowMs + delayMs, act }),
      tell: (turn) => this.turns.push(turn),
    });
    this.session.open();
    const session = { type: 'realtime', audio: { input: { format: { type: types[format] } } } };
    this.session.hear(JSON.stringify({ type: 'session.update', session }), this.nowMs);
  }

  /** One frame, of which the first so many ms are loud. */
  frame(loudMs: number): void {
    this.until(this.nowMs + FRAME_MS);
    const perMs = samplesPerMs(this.format);
    const bytes: number[] = [];
    for (let i = 0; i < FRAME_MS * perMs; i++) {
      const loud = i < loudMs * perMs;
      if (this.format === 'pcm16') bytes.push(0, loud ? 0x10 : 0);
      else if (this.format === 'g711_ulaw') bytes.push(loud ? 0x90 : 0xff);
      else bytes.push(loud ? 0xb5 : 0xd5);
    }
    const audio = Buffer.from(bytes).toString('base64');
    this.session.hear(JSON.stringify({ type: 'input_audio_buffer.append', audio }), this.nowMs);
  }

  until(atMs: number): void {
    for (const { atMs: dueMs, act } of this.due.filter((timer) => timer.atMs <= atMs)) {
      this.nowMs = dueMs;
      act();
    }
    this.due = this.due.filter((timer) => timer.atMs > atMs);
    this.nowMs = atMs;
  }

  /** The answer's audio, decoded. */
  heard(): Int16Array {
    const bytes = Buffer.concat(
      this.sent.flatMap(({ delta }) => (delta === undefined ? [] : [Buffer.from(delta, 'base64')])),
    );
    if (this.format === 'pcm16') return pcm16FromBytes(bytes);
    return g711Decode(bytes, this.format === 'g711_ulaw' ? 'ulaw' : 'alaw');
  }

  types(): string[] {
    return this.sent.map(({ type }) => type).filter((type, i, all) => type !== all[i - 1]);
  }
}

describe.each(['pcm16', 'g711_ulaw', 'g711_alaw'] as const)('the reference agent, in %s', (format) => {
  it('knows when the last loud sample came, when it spoke, and when a listener begins to hear it', () => {
    const bench = new Bench(format);
    for (let i = 0; i < 8; i++) bench.frame(100);
    bench.frame(37);
    const arrivedMs = bench.nowMs;
    for (let i = 0; i < 10; i++) bench.frame(0);
    const [turn] = bench.turns;
    if (turn === undefined) throw new Error('it did not answer');
    expect(bench.turns).toHaveLength(1);
    expect(turn).toMatchObject({ session: 's1', turn: 0, arrivedMs });
    expect(turn.afterMs).toBeCloseTo(63, 6);
    // It is sure of the end after 200 ms of silence: 163 ms are not enough, 263 are; then it thinks.
    expect(turn.sentMs).toBeGreaterThan(arrivedMs + 200 + 80);
    expect(turn.sentMs).toBeLessThan(arrivedMs + 200 + 500);
    expect(bench.sent.find(({ delta }) => delta !== undefined)?.atMs).toBe(turn.sentMs);
    expect(turn.leadInMs).toBeGreaterThanOrEqual(20);
    expect(turn.leadInMs).toBeLessThanOrEqual(140);
    // By the listener's own rule, which is right to the millisecond.
    const onsetMs = new Onset(-50).push(bench.heard(), samplesPerMs(format)) ?? Number.NaN;
    expect(Math.abs(onsetMs - turn.leadInMs)).toBeLessThanOrEqual(1);
    expect(trueMouthToEarMs(turn, 60)).toBeCloseTo(turn.sentMs - arrivedMs + 63 + 60 + turn.leadInMs, 6);
  });

  it('speaks the protocol, turn after turn', () => {
    const bench = new Bench(format);
    for (let turn = 0; turn < 3; turn++) {
      for (let i = 0; i < 5; i++) bench.frame(100);
      for (let i = 0; i < 15; i++) bench.frame(0);
    }
    expect(bench.turns.map(({ turn }) => turn)).toEqual([0, 1, 2]);
    expect(new Set(bench.turns.map(({ leadInMs }) => leadInMs)).size).toBe(3);
    const turn = [
      'input_audio_buffer.speech_started',
      'input_audio_buffer.speech_stopped',
      'input_audio_buffer.committed',
      'response.created',
      'response.output_audio.delta',
      'response.done',
    ];
    expect(bench.types()).toEqual(['session.created', 'session.updated', ...turn, ...turn, ...turn]);
  });

  it('hears silence as silence, and no speech in it', () => {
    const bench = new Bench(format);
    for (let i = 0; i < 30; i++) bench.frame(0);
    expect(bench.turns).toEqual([]);
    expect(bench.types()).toEqual(['session.created', 'session.updated']);
  });

  it('takes a pause of under 200 ms for one within an utterance', () => {
    const bench = new Bench(format);
    bench.frame(100);
    bench.frame(0);
    bench.frame(50);
    const arrivedMs = bench.nowMs;
    for (let i = 0; i < 10; i++) bench.frame(0);
    expect(bench.turns.map((turn) => [turn.arrivedMs, turn.afterMs])).toEqual([[arrivedMs, 50]]);
  });
});

it('answers the same to the same seed', () => {
  const answers = (seed: number): unknown => {
    const bench = new Bench('pcm16', seed);
    bench.frame(100);
    for (let i = 0; i < 10; i++) bench.frame(0);
    return bench.turns;
  };
  expect(answers(1)).toEqual(answers(1));
  expect(answers(2)).not.toEqual(answers(1));
});
