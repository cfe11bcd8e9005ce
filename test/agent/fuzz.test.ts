import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Agent } from '../../src/agent/simulator.ts';
import { loadAgent } from '../../src/agent/simulator.ts';
import { readClientBytes } from '../../src/agent/protocol/skim.ts';
import type { ClientMessage } from '../../src/agent/protocol/wire.ts';
import { readClient } from '../../src/agent/protocol/wire.ts';
import { VirtualClient } from './virtual_client.ts';
import { anyText } from '../any_text.ts';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 3 });
});

const audio = fc
  .oneof(
    fc.uint8Array({ maxLength: 9600 }),
    fc.nat(60_000).map((length) => new Uint8Array(length)),
  )
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const id = fc.oneof(fc.constantFrom('a', 'b', 'root', ''), fc.string());
const item = fc.oneof(
  fc.record({
    id,
    type: fc.constant('message'),
    role: fc.constantFrom('user', 'system', 'assistant'),
    content: fc.array(
      fc.record({ type: fc.constantFrom('input_text', 'output_text', 'input_audio'), text: fc.string() }),
    ),
  }),
  fc.record({
    type: fc.constant('function_call'),
    call_id: fc.constantFrom('c1', 'c2'),
    name: fc.string(),
    arguments: fc.string(),
  }),
  fc.record({
    type: fc.constant('function_call_output'),
    call_id: fc.constantFrom('c1', 'c2', 'c3'),
    output: fc.string(),
  }),
  fc.record({
    type: fc.constant('message'),
    role: fc.constant('user'),
    content: fc.tuple(fc.record({ type: fc.constant('input_audio'), audio })),
  }),
  fc.record({ type: fc.constant('mcp_approval_response'), approval_request_id: id, approve: fc.boolean() }),
);
const tool = fc.oneof(
  fc.record(
    {
      type: fc.constant('function'),
      name: fc.constantFrom('look_up', 'no such name!'),
      parameters: fc.object(),
    },
    { requiredKeys: ['type'] },
  ),
  fc.record({
    type: fc.constant('mcp'),
    server_label: fc.string(),
    server_url: fc.oneof(fc.constantFrom('https://mcp.example/sse', 'ftp://mcp.example', ''), fc.string()),
    headers: fc.dictionary(fc.string(), fc.string()),
  }),
);
const modalities = fc.array(fc.constantFrom('text', 'audio'), { maxLength: 2 });
const maxOutputTokens = fc.oneof(fc.constant('inf'), fc.integer({ min: 0, max: 5000 }));
const truncation = fc.oneof(
  fc.constantFrom('auto', 'disabled', 'none'),
  fc.record(
    {
      type: fc.constant('retention_ratio'),
      retention_ratio: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      token_limits: fc.record({ post_instructions: fc.integer({ min: -1, max: 200 }) }),
    },
    { requiredKeys: ['type'] },
  ),
);
const turnDetection = fc.option(
  fc.record(
    {
      type: fc.constantFrom('server_vad', 'semantic_vad'),
      threshold: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      silence_duration_ms: fc.integer({ min: -10, max: 20_000 }),
      prefix_padding_ms: fc.integer({ min: -10, max: 20_000 }),
      idle_timeout_ms: fc.option(fc.integer({ min: 0, max: 40_000 })),
      create_response: fc.boolean(),
      interrupt_response: fc.boolean(),
    },
    { requiredKeys: ['type'] },
  ),
);
const format = fc.record({ type: fc.constantFrom('audio/pcm', 'audio/pcmu', 'audio/pcma', 'audio/mp3') });
const session = fc.record(
  {
    type: fc.constant('realtime'),
    instructions: fc.string(),
    output_modalities: modalities,
    max_output_tokens: maxOutputTokens,
    tools: fc.array(tool, { maxLength: 3 }),
    truncation,
    tracing: fc.constantFrom(null, 'auto', 'manual'),
    audio: fc.record(
      {
        input: fc.record({ format, turn_detection: turnDetection }, { requiredKeys: [] }),
        output: fc.record({ format, speed: fc.double(), voice: fc.string() }, { requiredKeys: [] }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['type'] },
);

/** Events a client might mean to send. */
const plausible: fc.Arbitrary<object> = fc.oneof(
  fc.record({ type: fc.constant('session.update'), session }),
  fc.record({ type: fc.constant('input_audio_buffer.append'), audio }),
  fc.constantFrom(
    { type: 'input_audio_buffer.commit' },
    { type: 'input_audio_buffer.clear' },
    { type: 'output_audio_buffer.clear' },
    { type: 'response.create' },
    { type: 'response.cancel' },
  ),
  fc.record({ type: fc.constant('conversation.item.create'), item, previous_item_id: fc.option(id) }),
  fc.record({ type: fc.constantFrom('conversation.item.delete', 'conversation.item.retrieve'), item_id: id }),
  fc.record({
    type: fc.constant('conversation.item.truncate'),
    item_id: id,
    content_index: fc.integer(),
    audio_end_ms: fc.integer(),
  }),
  fc.record({
    type: fc.constant('response.create'),
    response: fc.record(
      {
        metadata: fc.dictionary(fc.string(), fc.string()),
        max_output_tokens: maxOutputTokens,
        instructions: fc.string(),
        conversation: fc.constantFrom('auto', 'none', 'both'),
        input: fc.array(fc.oneof(item, fc.record({ type: fc.constant('item_reference'), id })), {
          maxLength: 3,
        }),
        output_modalities: modalities,
        tools: fc.array(tool, { maxLength: 2 }),
      },
      { requiredKeys: [] },
    ),
  }),
);

/** The same with something replaced, removed or cut off, and things that were never events. */
const broken: fc.Arbitrary<string> = fc.oneof(
  fc.tuple(plausible, fc.nat(), fc.json()).map(([event, at, junk]) => {
    const text = JSON.stringify(event);
    const values = [...text.matchAll(/:("[^"]*"|[\d.-]+|true|false|null)/g)];
    const hit = values[at % Math.max(1, values.length)];
    if (hit === undefined) return text;
    return `${text.slice(0, hit.index + 1)}${junk}${text.slice(hit.index + hit[0].length)}`;
  }),
  fc.tuple(plausible, fc.nat()).map(([event, at]) => {
    const text = JSON.stringify(event);
    return text.slice(0, at % text.length);
  }),
  fc.json(),
  fc.string(),
  anyText(),
);

const step = fc.record({
  text: fc.oneof(
    plausible.map((event) => JSON.stringify(event)),
    broken,
  ),
  waitMs: fc.integer({ min: 0, max: 700 }),
});

/** With the audio as text: Buffer and Uint8Array are the same to whoever reads them. */
function plain(message: ClientMessage): object {
  if (message.type !== 'append') return message;
  const { type, eventId, bytes, zeros } = message;
  // That it is silence need not be known, but is never said of anything else.
  const wronglySilent = zeros && bytes.some((byte) => byte !== 0);
  return { type, eventId, bytes: Buffer.from(bytes).toString('hex'), wronglySilent };
}

describe('whatever a client sends', () => {
  it('is answered, never with an exception, and the session goes on: 10,000 frames', () => {
    let frames = 0;
    const steps25 = fc.array(step, { minLength: 25, maxLength: 25 });
    fc.assert(
      fc.property(steps25, fc.nat(1000), (steps, index) => {
        frames += steps.length;
        const client = new VirtualClient(agent.session(index));
        const unanswered: string[] = [];
        for (const { text, waitMs } of steps) {
          const before = client.events.length;
          const message = readClient(text);
          client.message(message);
          // All but audio gets an answer at once: an event, or an error.
          if (message.type !== 'append' && client.events.length === before) unanswered.push(text);
          client.run(waitMs);
        }
        expect(unanswered).toEqual([]);
        client.update({
          output_modalities: ['audio'],
          max_output_tokens: 'inf',
          audio: { input: { turn_detection: null } },
        });
        client.run(60_000);
        const created = client.of('response.created').length;
        expect(client.of('response.done')).toHaveLength(created);
        client.send({ type: 'response.create' }).run(60_000);
        expect(client.of('response.done')).toHaveLength(created + 1);
        expect(client.last('response.done').event.response.status).toBe('completed');
      }),
      { numRuns: 400 },
    );
    expect(frames).toBeGreaterThanOrEqual(10_000);
  });

  it('gives every event an id of its own', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const client = new VirtualClient(agent.session(1));
        for (const { text, waitMs } of steps) client.sendText(text).run(waitMs);
        const ids = client.events.map(({ event }) => event.event_id);
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 50 },
    );
  });

  it('reads the same by the fast way and by the careful one', () => {
    const append = fc
      .tuple(audio, fc.nat(), fc.constantFrom('', '=', '-', '_', ' ', '"', '\\', '\u00e9', 'A'), fc.boolean())
      .map(([base64, at, junk, spaced]) => {
        const place = base64.length === 0 ? 0 : at % base64.length;
        const payload = base64.slice(0, place) + junk + base64.slice(place + (at % 2));
        return spaced
          ? `{"type": "input_audio_buffer.append", "audio": "${payload}"}`
          : `{"type":"input_audio_buffer.append","audio":"${payload}"}`;
      });
    fc.assert(
      fc.property(
        fc.oneof(
          append,
          broken,
          plausible.map((event) => JSON.stringify(event)),
        ),
        (text) => {
          // Lone surrogates do not survive UTF-8: compare what a socket could carry.
          const bytes = Buffer.from(text, 'utf8');
          const fast = plain(readClientBytes(bytes));
          expect(fast).toEqual(plain(readClient(bytes.toString('utf8'))));
          expect(fast).not.toHaveProperty('wronglySilent', true);
        },
      ),
      { numRuns: 1000 },
    );
  });
});
