import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../src/audio/base64.ts';
import { GIVE_WAY_MS, giveWay, type Edge } from '../../src/audio/give_way.ts';
import { samplesFromWire, samplesToWire } from '../../src/audio/wire_samples.ts';
import { openaiRealtime } from '../../src/dialect/openai/openai_realtime.ts';
import { Seam } from '../../src/engine/seam.ts';
import { StringText } from '../../src/engine/string_text.ts';

const rates = [
  ['pcm16', 8000],
  ['pcm16', 16_000],
  ['pcm16', 24_000],
  ['pcm16', 48_000],
  ['g711_ulaw', 8000],
  ['g711_alaw', 8000],
] as const;

describe.each(
  rates.flatMap(([format, rate]) => [20, 50, 100].map((frameMs) => [format, rate, frameMs] as const)),
)('a recording over a bed in %s at %i Hz, in frames of %i ms', (format, sampleRate, frameMs) => {
  const dialect = openaiRealtime({ format, sampleRate });
  const plain = { ...dialect.uplink, encoding: 'raw' } as const;
  const raw = { ...dialect, uplink: plain, append: (audio: string) => `[${audio}>>` };
  const { length } = new Int16Array((frameMs * sampleRate) / 1000);
  const coded = (samples: Int16Array): Int16Array => samplesFromWire(samplesToWire(samples, format), format);
  const said = coded(Int16Array.from({ length }, (_, i) => 9000 - 13 * (i % 300)));
  const bed = coded(Int16Array.from({ length }, (_, i) => -7000 + 7 * (i % 500)));
  const message = (samples: Int16Array): string =>
    dialect.append(encodeBase64(samplesToWire(samples, format)));
  const seam = new Seam(dialect, frameMs);

  it.each(['begins', 'ends'] as const)(
    '%s in the bed, and nothing else of its frame is touched',
    (edge: Edge) => {
      const patch = seam.patch(edge, new StringText(message(said)), new StringText(message(bed)));
      if (patch === null) throw new Error('the ready-made frame is sent');
      const ready = message(said);
      const text = ready.slice(0, patch.at) + patch.audio + ready.slice(patch.at + patch.audio.length);
      const expected = said.slice();
      const n = (GIVE_WAY_MS * sampleRate) / 1000;
      const from = edge === 'begins' ? 0 : length - n;
      giveWay(expected.subarray(from, from + n), bed.subarray(from, from + n), edge);
      expect(text.length).toBe(ready.length);
      expect([...samplesFromWire(seam.audioIn(new StringText(text)), format)]).toEqual([...coded(expected)]);
      expect(JSON.parse(text)).toMatchObject({ type: 'input_audio_buffer.append' });
    },
  );

  it('is joined to it where the bytes stand in the message as they are too', () => {
    const bytes = (samples: Int16Array): string =>
      raw.append(Buffer.from(samplesToWire(samples, format)).toString('latin1'));
    const [ready, under] = [bytes(said), bytes(bed)];
    const ofRaw = new Seam(raw, frameMs);
    const patch = ofRaw.patch('ends', new StringText(ready), new StringText(under));
    if (patch === null) throw new Error('the ready-made frame is sent');
    const text = ready.slice(0, patch.at) + patch.audio + ready.slice(patch.at + patch.audio.length);
    const expected = said.slice();
    const n = (GIVE_WAY_MS * sampleRate) / 1000;
    giveWay(expected.subarray(length - n), bed.subarray(length - n), 'ends');
    expect([...samplesFromWire(ofRaw.audioIn(new StringText(text)), format)]).toEqual([...coded(expected)]);
    expect([text.length, text[0], text.slice(-2)]).toEqual([ready.length, '[', '>>']);
  });

  it('leaves alone what is no whole frame', () => {
    const half = new StringText(message(said.slice(0, length / 2)));
    expect(seam.patch('begins', half, new StringText(message(bed)))).toBeNull();
    expect(seam.patch('ends', new StringText(message(said)), half)).toBeNull();
  });
});
