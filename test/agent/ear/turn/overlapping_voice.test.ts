import { describe, expect, it } from 'vitest';
import { nothingHeard, type Recognition } from '../../../../src/agent/ear/recognizer/recognition.ts';
import { OverlappingVoice } from '../../../../src/agent/ear/turn/overlapping_voice.ts';
import type { TurnStarted } from '../../../../src/agent/ear/turn/turn_taking.ts';
import { Outbox } from '../../../../src/agent/protocol/outbox.ts';

const started: TurnStarted = { type: 'started', audioStartMs: 700, speechStartMs: 1000 };
const murmured: Recognition = { ...nothingHeard, utterances: ['mm-hm'], confidence: 0.9, complete: true };

/** A voice that has gone on for so long, and what is heard in it. */
function voice(spokenMs: number, heard: Recognition) {
  const outbox = new Outbox(1, 'sess_1');
  outbox.nowMs = 5000;
  const passed: number[] = [];
  const input = { spokenMs, pausedMs: 0, pass: () => void passed.push(spokenMs) };
  const analysis = { read: () => heard, end: () => ({ recognition: heard, quality: null }) };
  const overlapping = new OverlappingVoice(
    outbox,
    { murmurs: ['mm-hm'], interruptionMs: 500 },
    input,
    analysis,
  );
  return { overlapping, passed, effects: () => outbox.take(null) };
}

describe('a voice over the agent', () => {
  it('is held until it is clear what it wants', () => {
    const { overlapping } = voice(300, nothingHeard);
    overlapping.hold(started);
    expect([overlapping.weigh(false), overlapping.isHeld]).toEqual([null, true]);
  });

  it('gives the turn that it began, once, where it interrupts', () => {
    const { overlapping, passed, effects } = voice(600, nothingHeard);
    overlapping.hold(started);
    expect(overlapping.weigh(false)).toBe(started);
    expect([overlapping.isHeld, overlapping.weigh(false), passed, effects()]).toEqual([false, null, [], []]);
  });

  it('is passed over where it murmurs, and written down', () => {
    const { overlapping, passed, effects } = voice(300, murmured);
    overlapping.hold(started);
    expect(overlapping.weigh(true)).toBeNull();
    expect([overlapping.isHeld, passed]).toEqual([false, [300]]);
    expect(effects()).toEqual([
      {
        type: 'log',
        record: {
          type: 'murmur',
          sessionId: 'sess_1',
          atMs: 5000,
          speechStartAudioMs: 1000,
          spokenMs: 300,
          recognition: murmured,
        },
      },
    ]);
  });

  it('is a turn for whoever cannot wait', () => {
    const { overlapping } = voice(100, nothingHeard);
    expect(overlapping.release()).toBeNull();
    overlapping.hold(started);
    expect(overlapping.release()).toBe(started);
    expect(overlapping.isHeld).toBe(false);
  });
});
