import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AgentRecord } from '../../../src/agent/agent_record.ts';
import { usualAnswer, type AnswerPlan } from '../../../src/agent/fault/fault.ts';
import { Mischief, refusedHandshake } from '../../../src/agent/fault/mischief.ts';
import { armFault, readFaultText, type ArmedFault } from '../../../src/agent/fault/read_fault.ts';
import type { ServerEvent } from '../../../src/agent/protocol/server_event.ts';

function armed(...texts: readonly string[]): ArmedFault[] {
  return texts.map((text) => {
    const wish = readFaultText(text);
    if ('mistake' in wish) throw new Error(wish.mistake);
    const reading = armFault(wish.ok);
    if ('mistake' in reading) throw new Error(reading.mistake);
    return reading.ok;
  });
}

const log: AgentRecord[] = [];
function at(work: readonly ArmedFault[], seed = 1, session = 'sess_1'): Mischief {
  log.length = 0;
  return new Mischief(work, seed, session, (record) => log.push(record));
}

const plan: AnswerPlan = { llmMs: 250, ttsMs: 60, ...usualAnswer };
const transcription = { delayMs: 300, outcome: 'completed' } as const;

describe('a share', () => {
  it('is how often a fault strikes, and each strike is written down', () => {
    const mischief = at(armed('no_answer:20%'));
    let silent = 0;
    for (let i = 0; i < 2000; i++) if (mischief.answer(plan, i).outcome.type === 'silent') silent++;
    expect(silent / 2000).toBeCloseTo(0.2, 1);
    expect(log).toHaveLength(silent);
    expect(log[0]).toMatchObject({ type: 'fault', sessionId: 'sess_1', fault: 'no_answer' });
  });

  it('of none never strikes, of all always', () => {
    expect(at(armed('no_answer:0')).answer(plan, 0)).toEqual(plan);
    expect(at(armed('no_answer:100%')).answer(plan, 0).outcome.type).toBe('silent');
  });

  it('strikes at the same times again with the same seed, whatever other faults there are', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const strikes = (work: readonly ArmedFault[]): boolean[] => {
          const mischief = at(work, seed);
          return Array.from({ length: 30 }, (_, i) => mischief.answer(plan, i).outcome.type === 'silent');
        };
        expect(strikes(armed('no_answer:30%'))).toEqual(strikes(armed('no_answer:30%', 'slowing:50%')));
      }),
      { numRuns: 50 },
    );
  });
});

describe('faults in answers', () => {
  it('slow the first token, more with each answer where asked', () => {
    expect(at(armed('slow_first_token::median=3s,sigma=0')).answer(plan, 0).llmMs).toBeCloseTo(3250);
    const slowing = at(armed('slowing::by=100'));
    expect([0, 1, 2].map((i) => slowing.answer(plan, i).llmMs)).toEqual([250, 350, 450]);
  });

  it('make them come in bursts, fail, or never be done', () => {
    expect(at(armed('bursty_deltas::every=2s')).answer(plan, 0).burstMs).toBe(2000);
    expect(at(armed('rate_limited')).answer(plan, 0).outcome).toEqual({
      type: 'failed',
      code: 'rate_limit_exceeded',
      afterMs: 0,
    });
    expect(at(armed('server_error::after=2s')).answer(plan, 0).outcome).toMatchObject({ afterMs: 2000 });
    expect(at(armed('missing_done')).answer(plan, 0).done).toBe(false);
  });
});

describe('faults in hearing', () => {
  it('miss the end of a turn', () => {
    expect(at(armed('no_speech_stopped')).missesTurn(0)).toBe(true);
    expect(at(armed('no_answer')).missesTurn(0)).toBe(false);
  });

  it('delay, fail or swallow transcriptions', () => {
    expect(at(armed('transcription_late::by=1s')).transcription(transcription, 0).delayMs).toBe(1300);
    expect(at(armed('transcription_failed')).transcription(transcription, 0).outcome).toBe('failed');
    expect(at(armed('transcription_never')).transcription(transcription, 0).outcome).toBe('never');
  });

  it('refuse handshakes by the number of the connection', () => {
    const work = armed('handshake_refused:25%:status=503');
    const refused = Array.from({ length: 400 }, (_, i) => refusedHandshake(work, 1, i));
    expect(refused.filter((one) => one !== null).length / 400).toBeCloseTo(0.25, 1);
    expect(refused.find((one) => one !== null)).toEqual({ fault: 'handshake_refused', status: 503 });
    expect(refused).toEqual(Array.from({ length: 400 }, (_, i) => refusedHandshake(work, 1, i)));
  });
});

describe('endings', () => {
  it('come so long after the n-th time of what they hang on, once', () => {
    const mischief = at(armed('dropped::on=first_audio,nth=2,after=700'));
    mischief.begin(0);
    mischief.happens('first_audio', 1000);
    expect(mischief.nextDueMs()).toBe(Infinity);
    mischief.happens('first_audio', 5000);
    expect(mischief.nextDueMs()).toBe(5700);
    expect(mischief.takeEnding(5699)).toBeNull();
    expect(log).toEqual([]);
    expect(mischief.takeEnding(5700)).toMatchObject({ close: null, error: null });
    expect(log).toEqual([{ type: 'fault', sessionId: 'sess_1', atMs: 5700, fault: 'dropped' }]);
    expect(mischief.nextDueMs()).toBe(Infinity);
  });

  it('say what the service says', () => {
    const ended = (text: string): unknown => {
      const mischief = at(armed(text));
      mischief.begin(0);
      return mischief.takeEnding(mischief.nextDueMs());
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

  it('cost nothing where no fault rewrites them', () => {
    expect(at(armed('no_answer')).rewrites).toBe(false);
    expect(at(armed('extra_fields')).rewrites).toBe(true);
  });
});
