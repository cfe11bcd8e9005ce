/**
 * Reads the agent's recorded voice from the fixtures and makes it ready to be encoded for the wire. That the voice can say
 * what the profile wants was checked with the profile.
 */

import { g711Encode } from '../../audio/g711.ts';
import { pcm16FromFloat, pcm16ToBytes, pcm16ToFloat } from '../../audio/pcm.ts';
import { loadResampler } from '../../audio/resample.ts';
import { readFixture, type LibraryFixture } from '../../fixture/manifest.ts';
import type { Profile } from '../profile/profile.ts';
import { utterancesOf } from '../profile/utterances.ts';
import type { Encode, EncodedChunks, Recording } from './voice.ts';
import { VoiceLibrary } from './voice.ts';

/** At 8 kHz, by what it is at 24: voices of one process mostly say the same. */
const narrowed = new WeakMap<Int16Array, Int16Array>();
const encoded: EncodedChunks = new WeakMap();

/** `library`: all recordings there are. */
export async function loadVoice(profile: Profile, library: Iterable<LibraryFixture>): Promise<VoiceLibrary> {
  const wanted = utterancesOf(profile);
  const spoken = [...library].filter(
    ({ fixture }) => fixture.voice === profile.voice && wanted.has(fixture.utterance),
  );
  const recordings: Recording[] = await Promise.all(
    spoken.map(async ({ dir, fixture }) => ({
      id: fixture.utterance,
      transcript: fixture.transcript,
      pcm: await readFixture(dir, fixture),
    })),
  );
  const resampler = await loadResampler();
  const encode: Encode = (pcm, format) => {
    if (format === 'pcm16') return pcm16ToBytes(pcm);
    const narrow = narrowed.get(pcm) ?? pcm16FromFloat(resampler.resample(pcm16ToFloat(pcm), 24_000, 8_000));
    narrowed.set(pcm, narrow);
    return g711Encode(narrow, format);
  };
  const voice = new VoiceLibrary(recordings, {
    chunkMs: profile.pace.chunkMs,
    encode,
    encoded,
    toBase64: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64'),
  });
  // What nearly every session needs is made ready before the first one comes.
  for (const { id } of recordings) voice.chunks(id, 'pcm16');
  return voice;
}
