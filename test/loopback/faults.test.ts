/**
 * What the agent did wrong on purpose is in the call log: a real agent that misbehaves in all of its ways at once, a real load
 * against it, and each of its own fault records looked for in the call that it struck, by code, by measure and by instant.
 * Turns and calls that nothing struck show none of it.
 */

import { beforeAll, describe, expect, it } from 'vitest';
import { agentFaults } from '../../src/agent/fault/agent_faults.ts';
import type { FailureCode } from '../../src/core/log/failure.ts';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { expectAccounted, expectCleanEnd, type Artefacts } from './artefacts.ts';
import type { Ended } from './command.ts';
import type { Strike, Struck } from './strikes.ts';
import {
  ANSWER_MS,
  BURST_MS,
  CALLS,
  CHUNK_MS,
  LATE_MS,
  LLM_MS,
  PATIENCE_MS,
  SLOWING_MS,
  SLOW_MS,
  TRANSCRIPTION_MS,
  unrulyRun,
} from './unruly.ts';

/** The share each fault was given must have come to so many cases with nothing else wrong in them. */
const CASES = 2;
/** Between the agent's word and the caller's, on a machine that has both to do. The faults are several times longer. */
const TOLERANCE_MS = 250;
/** The default of `limits.quiet`. */
const QUIET_MS = 1500;
/** No client may stumble over these. */
const odd = new Set(['unknown_events', 'extra_fields', 'null_optionals']);

let ended: Ended;
let run: Artefacts;
let struck: Struck;

beforeAll(async () => {
  ({ ended, run, struck } = await unrulyRun());
});

/** Every strike of a fault in a turn with nothing else wrong in it; there have to be some. */
function alone(fault: string): readonly (Strike & { readonly turn: TurnRecord })[] {
  const cases = struck.strikes.filter(
    (strike): strike is Strike & { readonly turn: TurnRecord } =>
      strike.fault === fault && strike.turn !== null && serious(struck.faultsOf(strike.turn)).length === 1,
  );
  expect(cases.length).toBeGreaterThanOrEqual(CASES);
  return cases;
}

function serious(names: readonly string[]): readonly string[] {
  return names.filter((name) => !odd.has(name));
}

/** How much longer than planned, or shorter. */
function expectNear(foundMs: number | null, wantedMs: number): void {
  expect(foundMs).not.toBeNull();
  expect(Math.abs((foundMs as number) - wantedMs)).toBeLessThanOrEqual(TOLERANCE_MS);
}

/** The agent has said what its voice costs. */
function metered({ usage }: TurnRecord): boolean {
  return usage !== null && usage.audioOut > 0;
}

function between(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null ? null : toMs - fromMs;
}

function thinking({ marks }: TurnRecord): number | null {
  return between(marks.answerCreated, marks.firstContent);
}

/** Of a telephone's media stream alone: test/agent/wire has them. */
const OF_A_STREAM: ReadonlySet<string> = new Set(['odd_pieces', 'streams_silence', 'no_marks', 'no_clear']);

describe('a load on an agent that misbehaves', () => {
  it('is accounted for, however its calls ended, and meets every fault there is', () => {
    expectAccounted(run, CALLS);
    expectCleanEnd(run, ended);
    const met = new Set(struck.strikes.map(({ fault }) => fault));
    if (struck.refusedMs.length > 0) met.add('handshake_refused');
    expect([...met].sort()).toEqual([...agentFaults.keys()].filter((name) => !OF_A_STREAM.has(name)).sort());
  });

  it('shows nothing of it in the turns that nothing struck', () => {
    const clean = run.turns.filter((turn) => serious(struck.faultsOf(turn)).length === 0);
    expect(clean.length).toBeGreaterThan(CALLS / 2);
    for (const turn of clean) {
      const { marks } = turn;
      expect(turn).toMatchObject({ outcome: 'answered', failure: null, answers: 1 });
      expectNear(thinking(turn), LLM_MS);
      expectNear(between(marks.committed, marks.transcribed), TRANSCRIPTION_MS);
      expect(turn.underruns.ms).toBeLessThanOrEqual(TOLERANCE_MS);
      expect(turn.heardMs).toBe(turn.answerAudioMs);
      expect(marks.answerDone).not.toBeNull();
    }
    const untouched = clean.filter((turn) => struck.faultsOf(turn).length === 0);
    expect(untouched.length).toBeGreaterThanOrEqual(CASES);
    expect(untouched.filter((turn) => !metered(turn))).toEqual([]);
  });

  it('fails no call that nothing struck', () => {
    const clean = run.calls.filter(
      (call) => call.sessionId !== null && serious(struck.faultsIn(call)).length === 0,
    );
    expect(clean.length).toBeGreaterThanOrEqual(10);
    for (const call of clean) {
      expect(call).toMatchObject({ outcome: 'completed', failure: null, rateLimited: 0, closeCode: 1000 });
    }
  });
});

