/** On a real socket: what the caller heard of the agent comes back in its own frames, to the sample, and is on its recording. */

import { expect, it } from 'vitest';
import type { Plan } from '../../src/core/plan/plan.ts';
import { encodeBase64 } from '../../src/audio/base64.ts';
import { pcm16FromBytes, pcm16ToBytes } from '../../src/audio/pcm.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { OWN, Tape, TapeMemory } from '../../src/engine/recording/tape.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { oneCall } from './one_call.ts';
import { ready } from './servers.ts';

const HEARD_MS = 300;

/** A bed of 1,000 in every sample, so that what comes back has something to lie over. */
function ground(plan: Plan) {
  const dialect = dialectOf(plan);
  const frame = new Int16Array((plan.frameMs * dialect.uplink.sampleRate) / 1000);
  const messages = Array.from({ length: 24 }, (_, k) =>
    Buffer.from(dialect.append(encodeBase64(pcm16ToBytes(frame.slice().fill(k === 0 ? 0 : 1000))))),
  );
  const offsets = Uint32Array.of(
    0,
    ...messages.map((_, k) => Buffer.concat(messages.slice(0, k + 1)).length),
  );
  return { bytes: new Uint8Array(Buffer.concat(messages)), offsets };
}

it('comes back once, as long as it was heard, after the delay', async () => {
  const echo = { delayMs: 100, levelDb: -20 };
  // Far longer than all of it takes: a busy machine has the agent speak late, and what a call's end cuts off does not come back.
  const silent = smallPlan([{ op: 'silence', durationMs: 3000 }]);
  const plan: Plan = {
    ...silent,
    callers: silent.callers.map((caller) => ({ ...caller, bed: { firstFrame: 1, frames: 1 } })),
    impairments: [{ impair: 'echo', text: 'echo=100ms@-20dB', share: 1, echo }],
  };
  const sent: number[] = [];
  const target = await ready((peer, type, event) => {
    if (type !== 'input_audio_buffer.append') return;
    sent.push(...pcm16FromBytes(Buffer.from(String(event['audio']), 'base64')));
    if (sent.length / 24 !== plan.frameMs) return;
    const delta = Buffer.from(pcm16ToBytes(new Int16Array(HEARD_MS * 24).fill(8000))).toString('base64');
    peer.send({ type: 'response.created', response: { id: 'A' } });
    peer.send({ type: 'response.output_audio.delta', response_id: 'A', item_id: 'item A', delta });
    peer.send({ type: 'response.done', response: { id: 'A', status: 'completed' } });
  });
  const tape = new Tape(new TapeMemory(1e6));
  const frames = viewsOf(framed(ground(plan)));
  const { records } = await oneCall(plan, target.url, { frames }, undefined, tape);
  await target.close();
  const first = sent.indexOf(1800);
  expect(first).toBeGreaterThan(plan.frameMs * 24);
  expect(sent.lastIndexOf(1800) - first + 1).toBe(HEARD_MS * 24);
  expect(sent.every((sample, i) => sample === (i >= first && i < first + HEARD_MS * 24 ? 1800 : 1000))).toBe(
    true,
  );
  expect(records.filter(({ type }) => type === 'strike')).toMatchObject([{ fault: 'echo', connection: 0 }]);
  // The recording has what was sent.
  const kept = tape.eject();
  const heard = [...(kept?.frames ?? [])].flatMap((frame) =>
    frame < OWN
      ? Array<number>(plan.frameMs * 24).fill(1000)
      : [...pcm16FromBytes(kept?.own[frame - OWN] as Uint8Array)],
  );
  expect(heard.slice(0, sent.length)).toEqual(sent);
});
