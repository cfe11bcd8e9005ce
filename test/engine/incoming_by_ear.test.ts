/** What comes from an agent that tells nothing of its answers: the same answers are found however its audio is cut and whatever is told besides. */

import { array, assert, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentEvent } from '../../src/core/call/event.ts';
import { gptLive } from '../../src/dialect/gpt_live/gpt_live.ts';
import type { ReadEvent } from '../../src/dialect/dialect.ts';
import { IncomingByEar } from '../../src/engine/incoming_by_ear.ts';
import { OutsideText } from '../../src/engine/outside_text.ts';
import { StringText } from '../../src/engine/string_text.ts';
import { smallPlan, LISTEN } from '../core/plan/small_plan.ts';

const FORM = { format: 'pcm16', turnDetection: null } as const;
const PER_MS = 48;
const BUFFER = 60;

function sound(ms: number): Buffer {
  return Buffer.from(
    Int16Array.from({ length: ms * 24 }, (_, i) => Math.round(9000 * Math.sin(i / 12))).buffer,
  );
}

const silence = (ms: number): Buffer => Buffer.alloc(ms * PER_MS);

interface Told {
  readonly atMs: number;
  readonly event: AgentEvent;
}

class Listener {
  readonly told: Told[] = [];
  readonly marks: string[] = [];
  private readonly incoming: IncomingByEar;
  private readonly session = gptLive(FORM).open();
  private nowMs = 0;

  constructor() {
    const small = smallPlan([LISTEN], { limits: { gapMs: 800 }, target: { session: FORM } });
    const plan = { ...small, playback: { bufferMs: BUFFER, audibleDbfs: -50 } };
    const tell = (_connection: number, event: AgentEvent, atMs: number): void => {
      this.told.push({ atMs, event: { ...event } });
    };
    this.incoming = new IncomingByEar({
      plan,
      dialect: gptLive(FORM),
      outside: new OutsideText(undefined),
      tape: null,
      echo: null,
      hearer: {
        seeksOnset: () => false,
        begins: () => {},
        happens: tell,
        hears: tell,
        sounds: () => {},
        sendPlayed: (mark) => this.marks.push(mark),
        partsFrom: () => {},
        replies: () => {},
      },
    });
  }

  /** One message of audio, now. */
  plays(audio: Buffer): this {
    const text = `{"type":"session.output_audio.delta","delta":"${audio.toString('base64')}"}`;
    this.incoming.message(this.session, 0, new StringText(text), this.nowMs);
    return this;
  }

  tells(event: ReadEvent): this {
    this.incoming.event(0, event, this.nowMs);
    return this;
  }

  result(): this {
    this.incoming.sent({ type: 'tool_result', callId: 'c', output: '{}' });
    return this;
  }

  run(ms: number): this {
    const untilMs = this.nowMs + ms;
    while (this.incoming.wakeMs <= untilMs) {
      this.nowMs = Math.max(this.nowMs, this.incoming.wakeMs);
      this.incoming.due(this.nowMs);
    }
    this.nowMs = untilMs;
    return this;
  }

  /** In real time, in pieces of these lengths in turn. */
  streams(audio: Buffer, pieceMs: readonly number[] = [100]): this {
    let at = 0;
    for (let i = 0; at < audio.length; i++) {
      const ms = pieceMs[i % pieceMs.length] ?? 100;
      this.plays(audio.subarray(at, at + ms * PER_MS));
      at += ms * PER_MS;
      this.run(ms);
    }
    return this;
  }

  /** Of each answer, when it is first heard, and how long it is to its last audible. */
  answers(): { heardMs: number; audibleMs: number; cut: boolean }[] {
    const found = new Map<string, { heardMs: number; audibleMs: number; cut: boolean }>();
    let endsMs = -Infinity;
    for (const { atMs, event } of this.told) {
      if (event.type === 'audio') {
        const fromMs = atMs <= endsMs ? endsMs : atMs + BUFFER;
        endsMs = fromMs + event.ms;
        const known = found.get(event.responseId);
        if (known !== undefined) known.audibleMs = endsMs - known.heardMs;
        else if (typeof event.onsetMs === 'number') {
          const heardMs = fromMs + event.onsetMs;
          found.set(event.responseId, { heardMs, audibleMs: endsMs - heardMs, cut: false });
        }
      } else if (event.type === 'audio_tail') {
        const known = found.get(event.responseId);
        if (known !== undefined) known.audibleMs -= event.inaudibleMs;
      } else if (event.type === 'answer_done') {
        const known = found.get(event.responseId);
        if (known !== undefined) known.cut = event.status === 'cancelled';
        else found.set(event.responseId, { heardMs: -1, audibleMs: 0, cut: false });
      }
    }
    return [...found.values()];
  }

  words(): string[] {
    return this.told.flatMap(({ event }) =>
      event.type === 'answer_text' ? [`${event.responseId}: ${event.text}`] : [],
    );
  }
}

const words = (text: string, fromMs?: number): ReadEvent => ({
  type: 'answer_content',
  responseId: '',
  itemId: '',
  text,
  ...(fromMs === undefined ? {} : { fromMs }),
});

