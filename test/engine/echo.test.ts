import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../src/audio/base64.ts';
import { samplesFromWire, samplesToWire } from '../../src/audio/wire_samples.ts';
import type { PlanImpairment } from '../../src/core/plan/plan.ts';
import { openaiRealtime } from '../../src/dialect/openai/openai_realtime.ts';
import type { Dialect } from '../../src/dialect/dialect.ts';
import { Echo, type EchoedFrame } from '../../src/engine/echo.ts';
import { StringText } from '../../src/engine/string_text.ts';

const FRAME_MS = 20;

function echoing(delayMs: number, levelDb: number, step?: number): PlanImpairment {
  const text = `echo=${delayMs}ms@${levelDb}dB`;
  return {
    impair: 'echo',
    text,
    share: 1,
    echo: { delayMs, levelDb },
    ...(step === undefined ? {} : { step }),
  };
}

/** Not loud, and never the same twice. */
const voice = (length: number): Int16Array => Int16Array.from({ length }, (_, i) => ((i * 37) % 4001) - 2000);

function plays(echo: Echo, dialect: Dialect, samples: Int16Array, heardAtMs: number): void {
  const base64 = encodeBase64(samplesToWire(samples, dialect.downlink.format));
  echo.arrives(new StringText(`..${base64}..`), 2, 2 + base64.length, false);
  echo.played((samples.length * 1000) / dialect.downlink.sampleRate, heardAtMs);
}

function sentIn(frame: EchoedFrame | null, dialect: Dialect): number[] {
  if (frame === null) throw new Error('the ready-made frame is sent');
  const event = JSON.parse(frame.text) as { type: string; audio: string };
  expect(event.type).toBe('input_audio_buffer.append');
  const bytes = decodeBase64(event.audio);
  expect([...bytes]).toEqual([...frame.audio]);
  return [...samplesFromWire(bytes, dialect.uplink.format)];
}

describe.each([
  ['pcm16', 8000],
  ['pcm16', 16_000],
  ['pcm16', 24_000],
  ['pcm16', 48_000],
  ['g711_ulaw', 8000],
  ['g711_alaw', 8000],
] as const)('an echo in %s at %i Hz', (format, sampleRate) => {
  const dialect = openaiRealtime({ format, sampleRate });
  const perMs = dialect.uplink.sampleRate / 1000;
  const coded = (samples: Int16Array): Int16Array => samplesFromWire(samplesToWire(samples, format), format);

  it('is what was heard, later and quieter, over what was captured', () => {
    const echo = new Echo([echoing(150, -20)], dialect, FRAME_MS, () => {});
    const said = voice(100 * perMs);
    plays(echo, dialect, said, 1000);
    const captured = Int16Array.from({ length: FRAME_MS * perMs }, (_, i) => 3000 - 11 * (i % 300));
    const ready = dialect.append(encodeBase64(samplesToWire(captured, format)));
    const [agent, caller] = [coded(said), coded(captured)];
    // The frame that is due at 1190 was captured from 1170 on: what was heard from 1020 on comes back in it.
    const mixed = Int16Array.from(caller, (sample, i) =>
      Math.round(sample + 0.1 * (agent[20 * perMs + i] as number)),
    );
    expect(sentIn(echo.over(new StringText(ready), 1190), dialect)).toEqual([...coded(mixed)]);
  });

  it('begins and ends with what was heard, to the sample', () => {
    const echo = new Echo([echoing(150, 0)], dialect, FRAME_MS, () => {});
    plays(echo, dialect, voice(30 * perMs).fill(8000), 1010);
    const loud = (dueMs: number): number =>
      sentIn(echo.over(null, dueMs), dialect).filter((sample) => Math.abs(sample) > 100).length / perMs;
    expect(echo.over(null, 1160)).toBeNull();
    expect([loud(1180), loud(1200)]).toEqual([20, 10]);
    expect(echo.over(null, 1220)).toBeNull();
  });
});

