/**
 * Reads the agent's recorded voice from the fixtures and makes it ready to be encoded for the wire. Throws ConfigError
 * where the profile names a voice or an utterance that is not there.
 */

import { g711Encode } from '../../audio/g711.ts';
import { pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../../audio/pcm.ts';
import { loadResampler } from '../../audio/resample.ts';
import { ConfigError } from '../../core/config_error.ts';
import { PACKAGE_FIXTURES_DIR, loadManifest, readFixture } from '../../fixture/manifest.ts';
import type { Profile } from '../profile/profile.ts';
import type { Encode, Recording } from './voice.ts';
import { VoiceLibrary } from './voice.ts';

export async function loadVoice(profile: Profile, dir: string = PACKAGE_FIXTURES_DIR): Promise<VoiceLibrary> {
  const { fixtures } = await loadManifest(dir);
  const spoken = fixtures.filter((fixture) => fixture.voice === profile.voice);
  if (spoken.length === 0) {
    const voices = [...new Set(fixtures.filter(({ role }) => role === 'agent').map(({ voice }) => voice))];
    throw new ConfigError(`profile "${profile.name}": there is no voice "${profile.voice}" in the fixtures`, {
      code: 'profile_voice',
      path: 'voice',
      hint: voices.length === 0 ? 'The fixtures hold no agent voice.' : `Agent voices: ${voices.join(', ')}.`,
    });
  }
  const wanted = new Set([profile.greeting, ...profile.answers, ...profile.prompts]);
  const known = new Set(spoken.map(({ utterance }) => utterance));
  const missing = [...wanted].filter((utterance) => !known.has(utterance));
  if (missing.length > 0) {
    throw new ConfigError(
      `profile "${profile.name}": voice "${profile.voice}" cannot say ${missing.join(', ')}`,
      {
        code: 'profile_utterance',
        hint: `It can say: ${[...known].toSorted().join(', ')}.`,
      },
    );
  }
  const recordings: Recording[] = await Promise.all(
    spoken
      .filter(({ utterance }) => wanted.has(utterance))
      .map(async (fixture) => ({
        id: fixture.utterance,
        transcript: fixture.transcript,
        pcm: await readFixture(dir, fixture),
      })),
  );
  const resampler = await loadResampler();
  const encode: Encode = (pcm, format) => {
    if (format === 'pcm16') return pcm16ToBytes(pcm);
    return g711Encode(pcm16FromFloat(resampler.resample(pcm16ToFloat(pcm), 24_000, 8_000)), format);
  };
  const library = new VoiceLibrary(recordings, {
    chunkMs: profile.pace.chunkMs,
    encode,
    toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  });
  // What nearly every session needs is made ready before the first one comes.
  for (const { id } of recordings) library.chunks(id, 'pcm16');
  return library;
}