describe('answers', () => {
  it('are stretches of sound with gaps shorter than the gap', () => {
    const stream = [
      silence(500),
      sound(400),
      silence(700),
      sound(300),
      silence(1200),
      sound(200),
      silence(2000),
    ];
    const heard = new Listener().streams(Buffer.concat(stream)).answers();
    expect(heard).toHaveLength(2);
    expect(heard[0]?.heardMs).toBeCloseTo(500 + BUFFER, -1);
    expect(heard[0]?.audibleMs).toBeCloseTo(1400, -1.5);
    expect(heard[1]?.heardMs).toBeCloseTo(3100 + BUFFER, -1);
    expect(heard[1]?.audibleMs).toBeCloseTo(200, -1.5);
  });

  it('are none in silence, or in a click', () => {
    const click = Buffer.concat([silence(300), sound(6), silence(700)]);
    const listener = new Listener().streams(click).streams(silence(3000));
    expect(listener.told).toEqual([]);
  });

  it('come in a burst as they are played, not as they came', () => {
    const burst = Buffer.concat([sound(500), silence(1500), sound(500)]);
    const heard = new Listener().plays(burst).run(6000).answers();
    expect(heard.map(({ heardMs }) => Math.round(heardMs / 10) * 10)).toEqual([60, 2060]);
  });

  it('are cut off where what is queued is thrown away', () => {
    const listener = new Listener().plays(sound(5000)).run(1000).tells({ type: 'interrupted' }).run(3000);
    expect(listener.answers()).toMatchObject([{ cut: true }]);
  });

  it('are the same however the stream is cut', () => {
    const stream = Buffer.concat([
      silence(330),
      sound(410),
      silence(650),
      sound(120),
      silence(930),
      sound(760),
      silence(2500),
    ]);
    const asked = new Listener().streams(stream, [20]).answers();
    expect(asked).toHaveLength(2);
    assert(
      property(array(integer({ min: 1, max: 300 }), { minLength: 1, maxLength: 8 }), (pieces) => {
        const found = new Listener().streams(stream, pieces).answers();
        expect(found).toHaveLength(asked.length);
        for (const [i, { heardMs, audibleMs }] of found.entries()) {
          expect(Math.abs(heardMs - (asked[i]?.heardMs ?? 0))).toBeLessThan(1);
          expect(Math.abs(audibleMs - (asked[i]?.audibleMs ?? 0))).toBeLessThan(20);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('are found across half a sample at the end of each message', () => {
    const stream = Buffer.concat([silence(200), sound(500), silence(1500)]);
    const whole = new Listener().streams(stream).answers();
    const odd = new Listener();
    for (let at = 0; at < stream.length; at += 4801) odd.plays(stream.subarray(at, at + 4801)).run(100);
    odd.run(2000);
    expect(odd.answers()).toHaveLength(1);
    expect(odd.answers()[0]?.heardMs).toBeCloseTo(whole[0]?.heardMs ?? 0, -1);
  });
});

describe('what is told besides', () => {
  it('is of the answer that goes on, and of the next where its place in the audio says so', () => {
    const listener = new Listener()
      .streams(silence(300))
      .tells(words('Hello ', 300))
      .streams(sound(500))
      .tells(words('there.', 500))
      .streams(silence(1200))
      .tells(words(' Late.', 700))
      .tells(words('And', 2000))
      .streams(sound(300))
      .tells(words(' on.', 2200))
      .streams(silence(1500));
    expect(listener.words()).toEqual(['heard_0: Hello there.', 'heard_0: Late.', 'heard_1: And on.']);
  });

  it('is late rather than early where nothing says where it was', () => {
    const listener = new Listener()
      .streams(Buffer.concat([sound(300), silence(1000)]))
      .tells(words('That was it.'))
      .streams(silence(4000))
      .tells(words('Now this.'))
      .streams(Buffer.concat([sound(300), silence(1000)]));
    expect(listener.words()).toEqual(['heard_0: That was it.', 'heard_1: Now this.']);
  });

  it('calls tools in the answer that goes on, or in one of which nothing is heard', () => {
    const call: ReadEvent = { type: 'tool_call', responseId: null, callId: 'c', name: 'n', arguments: '{}' };
    const during = new Listener().streams(sound(300)).tells(call);
    expect(during.told.at(-1)?.event).toMatchObject({ type: 'tool_call', responseId: 'heard_0' });
    const before = new Listener().streams(silence(300)).tells(call);
    expect(before.told.map(({ event }) => event.type)).toEqual(['tool_call', 'answer_done']);
  });
});

describe('what is made of a result', () => {
  it('is an answer of its own after a breath in the stream', () => {
    const stream = (result: boolean): number => {
      const listener = new Listener().streams(silence(200)).streams(sound(400));
      if (result) listener.result();
      return listener.streams(Buffer.concat([silence(300), sound(400), silence(1500)])).answers().length;
    };
    expect(stream(false)).toBe(1);
    expect(stream(true)).toBe(2);
  });

  it('is not told from the rest where nobody takes a breath', () => {
    const listener = new Listener().streams(silence(200)).streams(sound(400)).result();
    expect(listener.streams(Buffer.concat([silence(100), sound(400), silence(1500)])).answers()).toHaveLength(
      1,
    );
  });

  it('is any answer once one has ended', () => {
    const listener = new Listener()
      .streams(Buffer.concat([silence(200), sound(300), silence(1000)]))
      .result();
    const rest = Buffer.concat([sound(300), silence(400), sound(300), silence(1500)]);
    expect(listener.streams(rest).answers()).toHaveLength(2);
  });
});

describe('marks', () => {
  it('are answered once what came before them was played, or thrown away', () => {
    const listener = new Listener().tells({ type: 'mark', name: 'empty' });
    expect(listener.marks).toEqual(['empty']);
    listener
      .plays(sound(1000))
      .tells({ type: 'mark', name: 'a' })
      .run(BUFFER + 999);
    expect(listener.marks).toEqual(['empty']);
    expect(listener.run(1).marks).toEqual(['empty', 'a']);
    listener.plays(sound(1000)).tells({ type: 'mark', name: 'b' }).run(300).tells({ type: 'interrupted' });
    expect(listener.marks).toEqual(['empty', 'a', 'b']);
  });
});