describe('an answer', () => {
  it('slow_first_token: takes so much longer to begin', () => {
    for (const { turn } of alone('slow_first_token')) {
      expectNear(thinking(turn), LLM_MS + SLOW_MS);
      expect(turn.outcome).toBe('answered');
    }
  });

  it('slowing: takes the longer, the later in the call it is', () => {
    const cases = alone('slowing');
    for (const { turn } of cases) expectNear(thinking(turn), LLM_MS + turn.turn * SLOWING_MS);
    // The first is not slower than any other.
    expect(new Set(cases.map(({ turn }) => turn.turn))).toEqual(new Set([1]));
  });

  it('bursty_deltas: runs dry until the second burst', () => {
    for (const { turn } of alone('bursty_deltas')) {
      expect(turn).toMatchObject({ outcome: 'answered', underruns: { count: 1 } });
      expectNear(turn.underruns.ms, BURST_MS - CHUNK_MS);
    }
  });

  it('no_answer: is missing, and the caller gives up when its patience is over', () => {
    for (const { atMs, turn, call } of alone('no_answer')) {
      expect(turn).toMatchObject({ outcome: 'unanswered', failure: 'no_answer', answers: 0 });
      expectNear(turn.marks.committed, atMs);
      expect(call.failure).toBe('no_answer');
      expectNear(call.endedMs, (turn.marks.speechEnd ?? 0) + PATIENCE_MS);
    }
  });

  it('rate_limited: fails as that, and is counted', () => {
    for (const { atMs, turn, call } of alone('rate_limited')) {
      expect(turn).toMatchObject({ outcome: 'failed', failure: 'rate_limited', answerAudioMs: 0 });
      expect(turn.detail).toContain('rate_limit_exceeded');
      expectNear(turn.marks.answerCreated, atMs);
      expectNear(turn.marks.answerDone, atMs);
      expect(call).toMatchObject({ failure: 'rate_limited', rateLimited: 1 });
    }
    const counted = run.calls.reduce((sum, { rateLimited }) => sum + rateLimited, 0);
    expect(counted).toBe(failedAs('rate_limit_exceeded'));
  });

  it('server_error: fails with what the agent said, before its first sound or in the middle', () => {
    const cases = alone('server_error');
    for (const { turn, answer } of cases) {
      expect(answer).toMatchObject({ status: 'failed', reason: 'server_error' });
      expect(turn).toMatchObject({ outcome: 'failed', failure: 'answer_failed' });
      expect(turn.answerAudioMs).toBe(answer?.audioMs);
      expect(turn.detail).toContain('server_error');
      expectNear(
        turn.marks.answerDone,
        between(run.header.monotonicAtMs, answer?.doneMs ?? null) ?? Infinity,
      );
    }
    const unheard = cases.filter(({ answer }) => answer?.audioMs === 0);
    const broken = cases.filter(({ answer }) => answer?.audioMs === 500);
    expect([unheard.length > 0, broken.length > 0]).toEqual([true, true]);
    // A caller who has heard half an answer goes on; one who waits for a word to the end of its patience does not.
    for (const { turn, call } of unheard) {
      expect([turn.marks.firstHeard, call.failure]).toEqual([null, 'answer_failed']);
    }
    for (const { turn, call } of broken) {
      expect(turn.heardMs).toBe(500);
      expect(call.failure).not.toBe('answer_failed');
    }
  });

  it('inaudible: comes, and is heard by nobody, who gives up as on no answer', () => {
    for (const { atMs, turn, call, answer } of alone('inaudible')) {
      expect(turn).toMatchObject({
        outcome: 'unanswered',
        failure: 'inaudible',
        answerAudioMs: answer?.audioMs,
      });
      expect([turn.marks.firstAudio, turn.marks.firstHeard]).toEqual([null, null]);
      expect(atMs).toBeGreaterThan(turn.marks.committed ?? Infinity);
      expect(call.failure).toBe('inaudible');
      expectNear(call.endedMs, (turn.marks.speechEnd ?? 0) + PATIENCE_MS);
    }
  });

  it('missing_done: is heard, never done, and the caller goes on by ear, long before it has gone on for too long', () => {
    for (const { atMs, turn, call, answer } of alone('missing_done')) {
      const { marks } = turn;
      expectNear(between(run.header.monotonicAtMs, answer?.doneMs ?? null), atMs);
      expect(turn).toMatchObject({ outcome: 'answered', answerAudioMs: answer?.audioMs });
      expect(marks.answerDone).toBeNull();
      expect(metered(turn)).toBe(false);
      expect(call.protocolViolations).toBeGreaterThanOrEqual(1);
      const next = run.turns.find((one) => one.call === call.call && one.turn === turn.turn + 1);
      const wentOnMs = next === undefined ? call.endedMs : next.marks.speechStart;
      // The tail of an answer that is never done is not known to be silent: heard until its last sample is played.
      const goneOnMs = between(marks.lastHeard, wentOnMs) ?? Number.NaN;
      expect(goneOnMs).toBeGreaterThanOrEqual(QUIET_MS);
      expect(goneOnMs).toBeLessThan(ANSWER_MS);
    }
  });
});

