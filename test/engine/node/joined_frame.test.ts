/** The frame that joins a recording to the bed under it, on a socket: as the virtual engine has it, and the shared one untouched. */

import { expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/audio/base64.ts';
import { pcm16ToBytes } from '../../../src/audio/pcm.ts';
import { Microphone } from '../../../src/core/call/microphone.ts';
import { openaiRealtime } from '../../../src/dialect/openai/openai_realtime.ts';
import { framed, payloadOf, viewsOf } from '../../../src/engine/node/frames.ts';
import { joinedFrame, keepJoined } from '../../../src/engine/node/joined_frame.ts';
import { Tape, TapeMemory } from '../../../src/engine/recording/tape.ts';
import { Seam } from '../../../src/engine/seam.ts';
import { StringText } from '../../../src/engine/string_text.ts';
import { clips } from '../../core/plan/small_plan.ts';

it.each(['pcm16', 'g711_ulaw'] as const)('has the same text on both engines, in %s', (format) => {
  const dialect = openaiRealtime({ format });
  const bytes = 100 * dialect.uplink.bytesPerMs;
  const messages = Array.from({ length: 24 }, (_, k) => {
    const audio = pcm16ToBytes(Int16Array.from({ length: Math.ceil(bytes / 2) }, (_, i) => 900 * k + i));
    return dialect.append(encodeBase64(audio.subarray(0, bytes)));
  });
  const encoded = new TextEncoder().encode(messages.join(''));
  const offsets = Uint32Array.of(0, ...messages.map((_, k) => messages.slice(0, k + 1).join('').length));
  const frames = viewsOf(framed({ bytes: encoded, offsets }));
  const seam = new Seam(dialect, 100);
  const microphone = new Microphone(clips, 100, { firstFrame: 23, frames: 1, offset: 0 });
  microphone.open(0);
  microphone.speak([2], 100);
  const joined: string[] = [];
  for (let k = 0; k < 5; k++) {
    const message = microphone.take();
    const ready = frames[message] as Buffer;
    const before = ready.toString('latin1');
    const frame = joinedFrame(seam, microphone, ready, frames);
    expect(ready.toString('latin1')).toBe(before);
    expect(frame === null).toBe(microphone.edge === null);
    if (frame === null || microphone.edge === null) continue;
    const text = messages[message] as string;
    const bed = new StringText(messages[23]);
    const patch = seam.patch(microphone.edge, new StringText(text), bed);
    const { at, audio } = patch ?? { at: 0, audio: '' };
    joined.push(payloadOf(frame).toString('latin1'));
    expect(joined.at(-1)).toBe(text.slice(0, at) + audio + text.slice(at + audio.length));
    expect(joined.at(-1)).not.toBe(text);
    const tape = new Tape(new TapeMemory(1e6));
    tape.opened(0);
    keepJoined(tape, seam, frame, message);
    const kept = tape.eject()?.own[0] ?? new Uint8Array();
    expect(encodeBase64(kept)).toBe((JSON.parse(joined.at(-1) ?? '') as { audio: string }).audio);
  }
  expect(joined).toHaveLength(2);
});
