/**
 * An echo to listen to without a call: somebody who is no caller stands for the agent, talks from the beginning of the file on, and
 * comes back as an agent's voice would. Throws ConfigError where nobody does.
 */

import { pcm16FromFloat, pcm16ToFloat } from '../audio/pcm.ts';
import { loadResampler } from '../audio/resample.ts';
import { samplesFromWire, samplesToWire } from '../audio/wire_samples.ts';
import type { PlanEcho } from '../core/plan/plan.ts';
import { ConfigError } from '../core/word/config_error.ts';
import { HeardVoice } from '../engine/heard_voice.ts';
import { FIXTURE_SAMPLE_RATE } from '../fixture/manifest.ts';
import type { Repertoire } from '../scenario/repertoire.ts';
import type { SentAudio, Wire } from '../scenario/sent_audio.ts';

export async function withEcho(
  audio: SentAudio,
  echoes: readonly PlanEcho[],
  { sampleRate, format }: Wire,
  { bystanders = [] }: Repertoire,
): Promise<SentAudio> {
  if (echoes.length === 0) return audio;
  const [speaker] = [...bystanders].sort((a, b) => b.durationMs - a.durationMs);
  if (speaker === undefined) {
    throw new ConfigError('an echo is the agent’s voice, and there is no recording of an agent here', {
      code: 'fixtures_empty',
      path: '--impair',
      hint: 'Leave --impair echo out: in a run it is the agent itself that comes back.',
    });
  }
  const recorded = pcm16ToFloat(await speaker.read());
  const said = pcm16FromFloat((await loadResampler()).resample(recorded, FIXTURE_SAMPLE_RATE, sampleRate));
  const perMs = sampleRate / 1000;
  const voice = new HeardVoice(sampleRate);
  for (let atMs = 0; atMs < audio.sent.length / perMs; atMs += said.length / perMs) {
    const pieces = [said];
    voice.push(said.length / perMs, atMs, { samplesPerMs: perMs, next: () => pieces.pop() ?? null });
  }
  const mix = Float32Array.from(audio.sent);
  for (const { delayMs, levelDb } of echoes) voice.addTo(mix, -delayMs, perMs, 10 ** (levelDb / 20));
  const mixed = pcm16FromFloat(mix.map((sample) => sample / 32_768));
  return { ...audio, sent: samplesFromWire(samplesToWire(mixed, format), format) };
}