describe('a turn', () => {
  it('no_speech_stopped: begins, and for the caller never ends', () => {
    for (const { atMs, turn, call } of alone('no_speech_stopped')) {
      const { marks } = turn;
      expect(marks.speechStartedEvent).not.toBeNull();
      expect([marks.speechStoppedEvent, marks.committed, marks.answerCreated]).toEqual([null, null, null]);
      expect(atMs).toBeGreaterThan(marks.speechEnd ?? Infinity);
      expect(turn).toMatchObject({ outcome: 'unanswered', failure: 'no_answer' });
      expect(call.failure).toBe('no_answer');
    }
  });
});

describe('a transcription', () => {
  it('is struck when it would have come', () => {
    const strikes = ['transcription_late', 'transcription_failed', 'transcription_never'].flatMap(alone);
    const away = strikes.filter(({ atMs, turn }) => {
      const dueMs = (turn.marks.committed ?? Infinity) + TRANSCRIPTION_MS;
      return Math.abs(atMs - dueMs) > TOLERANCE_MS;
    });
    expect(away).toEqual([]);
  });

  it('transcription_late: is as late in the log, though the caller has long gone on', () => {
    const cases = alone('transcription_late').map(({ turn, call }) => {
      const dueMs = (turn.marks.committed ?? Infinity) + LATE_MS + TRANSCRIPTION_MS;
      return { turn, dueMs, leftMs: (call.endedMs ?? 0) - dueMs };
    });
    const inTime = cases.filter(({ leftMs }) => leftMs > TOLERANCE_MS);
    expect(inTime.length).toBeGreaterThanOrEqual(CASES);
    for (const { turn, dueMs } of inTime) expectNear(turn.marks.transcribed, dueMs);
    for (const { turn } of cases) expect(turn.outcome).toBe('answered');
    const tooLate = cases.filter(({ leftMs }) => leftMs < -TOLERANCE_MS);
    expect(tooLate.filter(({ turn }) => turn.marks.transcribed !== null)).toEqual([]);
  });

  it.each(['transcription_failed', 'transcription_never'])(
    '%s: is not there, and nothing else is wrong',
    (fault) => {
      for (const { turn } of alone(fault)) {
        expect(turn.marks.committed).not.toBeNull();
        expect(turn.marks.transcribed).toBeNull();
        expect(turn).toMatchObject({ outcome: 'answered', failure: null });
        expectNear(thinking(turn), LLM_MS);
      }
    },
  );
});

