import { describe, expect, it } from 'vitest';
import { pcm16FromBytes, pcm16ToFloat } from '../../src/audio/pcm.ts';
import { activeDbfs } from '../../src/audio/level.ts';
import { speechSegments } from '../../src/audio/segments.ts';
import { burst } from '../../src/calibrate/sentinel_voice.ts';
import { ReferenceEar, samplesPerMs, type SpeechEnd } from '../../src/calibrate/reference_ear.ts';
import { sentinelPlan, type SentinelPlan } from '../../src/calibrate/sentinel_plan.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import { layOut } from '../../src/core/call/utterance.ts';
import { SILENCE_FRAME, type Plan, type SessionSettings } from '../../src/core/plan/plan.ts';
import { Random } from '../../src/core/word/random.ts';
import { SAY_HELLO, LISTEN, smallPlan } from '../core/plan/small_plan.ts';

function planOf(format: SessionSettings['format'], frameMs: number): Plan {
  const plan = smallPlan([SAY_HELLO, LISTEN]);
  return { ...plan, frameMs, target: { ...plan.target, session: { ...plan.target.session, format } } };
}

function payload({ audio }: SentinelPlan, message: number): Uint8Array {
  const text = Buffer.from(audio.bytes.slice(audio.offsets[message], audio.offsets[message + 1])).toString();
  const event = JSON.parse(text) as { readonly type: string; readonly audio: string };
  expect(event.type).toBe('input_audio_buffer.append');
  return Buffer.from(event.audio, 'base64');
}

describe('what a sentinel says', () => {
  it('ends where a detector of speech puts its end, too', () => {
    for (const durationMs of [800, 933, 1200]) {
      const samples = new Int16Array(24 * 1500);
      samples.set(burst(durationMs, 24_000, new Random(1, durationMs)));
      expect(speechSegments(pcm16ToFloat(samples), 24_000)).toEqual([{ startMs: 0, endMs: durationMs }]);
    }
  });

  it('is as loud as speech', () => {
    const floats = pcm16ToFloat(burst(1000, 24_000, new Random(1, 'loud')));
    expect(activeDbfs(floats, 24_000)).toBeGreaterThan(-27);
    expect(activeDbfs(floats, 24_000)).toBeLessThan(-20);
  });
});

describe.each(['pcm16', 'g711_ulaw', 'g711_alaw'] as const)('the sentinels of a plan in %s', (format) => {
  it.each([20, 100])(
    'end where their plan says, by the reference agent’s ear, in frames of %i ms',
    (frameMs) => {
      const made = sentinelPlan(planOf(format, frameMs), 3);
      const { plan } = made;
      expect(plan.frameMs).toBe(frameMs);
      expect(payload(made, SILENCE_FRAME)).toHaveLength(
        frameMs * samplesPerMs(format) * (format === 'pcm16' ? 2 : 1),
      );
      const ends = new Set<number>();
      plan.clips.forEach((clip, index) => {
        const ear = new ReferenceEar(format);
        let end: SpeechEnd | null = null;
        // Each frame arrives when it is due, the first at 0.
        for (let frame = 0; end === null && frame < clip.frames + 20; frame++) {
          const message = frame < clip.frames ? clip.firstFrame + frame : SILENCE_FRAME;
          end = ear.hear(payload(made, message), frame * frameMs);
        }
        const utterance = layOut([index], plan.clips, frameMs);
        expect(end?.arrivedMs).toBe(utterance.speechEndDueMs);
        expect((end?.arrivedMs ?? 0) - (end?.afterMs ?? 0)).toBeCloseTo(utterance.speechEndMs, 6);
        ends.add(clip.durationMs % frameMs);
      });
      // They end at different places within a frame.
      expect(ends.size).toBeGreaterThan(4);
    },
  );
});

describe('the plan of the sentinels', () => {
  it('says and hears as the run’s own does, with draws of its own', () => {
    const own = planOf('pcm16', 100);
    const { plan } = sentinelPlan(own, 3);
    expect(plan.playback).toEqual(own.playback);
    expect(plan.limits.quietMs).toBe(own.limits.quietMs);
    expect(plan.seed).not.toBe(own.seed);
    expect(plan.load).toMatchObject({ startsMs: [0, 0, 0] });
    const spec = callOf(plan, 2);
    expect(spec.caller.steps.filter(({ op }) => op === 'say')).toHaveLength(10);
    expect(spec.microphonePhase).not.toBe(callOf(plan, 1).microphonePhase);
  });

  it('is the same with the same plan', () => {
    const [one, other] = [sentinelPlan(planOf('pcm16', 100), 3), sentinelPlan(planOf('pcm16', 100), 3)];
    expect(one.plan).toEqual(other.plan);
    expect(one.audio.offsets).toEqual(other.audio.offsets);
    // Byte by byte, in one go: `toEqual` takes seconds for megabytes.
    expect(Buffer.compare(one.audio.bytes, other.audio.bytes)).toBe(0);
  });

  it('holds 16-bit samples as they were made', () => {
    const made = sentinelPlan(planOf('pcm16', 100), 1);
    const [clip] = made.plan.clips;
    const last = pcm16FromBytes(payload(made, (clip?.firstFrame ?? 0) + (clip?.frames ?? 1) - 1));
    const loud = last.findLastIndex((sample) => sample !== 0);
    expect((loud + 1) / 24).toBe((clip?.durationMs ?? 0) % 100);
  });
});
