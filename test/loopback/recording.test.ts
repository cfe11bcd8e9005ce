/** What a call's tape holds when connections do what they like, and what is left of a run whose recorder is lost. */

import { setTimeout as later } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { Recorder } from '../../src/engine/node/recorder.ts';
import { framed, viewsOf } from '../../src/engine/node/frames.ts';
import { FLUSH, PIECE_NUMBERS, Tape, TapeMemory, type TapeContent } from '../../src/engine/recording/tape.ts';
import { LISTEN, SAY_HELLO, smallPlan } from '../core/plan/small_plan.ts';
import { numbered } from '../core/plan/street_plan.ts';
import { temporary } from './command.ts';
import { oneCall } from './one_call.ts';
import { ready, type Peer, type Target } from './servers.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

async function opened(target: Promise<Target>): Promise<Target> {
  targets.push(await target);
  return target;
}

const HELLO = Array.from({ length: 10 }, (_, i) => i + 1);

function content(tape: Tape): TapeContent {
  const ejected = tape.eject();
  if (ejected === null) throw new Error('nothing is on the tape');
  return ejected;
}

/** The frames of each opening, without those in which nothing is said. */
function saidIn({ openings, frames }: TapeContent): number[][] {
  return openings.map(({ firstFrame }, i) =>
    [...frames.subarray(firstFrame, openings[i + 1]?.firstFrame)].filter((message) => message > 0),
  );
}

function piecesOf({ pieces }: TapeContent): { readonly atMs: number; readonly length: number }[] {
  return Array.from({ length: pieces.length / PIECE_NUMBERS }, (_, i) => ({
    atMs: pieces[i * PIECE_NUMBERS] as number,
    length: pieces[i * PIECE_NUMBERS + 1] as number,
  }));
}

/** Not one value all along: a constant offset is no sound. */
function sound(id: string, ms: number): Buffer {
  return Buffer.alloc(ms * 48, `${id}z${id}!`);
}

function answer(peer: Peer, id: string, ms: number): void {
  const delta = sound(id, ms).toString('base64');
  peer.send({ type: 'response.created', response: { id } });
  peer.send({ type: 'response.output_audio.delta', response_id: id, item_id: `item ${id}`, delta });
  peer.send({ type: 'response.done', response: { id, status: 'completed' } });
}

describe('a tape', () => {
  it('goes on with a grid of its own where a call dials again', async () => {
    const plan = smallPlan([SAY_HELLO, LISTEN, SAY_HELLO, LISTEN], { limits: { redials: 1, redialMs: 50 } });
    let spoken = 0;
    const target = await opened(
      ready((peer, type) => {
        if (type !== 'input_audio_buffer.append') return;
        if (++spoken % 20 !== 0) return;
        answer(peer, spoken === 20 ? 'A' : 'B', 300);
        if (target.requests.length === 1) void later(150).then(() => peer.wire.destroy());
      }),
    );
    const tape = new Tape(new TapeMemory(1e6));
    const { call } = await oneCall(
      plan,
      target.url,
      { frames: viewsOf(framed(numbered())) },
      undefined,
      tape,
    );
    expect(call).toMatchObject({ outcome: 'completed', connections: 2 });
    const kept = content(tape);
    expect(saidIn(kept)).toEqual([HELLO, HELLO]);
    const [first, second] = kept.openings as [TapeContent['openings'][0], TapeContent['openings'][0]];
    const sinceFirst = (second.dueMs - first.dueMs) / plan.frameMs;
    expect(sinceFirst).toBeGreaterThan(second.firstFrame);
    // What was captured is what the log counts: a frame that was due as the connection went may not have been taken.
    expect(Math.abs(kept.frames.length - call.audioSentMs / plan.frameMs)).toBeLessThanOrEqual(2);

    const pieces = piecesOf(kept);
    expect(pieces.map(({ length }) => length)).toEqual([300 * 64, 300 * 64]);
    const base64 = Buffer.concat(kept.base64).toString('latin1');
    expect(Buffer.from(base64.slice(0, 300 * 64), 'base64')).toEqual(sound('A', 300));
    expect(Buffer.from(base64.slice(300 * 64), 'base64')).toEqual(sound('B', 300));
  });

  it('has what the microphone captured and the target left no room for', async () => {
    const plan = smallPlan([SAY_HELLO, { op: 'silence', durationMs: 100 }]);
    const target = await opened(
      ready((peer, type) => {
        if (type === 'session.update') peer.wire.pause();
      }),
    );
    // Larger than what a socket holds: what comes after it has to wait.
    const frames = viewsOf(framed(numbered())).map((frame) => Buffer.concat([frame, Buffer.alloc(8 << 20)]));
    const tape = new Tape(new TapeMemory(1e6));
    const { gauge } = await oneCall(plan, target.url, { frames }, undefined, tape);
    expect(gauge.framesDropped + gauge.framesUnread).toBeGreaterThan(8);
    expect(saidIn(content(tape))).toEqual([HELLO]);
  });

  it('is told where the client throws audio away', async () => {
    const plan = smallPlan([SAY_HELLO, LISTEN]);
    let frames = 0;
    const target = await opened(
      ready((peer, type) => {
        if (type !== 'input_audio_buffer.append') return;
        frames++;
        if (frames === 12) answer(peer, 'A', 5000);
        if (frames === 16) peer.send({ type: 'input_audio_buffer.speech_started', item_id: 'noise' });
        if (frames === 18) {
          peer.send({ type: 'input_audio_buffer.speech_stopped', item_id: 'noise' });
          peer.socket.close(1000);
        }
      }),
    );
    const tape = new Tape(new TapeMemory(1e6));
    const { call } = await oneCall(
      plan,
      target.url,
      { frames: viewsOf(framed(numbered())) },
      undefined,
      tape,
    );
    const pieces = piecesOf(content(tape));
    expect(pieces.map(({ length }) => length)).toEqual([5000 * 64, FLUSH]);
    const [heard, cut] = pieces;
    expect((cut?.atMs ?? NaN) - (heard?.atMs ?? NaN)).toBeCloseTo(call.heardMs, 6);
  });
});

it('a recorder that is lost says so when it is closed, and holds nobody up', async () => {
  const plan = { ...smallPlan([SAY_HELLO]), dialect: 'none there is' as 'openai-realtime' };
  const recorder = new Recorder({ plan, audio: numbered(), which: { kind: 'all' }, directory: temporary() });
  const { port } = recorder.deck(1);
  const closed = new Promise((resolve) => port.on('close', resolve));
  const tally = await recorder.close();
  await closed;
  expect(tally).toMatchObject({ files: 0, bytes: 0 });
  expect(tally.trouble).toContain('undefined');
});
