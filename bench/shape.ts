/**
 * Whether one shape checker would do for all: the service's words against ajv (the scenario's checker) on what a client sends.
 *
 *   npx tsx bench/shape.ts
 */

import { checkClientEvent } from '../src/agent/protocol/client_event.ts';
import { shapeChecker } from '../src/config/shape.ts';

const strict = { additionalProperties: false } as const;
const object = (properties: object, required: readonly string[] = []): object => ({
  type: 'object',
  properties,
  required,
  ...strict,
});
const format = object({ type: { enum: ['audio/pcm', 'audio/pcmu', 'audio/pcma'] }, rate: { const: 24000 } }, [
  'type',
]);
const turnDetection = object(
  {
    type: { const: 'server_vad' },
    threshold: { type: 'number', minimum: 0, maximum: 1 },
    prefix_padding_ms: { type: 'integer', minimum: 0, maximum: 10_000 },
    silence_duration_ms: { type: 'integer', minimum: 0, maximum: 10_000 },
    create_response: { type: 'boolean' },
    interrupt_response: { type: 'boolean' },
  },
  ['type'],
);
/** As much of the published schema as the message below makes use of: ajv has less to do here than it would have. */
const schema = object(
  {
    type: { const: 'session.update' },
    session: object(
      {
        type: { const: 'realtime' },
        instructions: { type: 'string' },
        output_modalities: { type: 'array', items: { enum: ['text', 'audio'] } },
        audio: object({
          input: object({ format, turn_detection: turnDetection }),
          output: object({ format, voice: { type: 'string' } }),
        }),
        tools: {
          type: 'array',
          items: object(
            { type: { const: 'function' }, name: { type: 'string' }, parameters: { type: 'object' } },
            ['type', 'name'],
          ),
        },
      },
      ['type'],
    ),
  },
  ['type', 'session'],
);

const good = {
  type: 'session.update',
  session: {
    type: 'realtime',
    instructions: 'Be brief.',
    output_modalities: ['audio'],
    audio: {
      input: {
        format: { type: 'audio/pcm', rate: 24000 },
        turn_detection: {
          type: 'server_vad',
          threshold: 0.5,
          prefix_padding_ms: 300,
          silence_duration_ms: 500,
        },
      },
      output: { format: { type: 'audio/pcm', rate: 24000 }, voice: 'marin' },
    },
    tools: [{ type: 'function', name: 'lookup', parameters: { type: 'object', properties: {} } }],
  },
};
const wrong = { ...good, session: { ...good.session, output_modalities: 'audio' } };
/** What somebody sends who means harm: a megabyte of fields that nobody knows. */
const hostile = (fields: number): object => ({
  ...good,
  session: {
    ...good.session,
    ...Object.fromEntries(Array.from({ length: fields }, (_, i) => [`field_${i}`, i])),
  },
});

const compiledMs = time(() => shapeChecker(schema));
const ajv = shapeChecker(schema);
console.log(`ajv compiles the schema in ${compiledMs.toFixed(1)} ms, at every start`);
for (const [name, message, times] of [
  ['a good session.update', good, 200_000],
  ['one with one mistake', wrong, 50_000],
  ['one with 300 unknown fields', hostile(300), 100],
  ['one with 3,000 unknown fields', hostile(3000), 1],
] as const) {
  const own = perMessage(() => checkClientEvent(message), times);
  const other = perMessage(() => ajv(message), times);
  console.log(`${name}: the wire's ${figure(own)}, ajv ${figure(other)}`);
}

function time(work: () => unknown): number {
  const startedMs = performance.now();
  work();
  return performance.now() - startedMs;
}

function perMessage(work: () => unknown, times: number): number {
  for (let i = 0; i < Math.min(times, 1000); i++) work();
  return (
    (time(() => {
      for (let i = 0; i < times; i++) work();
    }) /
      times) *
    1000
  );
}

function figure(us: number): string {
  return us < 1000 ? `${us.toFixed(1)} µs` : `${(us / 1000).toFixed(1)} ms`;
}
