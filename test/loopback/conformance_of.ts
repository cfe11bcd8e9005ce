/**
 * What every engine is held to: it makes the same calls. What was said, who answered, how each turn and call ended has to be the same to
 * the letter; instants may differ by what a socket and a busy machine cost.
 */

import { expect, it } from 'vitest';
import type { CallRecord, LogRecord, TurnRecord } from '../../src/core/log/record.ts';
import { written } from './command.ts';

export const SEED = 72_000;

/** The plan that all of them make. */
export function conformancePlan(): string {
  return written(
    'conformance.yaml',
    `
name: conformance
seed: ${SEED}
target: { speaks_first: agent }
tools: { lookup_order: { result: { status: shipped } } }
callers:
  - name: teller
    persona: { order_numbers: ['407', '118'] }
    script:
      - hear:
          when:
            - says: welcome
              then:
                - say: [my-order-number-is, { pause: 100ms }, { number: order_number }]
                - hear: { when: [{ tool: lookup_order }], else: [{ say: { any_of: [goodbye, thanks-bye] } }, listen] }
          else: [hangup]
  - name: interrupter
    script: [listen, { say: refund }, { interrupt: { after: 900ms, say: wait } }, listen, { say: goodbye }, hangup]
  - name: murmurer
    script: [listen, { say: complaint }, { backchannel: { after: 1s, say: mm-hm } }, listen, { say: okay }]
  - name: silent
    script: [{ listen: 8s }, { silence: { for: 2s, murmur: { after: 500ms, say: cough } } }, { say: hello }, listen]
  - name: impatient
    script: [listen, { say: refund }, { listen: { deadline: 100ms, on_timeout: continue } }, { say: okay }, { listen: 100ms }]
# Far enough apart for the agent to take the calls in their order.
load: { arrivals: [{ type: constant, rate: 2/s, for: 5s }] }
limits: { call: 40s }
`,
  );
}

export interface Engine {
  readonly name: string;
  /** The log of one run of the plan in `file`, against the agent with the plan's seed. */
  run(): Promise<readonly LogRecord[]>;
}

export interface Log {
  readonly calls: readonly CallRecord[];
  readonly turns: readonly TurnRecord[];
}

export function logOf(records: readonly LogRecord[]): Log {
  return {
    calls: records
      .filter((record): record is CallRecord => record.type === 'call')
      .sort((a, b) => a.call - b.call),
    turns: records
      .filter((record): record is TurnRecord => record.type === 'turn')
      .sort((a, b) => a.call - b.call || a.turn - b.turn),
  };
}

const FRAME_MS = 100;

/** Told when the tests run: both logs are there by then. */
export function holdTogether(mine: () => Log, yours: () => Log): void {
  it('makes the same calls', () => {
    const made = ({ calls }: Log): unknown =>
      calls.map(({ call, caller, voice, outcome, failure, closeCode, sessionId, turns }) => ({
        call,
        caller,
        voice,
        outcome,
        failure,
        closeCode,
        sessionId,
        turns,
      }));
    expect(made(yours())).toEqual(made(mine()));
  });

  it('has the same turns, said, answered and ended in the same way', () => {
    const had = ({ turns }: Log): unknown =>
      turns.map((turn) => ({
        call: turn.call,
        turn: turn.turn,
        step: turn.step,
        kind: turn.kind,
        caller: turn.caller,
        voice: turn.voice,
        said: turn.said,
        outcome: turn.outcome,
        expectsAnswer: turn.expectsAnswer,
        failure: turn.failure,
        heardText: turn.heardText,
        agentInterrupted: turn.agentInterrupted,
        bargedIn: turn.bargeIn !== null,
        yielded: turn.bargeIn !== null && turn.bargeIn.stoppedMs !== null,
        backchannels: turn.backchannels.map(({ stoppedMs, answeredMs, as, said, inSilence }) => {
          return [as, said, inSilence, stoppedMs !== null, answeredMs !== undefined];
        }),
        answers: turn.answers,
        heardAs: turn.heardAs,
      }));
    expect(had(yours())).toEqual(had(mine()));
  });

  it('speaks at the same instants of a call, to two frames', () => {
    const far = pairs(mine(), yours()).flatMap(([mine, yours, where]) =>
      (['speechStart', 'speechEnd'] as const).flatMap((mark) => {
        const [a, b] = [mine.sinceReady(mark), yours.sinceReady(mark)];
        if (a === null || b === null) return a === b ? [] : [`${where}: ${mark} ${a} and ${b}`];
        return Math.abs(a - b) <= 2 * FRAME_MS ? [] : [`${where}: ${mark} ${a} and ${b}`];
      }),
    );
    expect(far).toEqual([]);
  });

  it('hears the agent after the same delays, to 150 ms', () => {
    const delays = pairs(mine(), yours()).flatMap(([mine, yours, where]) => {
      const [a, b] = [mine.latencyMs, yours.latencyMs];
      return a === null && b === null ? [] : [{ where, a, b, apartMs: Math.abs((a ?? NaN) - (b ?? NaN)) }];
    });
    expect(delays.length).toBeGreaterThanOrEqual(10);
    expect(delays.filter(({ apartMs }) => !(apartMs <= 150))).toEqual([]);
  });
}

interface Timed {
  readonly latencyMs: number | null;
  sinceReady(mark: 'speechStart' | 'speechEnd'): number | null;
}

function pairs(mine: Log, yours: Log): readonly (readonly [Timed, Timed, string])[] {
  return mine.turns.flatMap((turn) => {
    const other = yours.turns.find(({ call, turn: n }) => call === turn.call && n === turn.turn);
    if (other === undefined) return [];
    return [[timed(mine, turn), timed(yours, other), `call ${turn.call} turn ${turn.turn}`] as const];
  });
}

function timed({ calls }: Log, { call, marks }: TurnRecord): Timed {
  const readyMs = calls.find((record) => record.call === call)?.readyMs ?? NaN;
  const { firstHeard, speechEnd } = marks;
  return {
    latencyMs: firstHeard === null || speechEnd === null ? null : firstHeard - speechEnd,
    sinceReady: (mark) => {
      const atMs = marks[mark];
      return atMs === null ? null : atMs - readyMs;
    },
  };
}
