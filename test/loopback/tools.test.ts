/** An agent that calls tools, on real sockets: a server made by hand, the whole of Callstorm, and what it leaves behind. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artefactsOf, expectAccounted, expectCleanEnd, expectExit, type Artefacts } from './artefacts.ts';
import { temporary, type Ended } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';
import { ready, type Heard, type Peer, type Target } from './servers.ts';
import { tone } from './tone.ts';

const CALLS = 4;
/** After so many frames of 200 ms the caller has certainly said "okay". */
const HEARS_AFTER_FRAMES = 10;

/** Says "let me see" and calls two tools at once; answers what it is asked for. What each call's client sent is kept. */
function inquisitive(sessions: Heard[][]): Promise<Target> {
  const known = new Map<Peer, { frames: number; readonly heard: Heard[] }>();
  const speaks = (peer: Peer, id: string): void => {
    const delta = tone(500);
    peer.send({ type: 'response.output_audio.delta', response_id: id, item_id: `item_${id}`, delta });
  };
  const calls = (peer: Peer, n: number, name: string): void => {
    const call = { call_id: `call_${n}`, name, arguments: `{"n":${n}}` };
    const item = { id: `item_call_${n}`, type: 'function_call', status: 'completed', ...call };
    peer.send({ type: 'response.function_call_arguments.done', response_id: 'r1', ...call });
    peer.send({ type: 'conversation.item.done', item });
    peer.send({ type: 'response.output_item.done', response_id: 'r1', item });
  };
  return ready((peer, type, event) => {
    const session = known.get(peer) ?? { frames: 0, heard: [] };
    if (!known.has(peer)) {
      known.set(peer, session);
      sessions.push(session.heard);
    }
    if (type !== 'input_audio_buffer.append') session.heard.push(event);
    else if (++session.frames === HEARS_AFTER_FRAMES) {
      peer.send({ type: 'input_audio_buffer.speech_stopped', item_id: 'u1' });
      peer.send({ type: 'input_audio_buffer.committed', item_id: 'u1' });
      peer.send({ type: 'response.created', response: { id: 'r1' } });
      speaks(peer, 'r1');
      calls(peer, 1, 'lookup_order');
      calls(peer, 2, 'broken');
      peer.send({ type: 'response.done', response: { id: 'r1', status: 'completed' } });
    }
    if (type === 'response.create') {
      peer.send({ type: 'response.created', response: { id: 'r2' } });
      speaks(peer, 'r2');
      peer.send({ type: 'response.done', response: { id: 'r2', status: 'completed' } });
    }
  });
}

describe('a load test of an agent that calls tools', () => {
  const sessions: Heard[][] = [];
  let target: Target;
  let ended: Ended;
  let found: Artefacts;
  let report: string;

  beforeAll(async () => {
    target = await inquisitive(sessions);
    const tools = `tools:
  lookup_order:
    description: Looks an order up by its number.
    parameters: { type: object, properties: { n: { type: integer } } }
    result: { status: shipped }
    latency: 300ms
  broken: { error: out of order, latency: [50ms, 100ms] }
thresholds: { tool_calls: '== ${2 * CALLS}', unknown_tool_calls: '== 0', tool_answer_latency: 'max < 3s' }`;
    const folder = join(temporary(), 'run');
    const file = scenario({ load: constant(CALLS), more: tools });
    ended = await callstormHere(['run', file, '--target', target.url, '--out', folder]);
    found = artefactsOf(folder);
    report = readFileSync(join(folder, 'report.md'), 'utf8');
  });
  afterAll(() => target.close());

  it('runs to its end, and loses nobody', () => {
    expectCleanEnd(found, ended);
    expectAccounted(found, CALLS);
    expectExit(found, ended, 0);
    expect(found.summary.verdict.thresholds.map(({ metric, pass }) => [metric, pass])).toEqual([
      ['tool_calls', true],
      ['unknown_tool_calls', true],
      ['tool_answer_latency', true],
    ]);
  });

  it('declares the tools, hands over each result once, and asks once for the answer', () => {
    expect(sessions).toHaveLength(CALLS);
    for (const heard of sessions) {
      expect(heard.map(({ type }) => type)).toEqual([
        'open',
        'session.update',
        'conversation.item.create',
        'conversation.item.create',
        'response.create',
      ]);
      expect(heard[1]).toMatchObject({
        session: {
          tools: [
            {
              type: 'function',
              name: 'lookup_order',
              parameters: { properties: { n: { type: 'integer' } } },
            },
            { type: 'function', name: 'broken' },
          ],
          tool_choice: 'auto',
        },
      });
      // The shorter latency first.
      expect(heard.slice(2, 4).map(({ item }) => item)).toEqual([
        { type: 'function_call_output', call_id: 'call_2', output: '{"error":"out of order"}' },
        { type: 'function_call_output', call_id: 'call_1', output: '{"status":"shipped"}' },
      ]);
    }
  });

  it('logs each call in its turn, heard to the end of the answer', () => {
    for (const turn of found.turns) {
      expect(turn).toMatchObject({ outcome: 'answered', answers: 2, answerAudioMs: 1000, heardMs: 1000 });
      const [lookup, broken] = turn.tools ?? [];
      expect(lookup).toMatchObject({ name: 'lookup_order', arguments: '{"n":1}', outcome: 'result' });
      expect(broken).toMatchObject({ name: 'broken', callId: 'call_2', outcome: 'error' });
      expect((lookup?.answeredMs ?? 0) - (lookup?.calledMs ?? 0)).toBeCloseTo(300, 6);
      expect(lookup?.heardMs).toBeGreaterThan(lookup?.answeredMs ?? Infinity);
      expect(broken?.heardMs).toBe(lookup?.heardMs);
    }
  });

  it('reports them apart', () => {
    const { metrics, tools } = found.summary;
    expect(metrics.response_latency).toMatchObject({ count: 0, missing: 0 });
    expect(metrics.tool_response_latency).toMatchObject({ count: CALLS, missing: 0 });
    expect(metrics.tool_answer_latency).toMatchObject({ count: CALLS });
    expect(metrics.tool_error_rate).toMatchObject({ count: CALLS, of: 2 * CALLS });
    expect(tools.map(({ tool, calls, results, errors }) => [tool, calls, results, errors])).toEqual([
      ['broken', CALLS, 0, CALLS],
      ['lookup_order', CALLS, CALLS, 0],
    ]);
    expect(report).toContain('### Tools');
    expect(report).toMatch(/\| `lookup_order` \| 4 \| 4 results \|/);
    expect(ended.out).toMatch(/^tools {6}broken +4 calls/m);
  });
});
