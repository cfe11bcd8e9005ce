/** A sound that asks for nothing, made into a silence of the script: when, what is noted of it, and that the silence goes on. */

import { describe, expect, it } from 'vitest';
import { murmurKindOf } from '../../../src/core/call/murmur.ts';
import type { PlanStep } from '../../../src/core/call/script.ts';
import { repromptTime } from '../../../src/core/log/timing.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../plan/small_plan.ts';
import { RehearsedCall, audio, done } from './rehearsed_call.ts';

const CLOSED = { type: 'closed', code: 1000, reason: 'bye', failure: null, detail: null } as const;
const SOUND: PlanStep = {
  op: 'silence',
  durationMs: 4000,
  afterMs: 1000,
  speech: [{ utterance: 'mm-hm' }],
  as: 'tic',
};

/** The answer to the first words is over at 2040: the silence lasts from then until 6040. */
function silent(step: PlanStep = SOUND, ...rest: readonly PlanStep[]): RehearsedCall {
  return new RehearsedCall(smallPlan([SAY_HELLO, LISTEN, step, ...rest]))
    .connected()
    .at(1700)
    .answers('r1', 300);
}

describe('a sound into a silence', () => {
  it('is heard so long into it, and takes none of its time', () => {
    const call = silent(SOUND, SAY_HELLO, { op: 'hangup' }).at(9000).input(CLOSED);
    const [, silence, next] = call.turns;
    expect(silence?.kind).toBe('silence');
    const began = silence?.marks.speechEnd ?? NaN;
    const [murmur, ...more] = silence?.backchannels ?? [];
    expect(more).toEqual([]);
    expect(murmur).toMatchObject({ stoppedMs: null, as: 'tic', said: 'mm-hm', inSilence: true });
    expect(murmur?.answeredMs).toBeUndefined();
    expect((murmur?.atMs ?? 0) - began).toBeGreaterThanOrEqual(1000);
    expect((murmur?.atMs ?? 0) - began).toBeLessThan(1100);
    expect(murmur?.endMs).toBeGreaterThan(murmur?.atMs ?? Infinity);
    // Neither a turn of its own, nor later words than without it.
    expect(next).toMatchObject({ kind: 'say', turn: 2 });
    const still = silent({ op: 'silence', durationMs: 4000 }, SAY_HELLO, { op: 'hangup' })
      .at(9000)
      .input(CLOSED);
    expect(next?.marks.speechStart).toBe(still.turns[2]?.marks.speechStart);
    expect(call.record?.deadAirMs).toEqual(still.record?.deadAirMs);
  });

  it('is answered by what the agent then begins to say, which is no re-prompt', () => {
    const call = silent().at(3900).answers('r2', 500).at(9000).input(CLOSED);
    const [, silence] = call.turns;
    expect(silence?.backchannels[0]?.answeredMs).toBe(silence?.marks.firstHeard);
    expect(silence?.marks.firstHeard).toBeGreaterThan(3900);
    expect(silence && repromptTime(silence)).toBeNull();
  });

  it('is over the agent where that has begun to speak before, and may stop it', () => {
    const call = silent().at(2500).answers('r2', 3000);
    call.at(3500).hears({ type: 'speech_started', itemId: 'u2' }).at(9000).input(CLOSED);
    const [murmur] = call.turns[1]?.backchannels ?? [];
    expect(murmur).toMatchObject({ as: 'tic', stoppedMs: 3500 });
    expect(murmur).not.toHaveProperty('inSilence');
  });

  it('is not cut off from the next words’ interruption', () => {
    const call = silent(SOUND, { op: 'silence', durationMs: 100 }).at(5000).answers('r2', 4000);
    call.at(5500).hears({ type: 'speech_started', itemId: 'u2' }).at(9000).input(CLOSED);
    expect(call.turns[1]?.backchannels[0]).toMatchObject({ inSilence: true, stoppedMs: null });
  });

  it('lets the agent hang up in the middle of it, where the silence does', () => {
    const call = silent({ ...SOUND, orHangup: true })
      .at(3200)
      .input(CLOSED);
    expect(call.record).toMatchObject({ outcome: 'completed', endedBy: 'agent' });
    // Until then it had made its sound: what the agent says meanwhile is still heard.
    const speaking = silent({ ...SOUND, orHangup: true }).at(3000);
    speaking.answers('r2', 1000).at(3100).input(CLOSED).at(9000);
    expect(speaking.record).toMatchObject({ outcome: 'completed', endedBy: 'agent', endedMs: 4040 });
    const unlet = silent().at(3200).input(CLOSED);
    expect(unlet.record).toMatchObject({ outcome: 'failed' });
  });

  it('is not made, and the silence lasts, while an answer that never ends is heard', () => {
    const call = silent(SOUND, { op: 'hangup' });
    call.at(2500).hears({ type: 'answer_created', responseId: 'r2' }, audio('r2', 3000));
    call.at(4000).hears(done('r2')).at(9000).input(CLOSED);
    expect(call.record?.outcome).toBe('completed');
  });
});

describe('the kind of a sound', () => {
  it.each([
    [['cough'], 'tic'],
    [['mm-hm'], 'backchannel'],
    [['okay'], 'backchannel'],
    [['on-the-phone'], 'non_directed'],
    [['hold-on'], 'non_directed'],
    [['mm-hm', 'not-now'], 'non_directed'],
    [['not-now', 'cough'], 'tic'],
    [['coughing-all-day'], 'backchannel'],
  ] as const)('%s: %s', (said, kind) => {
    expect(murmurKindOf(said)).toBe(kind);
  });
});