describe('a session', () => {
  const endings: readonly {
    readonly fault: string;
    readonly failure: FailureCode;
    /** The server's, or the harness's own where that was first. */
    readonly closeCodes: readonly number[];
    readonly detail: RegExp;
  }[] = [
    { fault: 'auth_failed', failure: 'auth_failed', closeCodes: [1000, 3000], detail: /invalid_api_key/ },
    {
      fault: 'session_expired',
      failure: 'session_expired',
      closeCodes: [1000, 1001],
      detail: /maximum duration/,
    },
    { fault: 'dropped', failure: 'connection_lost', closeCodes: [1006], detail: /1006/ },
    {
      fault: 'internal_error',
      failure: 'connection_lost',
      closeCodes: [1011],
      detail: /1011 internal error/,
    },
  ];

  it.each(endings)(
    '$fault: ends its call as $failure, at that instant',
    ({ fault, failure, closeCodes, detail }) => {
      const cases = struck.strikes.filter((strike) => strike.fault === fault);
      expect(cases.length).toBeGreaterThanOrEqual(CASES);
      for (const { atMs, call } of cases) {
        expect(call).toMatchObject({ outcome: 'failed', failure });
        expect(call.detail).toMatch(detail);
        expect(closeCodes).toContain(call.closeCode);
        expectNear(call.endedMs, atMs);
      }
    },
  );

  it('ends in no such way that nothing struck', () => {
    const unexplained = run.calls.filter((call) => {
      const causes = endings.filter(({ failure }) => failure === call.failure).map(({ fault }) => fault);
      return causes.length > 0 && !causes.some((fault) => struck.faultsIn(call).includes(fault));
    });
    expect(unexplained).toEqual([]);
  });

  it('internal_error: leaves a turn whose answer never came', () => {
    for (const { turn } of struck.strikes.filter(({ fault }) => fault === 'internal_error')) {
      expect(turn).toMatchObject({ outcome: 'failed', failure: 'connection_lost' });
    }
  });

  it('handshake_refused: is a call for each that failed with the status, at that instant', () => {
    const refused = run.calls
      .filter(({ failure }) => failure === 'http_rate_limited' || failure === 'http_error')
      .sort((a, b) => (a.endedMs ?? 0) - (b.endedMs ?? 0));
    expect(refused).toHaveLength(struck.refusedMs.length);
    for (const [i, call] of refused.entries()) {
      expectNear(call.endedMs, struck.refusedMs[i] as number);
      expect(call.detail).toMatch(call.failure === 'http_rate_limited' ? /^HTTP 429 / : /^HTTP 503 /);
      expect(call).toMatchObject({ connectedMs: null, readyMs: null, sessionId: null, turns: 0 });
    }
    expect(new Set(refused.map(({ failure }) => failure)).size).toBe(2);
  });
});

describe('odd events', () => {
  it('are no violation of the protocol', () => {
    for (const fault of odd) {
      const hit = run.calls.filter((call) => struck.faultsIn(call).includes(fault));
      expect(hit.length).toBeGreaterThan(CALLS / 4);
    }
    const others = run.calls.filter((call) => !struck.faultsIn(call).includes('missing_done'));
    for (const call of others) expect(call.protocolViolations).toBe(0);
  });

  it('hide no audio: each caller got what the agent says it sent', () => {
    for (const call of run.calls) {
      if (call.failure === 'connection_lost') continue;
      const sentMs = struck.answersIn(call).reduce((sum, { audioMs }) => sum + audioMs, 0);
      expect(call.audioReceivedMs).toBeCloseTo(sentMs, 3);
    }
  });

  it('null_optionals: leave a turn without usage, and no other', () => {
    const without = run.turns.filter(
      (turn) => turn.heardMs > 0 && turn.marks.answerDone !== null && !metered(turn),
    );
    expect(without.length).toBeGreaterThanOrEqual(CASES);
    for (const turn of without) expect(struck.faultsOf(turn)).toContain('null_optionals');
  });
});

/** How many answers the agent ended so. */
function failedAs(reason: string): number {
  return run.calls.flatMap((call) => struck.answersIn(call)).filter((answer) => answer.reason === reason)
    .length;
}
