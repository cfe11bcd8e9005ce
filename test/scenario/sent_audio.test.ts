/** What `hear` writes is what a call would send: a recording comes out of the bed and goes over into it. */

import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../src/core/word/random.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { lineFor } from '../../src/scenario/line.ts';
import type { Recording, Repertoire } from '../../src/scenario/repertoire.ts';
import { sentAudio } from '../../src/scenario/sent_audio.ts';
import { variantOf } from '../../src/scenario/variant.ts';
import { recipeOf } from '../impair/tools.ts';

let repertoire: Repertoire;
let refund: Recording;
beforeAll(async () => {
  repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
  const found = repertoire.recordings.get('refund')?.get('rms');
  if (found === undefined) throw new Error('rms says no refund');
  refund = found;
});

describe.each(['pcm16', 'g711_ulaw'] as const)('a low rumble in %s', (format) => {
  it('goes on through the ends of a recording without a click', async () => {
    const sampleRate = format === 'pcm16' ? 24_000 : 8000;
    const steps = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (draw) => {
        const seed = new Random('rumble', draw).below(2 ** 32);
        const recipe = { ...recipeOf('noise=brown@0dB'), seed };
        const line = await lineFor([recipe], repertoire);
        const wire = { sampleRate, format, frameMs: 100 };
        const { sent, lead, length } = await sentAudio(refund, variantOf(recipe), line, wire, 2000);
        const stepTo = (i: number): number => Math.abs((sent[i] ?? 0) - (sent[i - 1] ?? 0));
        const within = Array.from({ length: lead - 400 }, (_, i) => stepTo(i + 1));
        return Math.max(stepTo(lead), stepTo(lead + length)) / Math.max(...within);
      }),
    );
    // No larger than what the noise has by itself; two stretches of it joined bluntly differ by several times that.
    expect(Math.max(...steps)).toBeLessThan(1);
  });
});
