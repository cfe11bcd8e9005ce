import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/core/log/record.ts';
import { summarize } from '../../src/report/summarize.ts';
import { call, footer, gathered, generator, header, turn, usage, type TurnFields } from './log_builder.ts';

/** One call with these turns. */
function run(...turns: TurnFields[]): LogRecord[] {
  return [
    header(),
    ...turns.map((fields, index) => turn({ turn: index, answerAudioMs: 1000, heardMs: 1000, ...fields })),
    call(),
    generator(),
    footer(),
  ];
}

const advice = (records: readonly LogRecord[]) => summarize(gathered(records)).quality.recommendations;
const advised = (records: readonly LogRecord[]): string[] => advice(records).map(({ metric }) => metric);

describe('recommendations', () => {
  const slow = {
    speechEnd: 0,
    speechStoppedEvent: 902,
    answerCreated: 910,
    firstContent: 1000,
    firstAudio: 1000,
    firstHeard: 1050,
  };

  it('name the part of the latency that is slow', () => {
    expect(advised(run({ rttMs: 4, marks: slow }))).toEqual(['vad_delay']);
    const model = { ...slow, speechStoppedEvent: 202, answerCreated: 210 };
    expect(advised(run({ rttMs: 4, marks: model }))).toEqual(['llm_delay']);
    const before = { ...slow, speechStoppedEvent: 202 };
    expect(advised(run({ rttMs: 4, marks: before }))).toEqual(['unattributed']);
  });

  it('say nothing of parts while the whole is fast enough', () => {
    const fast = {
      ...slow,
      speechStoppedEvent: 402,
      answerCreated: 402,
      firstContent: 420,
      firstAudio: 420,
      firstHeard: 430,
    };
    expect(advised(run({ rttMs: 4, marks: fast }))).toEqual([]);
  });

  it('follow from barge-ins, backchannels and talking over', () => {
    const fine = { speechEnd: 0, firstHeard: 200, lastHeard: 9000 };
    expect(advised(run({ marks: fine, bargeIn: { atMs: 1000, stoppedMs: null } }))).toEqual(['yield_rate']);
    expect(advised(run({ marks: fine, backchannels: [{ atMs: 1000, stoppedMs: 1100 }] }))).toEqual([
      'false_yield_rate',
    ]);
    expect(advised(run({ marks: { speechEnd: 500, firstHeard: 200 } }))).toEqual(['agent_interruption_rate']);
    expect(advised(run({ marks: fine, answerAudioMs: 20_000, heardMs: 20_000 }))).toEqual([
      'tokens.audio_out',
    ]);
  });

  it('follow from the cache and from what was not heard', () => {
    const used = usage({ audioIn: 10_000, audioOut: 100 });
    const records = run({ marks: { speechEnd: 0, firstHeard: 200 } }).map((record) =>
      record.type === 'call' ? { ...record, usage: used, audioReceivedMs: 120_000, heardMs: 20_000 } : record,
    );
    expect(advised(records)).toEqual(['cache_hit_rate', 'wasted_audio', 'cost_per_call']);
  });

  it('name a detector from 200 ms on and a network from 100 ms on, and not before', () => {
    const heard = (vadMs: number, upMs: number) =>
      advised(
        run({
          rttMs: 2 * upMs,
          marks: {
            speechEnd: 0,
            speechStoppedEvent: vadMs + upMs,
            answerCreated: vadMs + upMs,
            firstContent: vadMs + upMs,
            firstAudio: vadMs + upMs,
            firstHeard: 850,
          },
        }),
      ).filter((metric) => metric === 'vad_delay' || metric === 'network_up');
    expect(heard(200, 100)).toEqual([]);
    expect(heard(201, 100)).toEqual(['vad_delay']);
    expect(heard(200, 101)).toEqual(['network_up']);
  });

  describe('on what audio costs', () => {
    const after = (used: ReturnType<typeof usage>) =>
      advice(
        run({ marks: { speechEnd: 0, firstHeard: 200 } }).map((record) =>
          record.type === 'call' ? { ...record, usage: used } : record,
        ),
      ).map(({ because }) => because);

    it('come where it is more than ten times what text costs', () => {
      // $0.032 of audio in against $0.0032 and $0.00319 of text out.
      const audio = { audioIn: 1000, audioCached: 0 };
      expect(after(usage({ ...audio, textIn: 800 }))).not.toContain('audio cost $0.0320, and text $0.0032');
      expect(after(usage({ ...audio, textIn: 790 }))).toContain('audio cost $0.0320, and text $0.0032');
    });

    it('come where more than twice as much goes out as comes in', () => {
      const text = { textIn: 1e6 };
      expect(after(usage({ ...text, audioIn: 100, audioOut: 200 })).join()).not.toContain('went out');
      expect(after(usage({ ...text, audioIn: 100, audioOut: 201 }))).toContain(
        '201 tokens of audio went out, for 100 that came in',
      );
    });

    it('come where a call lets out more than 50,000 tokens', () => {
      const text = { textIn: 1e7, audioIn: 50_000 };
      expect(after(usage({ ...text, audioOut: 50_000 })).join()).not.toContain('in one call');
      expect(after(usage({ ...text, audioOut: 50_001 }))).toContain(
        '50,001 tokens of audio went out in one call',
      );
    });
  });
});
