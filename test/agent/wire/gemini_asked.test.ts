import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/audio/base64.ts';
import { askedIn } from '../../../src/agent/wire/gemini_asked.ts';

const message = (data: string, mimeType = 'audio/pcm;rate=16000'): string =>
  JSON.stringify({ realtimeInput: { audio: { mimeType, data } } });
/** The same, which is parsed. */
const parsed = (data: string, mimeType = 'audio/pcm;rate=16000'): string =>
  JSON.stringify({ realtimeInput: { audio: { data, mimeType } } });

describe('audio that is not parsed', () => {
  it('is the same as where it is, silence and rate included', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.constantFrom(8000, 16_000, 24_000), (bytes, rate) => {
        const data = encodeBase64(bytes);
        const mime = `audio/pcm;rate=${rate}`;
        expect(askedIn(message(data, mime))).toEqual(askedIn(parsed(data, mime)));
      }),
    );
    const silence = encodeBase64(new Uint8Array(3200));
    expect(askedIn(message(silence))).toEqual([
      { type: 'audio', bytes: new Uint8Array(3200), rate: 16_000, zeros: true },
    ]);
    expect(askedIn(parsed(silence))).toEqual(askedIn(message(silence)));
  });

  it('is refused for the same reasons', () => {
    for (const [data, mime] of [
      ['~~~~', 'audio/pcm;rate=16000'],
      ['AAA', 'audio/pcm;rate=16000'],
      ['AAAA', 'audio/pcm;rate=900000'],
      ['AA==', 'audio/pcm;rate=16000'],
    ] as const) {
      const asked = askedIn(message(data, mime));
      expect(asked).toMatchObject([{ type: 'wrong' }]);
      expect(asked).toEqual(askedIn(parsed(data, mime)));
    }
  });

  it('does not hide what stands behind it', () => {
    const text = `{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AAAAAAAA"},"text":"hi","x":{"y":{"z":"AAAA"}}}`;
    expect(askedIn(`${text}}`)).toMatchObject([{ type: 'wrong' }]);
  });
});
