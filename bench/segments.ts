/**
 * Where speech is found to end in our own recordings once a room is put under them: `npm run bench:segments [-- every [first]]`. Prints for
 * each room the share of recordings whose end lies within 100 ms of the clean one's, and the errors in ms. `every`: take every so
 * many-th recording (default 4), beginning with number `first` (from 0, the default).
 */

import { findSpeech } from '../src/audio/find_speech.ts';
import { pcm16ToFloat } from '../src/audio/pcm.ts';
import { PACKAGE_FIXTURES_DIR, loadManifest, readFixture } from '../src/fixture/manifest.ts';
import { padded, roomsToTry } from '../test/audio/room.ts';
import { RATE } from '../test/audio/signal.ts';

const PAD_MS = 500;
const every = Number(process.argv[2] ?? 4);
const first = Number(process.argv[3] ?? 0);
const { fixtures } = await loadManifest();
const chosen = fixtures.filter((_, i) => i % every === first);
const clean = await Promise.all(
  chosen.map(async (fixture) => pcm16ToFloat(await readFixture(PACKAGE_FIXTURES_DIR, fixture))),
);

console.log(`${chosen.length} recordings   within 100 ms   p5    p50   p95   said to be doubtful`);
for (const { name, make } of roomsToTry(clean)) {
  const errors: number[] = [];
  let doubted = 0;
  for (const [i, samples] of clean.entries()) {
    const { segments, doubts } = await findSpeech(make(padded(samples, PAD_MS), i + 1), RATE);
    const endMs = chosen[i]?.segments.at(-1)?.endMs ?? 0;
    errors.push((segments.at(-1)?.endMs ?? -1000) - PAD_MS - endMs);
    if (doubts.length > 0) doubted++;
  }
  const near = errors.filter((error) => Math.abs(error) <= 100).length / errors.length;
  errors.sort((a, b) => a - b);
  const at = (p: number): string => String(errors[Math.floor((errors.length - 1) * p)]).padStart(6);
  console.log(
    `${name.padEnd(26)} ${(near * 100).toFixed(0).padStart(5)} %  ${at(0.05)}${at(0.5)}${at(0.95)} ${String(doubted).padStart(6)}`,
  );
}
