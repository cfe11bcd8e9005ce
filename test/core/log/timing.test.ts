import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bargeInStop,
  falselyYielded,
  greetingLatency,
  latencies,
  repromptTime,
  silenceAndOverlap,
  toolAnswers,
  yielded,
  type HeardInterval,
} from '../../../src/core/log/timing.ts';
import { turn } from '../../report/log_builder.ts';
import { toolCall } from '../../report/tool_run.ts';

const marks = {
  speechStart: 3000,
  speechEnd: 4960,
  speechEndDue: 5000,
  speechStoppedEvent: 5302,
  committed: 5303,
  transcribed: 5503,
  answerCreated: 5310,
  firstContent: 5510,
  firstAudio: 5520,
  firstPlayed: 5580,
  firstHeard: 5600,
};

describe('latencies', () => {
  it('takes a turn apart', () => {
    expect(latencies(turn({ rttMs: 4, marks }))).toEqual({
      responseLatency: 640,
      packetization: 40,
      agentInterrupted: false,
      timeToFirstAudio: 560,
      vadDelay: 300,
      transcriptionDelay: 200,
      llmDelay: 200,
      ttsDelay: 10,
      networkUp: 2,
      networkDown: 2,
      playbackDelay: 60,
      leadIn: 20,
      unattributed: 8,
    });
  });

  it('leaves unattributed exactly what passes between speech_stopped and response.created', () => {
    const step = fc.integer({ min: 0, max: 3000 });
    fc.assert(
      fc.property(fc.tuple(step, step, step, step, step, step, step), step, (parts, rttMs) => {
        const [pack, vad, wait, llm, tts, play, lead] = parts;
        const speechEndDue = 5000 + pack;
        const speechStoppedEvent = speechEndDue + vad;
        const answerCreated = speechStoppedEvent + wait;
        const firstContent = answerCreated + llm;
        const firstAudio = firstContent + tts;
        const firstPlayed = firstAudio + play;
        const firstHeard = firstPlayed + lead;
        const found = latencies(
          turn({
            rttMs,
            marks: {
              speechEnd: 5000,
              speechEndDue,
              speechStoppedEvent,
              answerCreated,
              firstContent,
              firstAudio,
              firstPlayed,
              firstHeard,
            },
          }),
        );
        expect(found.unattributed).toBe(wait);
        expect(found.responseLatency).toBe(pack + vad + wait + llm + tts + play + lead);
      }),
    );
  });

  it('never turns talking over the caller into a fast answer', () => {
    const found = latencies(turn({ rttMs: 4, marks: { ...marks, firstAudio: 4800, firstHeard: 4900 } }));
    expect(found).toMatchObject({ responseLatency: null, agentInterrupted: true, timeToFirstAudio: null });
  });

  it('keeps the latency of the answer that came in the end, and says that an earlier one interrupted', () => {
    expect(latencies(turn({ agentInterrupted: true, marks }))).toMatchObject({
      responseLatency: 640,
      agentInterrupted: true,
    });
  });

  it('counts an answer heard at the very end of speech as one in no time', () => {
    expect(latencies(turn({ marks: { speechEnd: 5000, firstHeard: 5000 } })).responseLatency).toBe(0);
  });

  it('gives null for what an unanswered turn lacks', () => {
    const found = latencies(turn({ rttMs: 4, marks: { speechEnd: 5000, speechStoppedEvent: 5302 } }));
    expect(found).toMatchObject({
      responseLatency: null,
      agentInterrupted: false,
      vadDelay: 300,
      llmDelay: null,
      unattributed: null,
    });
  });

  it('does not guess the round trip', () => {
    expect(latencies(turn({ rttMs: null, marks }))).toMatchObject({
      vadDelay: null,
      networkUp: null,
      networkDown: null,
      unattributed: null,
      packetization: 40,
      leadIn: 20,
      responseLatency: 640,
    });
  });

  it('takes a speech_stopped from within the utterance for no end of it', () => {
    expect(latencies(turn({ rttMs: 4, marks: { ...marks, speechStoppedEvent: 4000 } }))).toMatchObject({
      vadDelay: null,
      unattributed: null,
    });
  });

  it('has no response latency for a greeting or a silence', () => {
    expect(latencies(turn({ kind: 'greeting', marks })).responseLatency).toBeNull();
    expect(latencies(turn({ kind: 'silence', marks })).responseLatency).toBeNull();
  });
});

