import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../../src/agent/agent_record.ts';
import { usualAnswer, type AnswerPlan } from '../../../src/agent/fault/moments.ts';
import { SessionFaults } from '../../../src/agent/fault/session_faults.ts';
import { agentFaults } from '../../../src/agent/fault/agent_faults.ts';
import type { AgentMoments } from '../../../src/agent/fault/moments.ts';
import { armFault, type ArmedFault } from '../../../src/fault/arm_fault.ts';
import { readFaultText } from '../../../src/fault/fault_wish.ts';
import type { ServerEvent } from '../../../src/agent/protocol/server_event.ts';

function armed(...texts: readonly string[]): ArmedFault<AgentMoments>[] {
  return texts.map((text) => {
    const wish = readFaultText(text);
    if ('mistake' in wish) throw new Error(wish.mistake);
    const reading = armFault(agentFaults, wish.ok);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
}

const log: AgentRecord[] = [];
function at(
  faults: readonly ArmedFault<AgentMoments>[],
  seed = 1,
  sessionId = 'sess_1',
  index = 0,
): SessionFaults {
  log.length = 0;
  return new SessionFaults({ faults, seed, sessionId, index, log: (record) => log.push(record) });
}

const plan: AnswerPlan = { llmMs: 250, ttsMs: 60, ...usualAnswer };
const transcription = { delayMs: 300, outcome: 'completed' } as const;

/** Which of thirty answers are not given. */
function silences(faults: SessionFaults): boolean[] {
  return Array.from({ length: 30 }, (_, i) => faults.answer(plan, i * 1000).plan.outcome.type === 'silent');
}

describe('a share', () => {
  it('is how often a fault strikes, and each strike is written down', () => {
    const faults = at(armed('no_answer:20%'));
    let silent = 0;
    for (let i = 0; i < 2000; i++) {
      const { plan: changed, strikes } = faults.answer(plan, i);
      if (changed.outcome.type === 'silent') silent++;
      strikes.carriedOut('outcome', i);
    }
    expect(silent / 2000).toBeCloseTo(0.2, 1);
    expect(log).toHaveLength(silent);
    expect(log[0]).toMatchObject({ type: 'fault', sessionId: 'sess_1', fault: 'no_answer' });
  });

  it('of none never strikes, of all always', () => {
    expect(at(armed('no_answer:0')).answer(plan, 0).plan).toEqual(plan);
    expect(at(armed('no_answer:100%')).answer(plan, 0).plan.outcome.type).toBe('silent');
  });

  it('strikes at the same times again with the same seed, whatever other faults there are', () => {
    const others = ['slowing:50%', 'extra_fields:50%', 'dropped:50%', 'bursty_deltas'];
    fc.assert(
      fc.property(fc.nat(), fc.subarray(others), fc.subarray(others), (seed, before, after) => {
        const alone = silences(at(armed('no_answer:30%'), seed));
        expect(silences(at(armed(...before, 'no_answer:30%', ...after), seed))).toEqual(alone);
      }),
      { numRuns: 50 },
    );
  });

  it('is drawn anew for the second fault of a name', () => {
    const faults = at(armed('slowing:50%:by=1', 'slowing:50%:by=1000'));
    const delays = Array.from({ length: 60 }, (_, i) => faults.answer(plan, i).plan.llmMs - plan.llmMs);
    expect(delays.filter((ms) => ms > 0 && ms < 1000).length).toBeGreaterThan(5);
    expect(delays.filter((ms, i) => i > 0 && ms === i * 1000).length).toBeGreaterThan(5);
  });
});

describe('faults in answers', () => {
  it('slow the first token, more with each answer where asked', () => {
    expect(at(armed('slow_first_token::median=3s,sigma=0')).answer(plan, 0).plan.llmMs).toBeCloseTo(3250);
    const slowing = at(armed('slowing::by=100'));
    expect([0, 1, 2].map((i) => slowing.answer(plan, i).plan.llmMs)).toEqual([250, 350, 450]);
  });

  it('make them come in bursts, fail, or never be done', () => {
    expect(at(armed('bursty_deltas::apart=2s')).answer(plan, 0).plan.burstMs).toBe(2000);
    expect(at(armed('rate_limited')).answer(plan, 0).plan.outcome).toEqual({ type: 'refused' });
    expect(at(armed('server_error::after=2s')).answer(plan, 0).plan.outcome).toMatchObject({ afterMs: 2000 });
    expect(at(armed('missing_done')).answer(plan, 0).plan.done).toBe(false);
    expect(at(armed('inaudible')).answer(plan, 0).plan.audible).toBe(false);
  });
});

describe('faults in hearing', () => {
  it('miss the end of a turn', () => {
    expect(at(armed('no_speech_stopped')).missesTurn(0)).toBe(true);
    expect(at(armed('no_answer')).missesTurn(0)).toBe(false);
  });

  it('delay, fail or swallow transcriptions', () => {
    expect(at(armed('transcription_late::by=1s')).transcription(transcription, 0).plan.delayMs).toBe(1300);
    expect(at(armed('transcription_failed')).transcription(transcription, 0).plan.outcome).toBe('failed');
    expect(at(armed('transcription_never')).transcription(transcription, 0).plan.outcome).toBe('never');
  });
});

describe('endings', () => {
  it('come so long after the n-th time of what they hang on, once', () => {
    const faults = at(armed('dropped::on=first_audio,nth=2,after=700'));
    faults.begin(0);
    faults.happens('first_audio', 1000);
    expect(faults.nextDueMs()).toBe(Infinity);
    faults.happens('first_audio', 5000);
    expect(faults.nextDueMs()).toBe(5700);
    expect(faults.takeEnding(5699)).toBeNull();
    expect(log).toEqual([]);
    expect(faults.takeEnding(5700)).toMatchObject({ close: null, error: null });
    expect(log).toEqual([{ type: 'fault', sessionId: 'sess_1', atMs: 5700, fault: 'dropped' }]);
    expect(faults.nextDueMs()).toBe(Infinity);
  });

  it('count sessions, and only what happens in their stretch of one', () => {
    const dueMs = (index: number, text: string): number => {
      const faults = at(armed(text), 1, 'sess_1', index);
      faults.begin(1000);
      for (const atMs of [2000, 4000, 6000]) faults.happens('first_audio', atMs);
      return faults.nextDueMs();
    };
    const third = 'dropped::every=3,after=0';
    expect([0, 1, 2, 3, 4, 5].map((index) => dueMs(index, third) < Infinity)).toEqual([
      false,
      false,
      true,
      false,
      false,
      true,
    ]);
    expect(dueMs(0, 'dropped::nth=2,from=2s,after=0')).toBe(6000);
    expect(dueMs(0, 'dropped::nth=2,until=3s,after=0')).toBe(Infinity);
  });

  it('say what the service says', () => {
    const ended = (text: string): unknown => {
      const faults = at(armed(text));
      faults.begin(0);
      return faults.takeEnding(faults.nextDueMs());
    };
    expect(ended('auth_failed')).toMatchObject({ error: { code: 'invalid_api_key' }, close: { code: 3000 } });
    expect(ended('session_expired::after=1s')).toMatchObject({
      error: { code: 'session_expired' },
      close: { code: 1001 },
    });
    expect(ended('internal_error::on=opened')).toMatchObject({ close: { code: 1011 } });
  });
});

describe('odd events', () => {
  const event = {
    type: 'input_audio_buffer.committed',
    event_id: 'event_1',
    item_id: 'item_1',
    previous_item_id: 'item_0',
  } as const satisfies ServerEvent;

  it('are strange neighbours, strange fields and nulls; the event itself is there', () => {
    const unknown = at(armed('unknown_events')).rewrite(event, 0);
    expect(unknown).toHaveLength(2);
    expect(unknown[1]).toBe(event);
    expect(unknown[0]?.type).toMatch(/^callstorm\./);
    expect(at(armed('extra_fields')).rewrite(event, 0)[0]).toMatchObject({
      ...event,
      x_trace: { hops: [1, 2] },
    });
    expect(at(armed('null_optionals')).rewrite(event, 0)[0]).toEqual({ ...event, previous_item_id: null });
  });

  it('are no strike where there is nothing to leave out, or nothing left of it', () => {
    const stopped = {
      type: 'input_audio_buffer.speech_stopped',
      event_id: 'event_2',
      item_id: 'item_1',
      audio_end_ms: 1000,
    } as const satisfies ServerEvent;
    const first = { ...event, previous_item_id: null };
    const faults = at(armed('null_optionals'));
    expect(faults.rewrite(stopped, 0)[0]).toBe(stopped);
    expect(faults.rewrite(first, 0)[0]).toBe(first);
    expect(log).toEqual([]);
    faults.rewrite(event, 7);
    expect(log).toEqual([{ type: 'fault', sessionId: 'sess_1', atMs: 7, fault: 'null_optionals' }]);
  });

  it('cost nothing where no fault rewrites them', () => {
    expect(at(armed('no_answer')).rewrites).toBe(false);
    expect(at(armed('extra_fields')).rewrites).toBe(true);
  });
});

describe('a strike', () => {
  const struck = (...texts: readonly string[]): string[] => {
    const { strikes } = at(armed(...texts)).answer(plan, 5);
    for (const part of ['llmMs', 'burstMs', 'outcome', 'done'] as const) strikes.carriedOut(part, 20);
    return log.map((record) => `${(record as { fault: string }).fault} ${(record as { atMs: number }).atMs}`);
  };

  it('is told of when it is carried out, once, and not before', () => {
    const { strikes } = at(armed('missing_done')).answer(plan, 5);
    expect([log.length, strikes.awaits('done'), strikes.awaits('outcome')]).toEqual([0, true, false]);
    strikes.carriedOut('outcome', 10);
    expect(log).toEqual([]);
    strikes.carriedOut('done', 20);
    strikes.carriedOut('done', 30);
    expect(log).toEqual([{ type: 'fault', sessionId: 'sess_1', atMs: 20, fault: 'missing_done' }]);
  });

  it('that changes nothing, or is undone by another, is none', () => {
    expect(struck('slowing')).toEqual([]);
    expect(struck('server_error', 'no_answer')).toEqual(['no_answer 20']);
    expect(struck('slow_first_token', 'slow_first_token')).toHaveLength(2);
  });
});

describe('an opportunity', () => {
  const hits = (text: string, everyMs = 1000): number[] => {
    const faults = at(armed(text));
    faults.begin(5000);
    const taken = Array.from({ length: 12 }, (_, i) => faults.answer(plan, 5000 + i * everyMs).plan);
    return taken.flatMap(({ outcome }, i) => (outcome.type === 'silent' ? [i + 1] : []));
  };

  it('may be the n-th, each n-th, or in a stretch of the session', () => {
    expect(hits('no_answer::nth=3')).toEqual([3]);
    expect(hits('no_answer::every=5')).toEqual([5, 10]);
    expect(hits('no_answer::nth=2,every=5')).toEqual([2, 7, 12]);
    expect(hits('no_answer::from=9s')).toEqual([10, 11, 12]);
    expect(hits('no_answer::until=2s')).toEqual([1, 2]);
    expect(hits('no_answer::from=3s,until=6s,nth=2')).toEqual([5]);
  });

  it('is drawn for only where it counts', () => {
    const strikes = hits('no_answer:50%:every=2');
    expect(strikes.every((answer) => answer % 2 === 0)).toBe(true);
    expect(strikes.length).toBeGreaterThan(0);
    expect(strikes.length).toBeLessThan(6);
  });

  it('of turns, transcriptions and events is theirs', () => {
    const turns = at(armed('no_speech_stopped::nth=2'));
    expect([0, 1, 2].map((atMs) => turns.missesTurn(atMs))).toEqual([false, true, false]);
    const transcripts = at(armed('transcription_failed::every=2'));
    const outcomes = [0, 1, 2, 3].map((atMs) => transcripts.transcription(transcription, atMs).plan.outcome);
    expect(outcomes).toEqual(['completed', 'failed', 'completed', 'failed']);
  });

  it('has draws of its own where it has a seed: whatever the seed of all, for the same sessions', () => {
    const own = (seed: number, text: string): boolean[] => silences(at(armed(text), seed, `sess_${seed}`, 4));
    expect(own(1, 'no_answer:50%:seed=7')).toEqual(own(2, 'no_answer:50%:seed=7'));
    expect(own(1, 'no_answer:50%:seed=7')).not.toEqual(own(1, 'no_answer:50%:seed=8'));
    expect(own(1, 'no_answer:50%')).not.toEqual(own(2, 'no_answer:50%'));
  });
});
