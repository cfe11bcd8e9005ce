/**
 * A target whose error, transcript, ids and tool arguments are 20 MB each: the run ends in its time, and what it leaves behind
 * is small. Needs `npm run build`.
 */

import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { artefactsOf } from './artefacts.ts';
import { temporary } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';
import { ready, type Target } from './servers.ts';

const targets: Target[] = [];
afterAll(() => Promise.all(targets.map((target) => target.close())));

const HUGE = 'x'.repeat(20_000_000);
/** The plan alone takes some of it. */
const MOST_BYTES = 1_000_000;

async function leftBy(
  target: Target,
): Promise<{ readonly bytes: number; readonly said: number; readonly folder: string }> {
  targets.push(target);
  const folder = join(temporary(), 'run');
  const args = ['run', scenario({ load: constant(1) }), '--out', folder, '--target', target.url];
  const { out, err } = await callstormHere(args);
  const files = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  return { bytes: files.reduce((sum, size) => sum + size, 0), said: out.length + err.length, folder };
}

it('of an error that ends the session leaves a small folder', async () => {
  const target = await ready((peer, type) => {
    if (type !== 'session.update') return;
    peer.send({ type: 'error', error: { type: 'server_error', code: 'session_expired', message: HUGE } });
    setTimeout(() => peer.socket.close(1001), 200);
  });
  const { bytes, said, folder } = await leftBy(target);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(said).toBeLessThan(20_000);
  expect(artefactsOf(folder).summary.failures).toHaveProperty('session_expired');
}, 60_000);

it('of any other event does too', async () => {
  const target = await ready((peer, type) => {
    if (type !== 'session.update') return;
    peer.send({ type: 'error', error: { type: 'invalid_request_error', code: HUGE, message: HUGE } });
    peer.send({ type: 'input_audio_buffer.speech_started', item_id: HUGE });
    const heard = { type: 'conversation.item.input_audio_transcription.completed', item_id: HUGE };
    peer.send({ ...heard, transcript: HUGE });
    peer.send({ type: 'response.created', response: { id: 'resp_1' } });
    const named = { response_id: 'resp_1', call_id: HUGE, name: HUGE };
    peer.send({ type: 'response.function_call_arguments.done', ...named, arguments: `{"a":"${HUGE}"}` });
    peer.send({ type: 'response.done', response: { id: 'resp_1', status: 'completed' } });
    setTimeout(() => peer.socket.close(4000, 'enough'), 500);
  });
  const { bytes, said } = await leftBy(target);
  expect(bytes).toBeLessThan(MOST_BYTES);
  expect(said).toBeLessThan(20_000);
}, 60_000);