describe('greeting, reprompt and giving way', () => {
  it('measures the greeting from the ready session', () => {
    const greeting = turn({ kind: 'greeting', marks: { firstHeard: 350 } });
    expect(greetingLatency(greeting, 50)).toBe(300);
    expect(greetingLatency(greeting, null)).toBeNull();
    expect(greetingLatency(turn({ marks: { firstHeard: 350 } }), 50)).toBeNull();
  });

  it('measures a reprompt from the start of the silence', () => {
    expect(repromptTime(turn({ kind: 'silence', marks: { speechEnd: 1000, firstHeard: 11_000 } }))).toBe(
      10_000,
    );
    expect(repromptTime(turn({ kind: 'silence', marks: { speechEnd: 1000 } }))).toBeNull();
    expect(repromptTime(turn({ marks }))).toBeNull();
  });

  it('draws the line of a yield at 2 s, and of a false one at 1 s', () => {
    expect(bargeInStop({ atMs: 7000, stoppedMs: 7400 })).toBe(400);
    expect(yielded({ atMs: 0, stoppedMs: 2000 }, 2000)).toBe(true);
    expect(yielded({ atMs: 0, stoppedMs: 2001 }, 2001)).toBe(false);
    expect(falselyYielded({ atMs: 0, stoppedMs: 1000 })).toBe(true);
    expect(falselyYielded({ atMs: 0, stoppedMs: 1001 })).toBe(false);
    expect(falselyYielded({ atMs: 0, stoppedMs: null })).toBe(false);
  });

  it('cannot tell a yield from an answer that ended by itself in time', () => {
    expect(yielded({ atMs: 0, stoppedMs: null }, 1500)).toBeNull();
    expect(yielded({ atMs: 0, stoppedMs: null }, 2001)).toBe(false);
    expect(yielded({ atMs: 0, stoppedMs: null }, null)).toBe(false);
  });
});

/** The same by looking at every single millisecond. */
function byGrid(
  caller: readonly HeardInterval[],
  agent: readonly HeardInterval[],
  pauses: readonly HeardInterval[],
  fromMs: number,
  toMs: number,
) {
  let run = 0;
  let deadAirLongestMs = 0;
  let deadAirTotalMs = 0;
  let overlapMs = 0;
  const heard = (intervals: readonly HeardInterval[], at: number): boolean =>
    intervals.some(({ startMs, endMs }) => startMs <= at && at < endMs);
  for (let at = fromMs; at < toMs; at++) {
    const c = heard(caller, at);
    const a = heard(agent, at);
    if (c && a) overlapMs++;
    run = c || a || heard(pauses, at) ? 0 : run + 1;
    if (run > 0) deadAirTotalMs++;
    deadAirLongestMs = Math.max(deadAirLongestMs, run);
  }
  return { deadAirLongestMs, deadAirTotalMs, overlapMs };
}

describe('silenceAndOverlap', () => {
  it('agrees with a look at every millisecond', () => {
    const interval = fc
      .tuple(fc.integer({ min: -20, max: 120 }), fc.integer({ min: 0, max: 40 }))
      .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));
    const intervals = fc.array(interval, { maxLength: 8 });
    fc.assert(
      fc.property(
        intervals,
        intervals,
        intervals,
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 80 }),
        (c, a, p, from, length) => {
          expect(silenceAndOverlap(c, a, p, from, from + length)).toEqual(
            byGrid(c, a, p, from, from + length),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('joins silences that an empty or outside interval does not break', () => {
    const found = silenceAndOverlap([{ startMs: 10, endMs: 10 }], [{ startMs: 100, endMs: 120 }], [], 0, 50);
    expect(found).toEqual({ deadAirLongestMs: 50, deadAirTotalMs: 50, overlapMs: 0 });
  });
});

describe('toolAnswers', () => {
  it('gives one latency for each answer, from the last result it was made from', () => {
    const tools = [
      toolCall('slow', 1000, 3000, 3700),
      toolCall('quick', 1000, 1500, 3700),
      toolCall('later', 4000, 4100, 4400),
      toolCall('hanging', 4000, null, null, 'never'),
      toolCall('unspoken', 4000, 4200, null),
    ];
    expect(toolAnswers(turn({ tools }))).toEqual([
      { tools: ['slow', 'quick'], latencyMs: 700 },
      { tools: ['later'], latencyMs: 300 },
    ]);
    expect(toolAnswers(turn())).toEqual([]);
  });
});
