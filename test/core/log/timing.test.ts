import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  bargeInStop,
  calledTool,
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

  it('has neither a packetization nor an end of speech where the caller said nothing', () => {
    for (const kind of ['greeting', 'silence'] as const) {
      expect(latencies(turn({ kind, rttMs: 4, marks }))).toMatchObject({
        responseLatency: null,
        packetization: null,
        timeToFirstAudio: null,
        vadDelay: null,
        agentInterrupted: false,
        unattributed: null,
        // What the agent's side took is known all the same.
        llmDelay: 200,
        ttsDelay: 10,
        transcriptionDelay: 200,
      });
    }
    expect(latencies(turn({ kind: 'interrupt', rttMs: 4, marks }))).toEqual(
      latencies(turn({ kind: 'say', rttMs: 4, marks })),
    );
  });

  it.each([
    ['packetization', { speechEndDue: null }],
    ['vadDelay', { speechStoppedEvent: null }],
    ['llmDelay', { answerCreated: null }],
    ['ttsDelay', { firstContent: null }],
    ['playbackDelay', { firstAudio: null }],
    ['leadIn', { firstPlayed: null }],
    ['responseLatency', { speechEnd: null }],
  ] as const)('attributes nothing where %s is not known', (part, lacking) => {
    const found = latencies(turn({ rttMs: 4, marks: { ...marks, ...lacking } }));
    expect(found[part]).toBeNull();
    expect(found.unattributed).toBeNull();
  });

  it('takes no span that runs backwards for one, and one of no length for what it is', () => {
    const backwards = {
      ...marks,
      firstContent: 5309,
      firstAudio: 5308,
      firstPlayed: 5307,
      transcribed: 5302,
    };
    expect(latencies(turn({ rttMs: 4, marks: backwards }))).toMatchObject({
      llmDelay: null,
      ttsDelay: null,
      playbackDelay: null,
      transcriptionDelay: null,
    });
    const atOnce = { ...marks, firstContent: 5310, firstAudio: 5310, firstPlayed: 5310, firstHeard: 5310 };
    expect(latencies(turn({ rttMs: 4, marks: atOnce }))).toMatchObject({
      llmDelay: 0,
      ttsDelay: 0,
      playbackDelay: 0,
      leadIn: 0,
      unattributed: 8,
    });
  });

  it('does not call it talking over where the agent was heard before the caller began', () => {
    const early = (firstHeard: number) => latencies(turn({ marks: { ...marks, firstHeard } }));
    expect(early(2999)).toMatchObject({ responseLatency: null, agentInterrupted: false });
    expect(early(3000)).toMatchObject({ responseLatency: null, agentInterrupted: true });
    expect(early(4959)).toMatchObject({ responseLatency: null, agentInterrupted: true });
    expect(early(4960)).toMatchObject({ responseLatency: 0, agentInterrupted: false });
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

  it('has no stop before the barge-in, and no greeting before the session', () => {
    expect(bargeInStop({ atMs: 7000, stoppedMs: 6999 })).toBeNull();
    expect(bargeInStop({ atMs: 7000, stoppedMs: 7000 })).toBe(0);
    expect(greetingLatency(turn({ kind: 'greeting', marks: { firstHeard: 40 } }), 50)).toBeNull();
    expect(falselyYielded({ atMs: 7000, stoppedMs: 7000 })).toBe(true);
  });

  it('cannot tell a yield from an answer that ended by itself in time', () => {
    expect(yielded({ atMs: 0, stoppedMs: null }, 1500)).toBeNull();
    expect(yielded({ atMs: 500, stoppedMs: null }, 2500)).toBeNull();
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

  it('are in the order in which they were heard, not asked for', () => {
    const tools = [toolCall('last', 1000, 1100, 5000), toolCall('first', 1000, 1200, 2000)];
    expect(toolAnswers(turn({ tools }))).toEqual([
      { tools: ['first'], latencyMs: 800 },
      { tools: ['last'], latencyMs: 3900 },
    ]);
    // The result that came last is not always the one that was asked for last.
    const both = [toolCall('quick', 1000, 1500, 3700), toolCall('slow', 1000, 3000, 3700)];
    expect(toolAnswers(turn({ tools: both }))).toEqual([{ tools: ['quick', 'slow'], latencyMs: 700 }]);
  });

  it('are told of a turn that called a tool, and of no other', () => {
    expect(calledTool(turn({ tools: [toolCall('hanging', 1, null, null, 'never')] }))).toBe(true);
    expect([calledTool(turn({ tools: [] })), calledTool(turn())]).toEqual([false, false]);
  });
});
