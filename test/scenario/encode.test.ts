import { expect, it } from 'vitest';
import { encodeClips } from '../../src/scenario/encode.ts';
import type { Uplink } from '../../src/scenario/encode.ts';
import { recording } from './recordings.ts';

it('encodes for the uplink it is given: its rate, its format, its own messages', async () => {
  const uplink: Uplink = { sampleRate: 16_000, format: 'pcm16', append: (base64) => `<${base64}>` };
  const hello = { id: 'anna/hello', recording: recording('anna', 'hello'), variant: undefined };
  const { clips, beds, audio } = await encodeClips([hello], [], uplink, 100);
  expect(clips).toMatchObject([{ id: 'anna/hello', firstFrame: 1, frames: 4 }]);
  expect(beds.size).toBe(0);
  expect(audio.offsets).toHaveLength(6);
  for (let k = 0; k < 5; k++) {
    const text = Buffer.from(audio.bytes.slice(audio.offsets[k], audio.offsets[k + 1])).toString('latin1');
    expect(text).toMatch(/^<.*>$/);
    // 100 ms at 16 kHz, two bytes a sample.
    expect(Buffer.from(text.slice(1, -1), 'base64')).toHaveLength(3200);
  }
});