describe('an echo', () => {
  const dialect = openaiRealtime({ format: 'pcm16' });
  const tone = (ms: number): Int16Array => new Int16Array(ms * 24).fill(10_000);

  it('leaves frames as they were made while nothing comes back, or nothing that could be told', () => {
    let told = 0;
    const echo = new Echo([echoing(100, -20)], dialect, FRAME_MS, () => told++);
    expect(echo.over(null, 20)).toBeNull();
    plays(echo, dialect, new Int16Array(24 * 100), 100);
    plays(echo, dialect, new Int16Array(24 * 100).fill(4), 200);
    for (let dueMs = 40; dueMs < 500; dueMs += FRAME_MS) expect(echo.over(null, dueMs)).toBeNull();
    expect(told).toBe(0);
  });

  it('does not bring back what was cut off', () => {
    const echo = new Echo([echoing(100, 0)], dialect, FRAME_MS, () => {});
    plays(echo, dialect, tone(200), 1000);
    echo.flushed(1030);
    expect(sentIn(echo.over(null, 1120), dialect)).toEqual(Array<number>(480).fill(10_000));
    const half = [...Array<number>(240).fill(10_000), ...Array<number>(240).fill(0)];
    expect(sentIn(echo.over(null, 1140), dialect)).toEqual(half);
    expect(echo.over(null, 1160)).toBeNull();
  });

  it('holds at full scale', () => {
    const echo = new Echo([echoing(0, 20)], dialect, FRAME_MS, () => {});
    plays(echo, dialect, tone(20), 0);
    expect(sentIn(echo.over(null, 20), dialect)).toEqual(Array<number>(480).fill(32_767));
  });

  it('may come back by several ways, each told once', () => {
    const ways = [echoing(100, -20), echoing(140, -40)];
    const told: unknown[] = [];
    const echo = new Echo(ways, dialect, FRAME_MS, ({ text }, atMs) => told.push([text, atMs]));
    plays(echo, dialect, tone(60), 1000);
    const levels: number[] = [];
    for (let dueMs = 1120; dueMs <= 1200; dueMs += FRAME_MS) {
      levels.push(sentIn(echo.over(null, dueMs), dialect)[0] as number);
    }
    expect(levels).toEqual([1000, 1000, 1100, 100, 100]);
    expect(told).toEqual([
      ['echo=100ms@-20dB', 1120],
      ['echo=140ms@-40dB', 1160],
    ]);
  });

  it('of a step is heard under the words of that step', () => {
    const echo = new Echo([echoing(0, 0, 3)], dialect, FRAME_MS, () => {});
    plays(echo, dialect, tone(200), 1000);
    expect(echo.over(null, 1020)).toBeNull();
    echo.says(2, 1020);
    expect(echo.over(null, 1040)).toBeNull();
    echo.says(3, 1050);
    expect(echo.over(null, 1050)).toBeNull();
    expect(echo.over(null, 1070)).not.toBeNull();
    echo.saysNothing();
    expect(echo.over(null, 1090)).toBeNull();
  });

  it('joins a sample that two pieces share', () => {
    const echo = new Echo([echoing(0, 0)], dialect, FRAME_MS, () => {});
    const bytes = samplesToWire(
      Int16Array.from({ length: 480 }, (_, i) => 1000 + i),
      'pcm16',
    );
    const piece = (part: Uint8Array, continues: boolean, samples: number, atMs: number): void => {
      const base64 = encodeBase64(part);
      echo.arrives(new StringText(base64), 0, base64.length, continues);
      echo.played(samples / 24, atMs);
    };
    piece(bytes.subarray(0, 481), false, 240, 0);
    piece(bytes.subarray(481), true, 240, 10);
    expect(sentIn(echo.over(null, 20), dialect)).toEqual(Array.from({ length: 480 }, (_, i) => 1000 + i));
  });

  it('keeps what is no whole sample yet for what comes next', () => {
    const echo = new Echo([echoing(0, 0)], dialect, FRAME_MS, () => {});
    const bytes = samplesToWire(
      Int16Array.from({ length: 480 }, (_, i) => 1000 + i),
      'pcm16',
    );
    const first = encodeBase64(bytes.subarray(0, 1));
    echo.arrives(new StringText(first), 0, first.length, false);
    echo.waits();
    const rest = encodeBase64(bytes.subarray(1));
    echo.arrives(new StringText(rest), 0, rest.length, true);
    echo.played(20, 0);
    expect(sentIn(echo.over(null, 20), dialect)).toEqual(Array.from({ length: 480 }, (_, i) => 1000 + i));
  });
});
