import * as conventions from '@opentelemetry/semantic-conventions/incubating';
import { describe, expect, it } from 'vitest';
import type { TurnRecord } from '../../src/core/log/record.ts';
import { callSpan, runFacts, type SpanShape } from '../../src/telemetry/span_shape.ts';
import { answered, call, header, turn, usage } from '../report/log_builder.ts';

const facts = runFacts(header());

function span(record = call(), turns: readonly TurnRecord[] = [], content = false): SpanShape {
  const shape = callSpan(facts, record, turns, [], 5, { content });
  if (shape === null) throw new Error('there is no span');
  return shape;
}

const all = (shape: SpanShape): SpanShape[] => [shape, ...shape.children.flatMap(all)];
const tool = {
  name: 'lookup',
  callId: 'call_1',
  arguments: '{"name":"Ada"}',
  calledMs: 3000,
  outcome: 'result',
  answeredMs: 3200,
  heardMs: 3500,
} as const;

describe('callSpan', () => {
  it('is a call with its connecting and its turns, each within it', () => {
    const record = call({ dialedMs: 10, connectedMs: 20, readyMs: 30, endedMs: 9000, sessionId: 'sess_1' });
    const shape = span(record, [answered(0, 0, 700), answered(0, 1, 800)]);
    expect([shape.name, shape.kind, shape.startMs, shape.endMs, shape.error]).toEqual([
      'call',
      'client',
      5,
      9000,
      null,
    ]);
    expect(shape.children.map(({ name }) => name)).toEqual([
      'connect',
      'chat gpt-realtime-2.1',
      'chat gpt-realtime-2.1',
    ]);
    const [connect] = shape.children;
    expect([connect?.startMs, connect?.endMs, connect?.events]).toEqual([
      10,
      30,
      [{ name: 'callstorm.connected', atMs: 20 }],
    ]);
    expect(shape.attributes).toMatchObject({
      'server.address': '127.0.0.1',
      'server.port': 8080,
      'gen_ai.conversation.id': 'sess_1',
      'gen_ai.provider.name': 'openai',
      'callstorm.call.number': 0,
    });
  });

  it('has a turn from its first instant to its last, with each of them, and what it used', () => {
    const one = answered(0, 0, 700);
    const [, chat] = span(call({ dialedMs: 1 }), [
      { ...one, usage: usage({ textIn: 7, audioOut: 9 }) },
    ]).children;
    const instants = Object.values(one.marks).filter((at) => at !== null);
    expect(chat?.startMs).toBe(Math.min(...instants));
    expect(chat?.endMs).toBe(Math.max(...instants));
    expect(chat?.events.map(({ atMs }) => atMs)).toEqual(instants.toSorted((a, b) => a - b));
    expect(chat?.events.map(({ name }) => name)).toContain('callstorm.first_heard');
    expect(chat?.attributes).toMatchObject({
      'gen_ai.operation.name': 'chat',
      'gen_ai.usage.input_tokens': 7,
      'gen_ai.usage.output_tokens': 9,
      'callstorm.latency.response': 0.7,
    });
  });

  it('is in error where it failed, and so is what failed in it', () => {
    const record = call({
      outcome: 'failed',
      failure: 'connect_refused',
      detail: 'no\u001b[31m',
      readyMs: null,
      dialedMs: 1,
    });
    const shape = span(record, [turn({ outcome: 'unanswered', failure: null })]);
    expect(shape.error).toEqual({ type: 'connect_refused', message: 'no\\u001b[31m' });
    expect(shape.children.map(({ error }) => error?.type)).toEqual(['connect_refused', 'unanswered']);
  });

  it('calls no span after a name that only the agent has', () => {
    const invented = { ...tool, name: 'evil'.repeat(500), outcome: 'unknown' } as const;
    const [, chat] = span(call({ dialedMs: 1 }), [
      { ...answered(0, 0, 1), tools: [tool, invented] },
    ]).children;
    expect(chat?.children.map(({ name }) => name)).toEqual(['execute_tool lookup', 'execute_tool']);
    expect(chat?.children.map(({ startMs, endMs }) => endMs - startMs)).toEqual([200, 200]);
    expect(String(chat?.children[1]?.attributes['gen_ai.tool.name']).length).toBeLessThan(260);
  });

  it('has no words in it unless they are asked for', () => {
    const words: TurnRecord = {
      ...answered(0, 0, 1),
      said: 'my-secret',
      transcript: 'my secret',
      heardText: 'a secret',
      tools: [tool],
    };
    expect(JSON.stringify(span(call(), [words]))).not.toMatch(/secret|Ada/);
    const told = JSON.stringify(span(call(), [words], true));
    expect(told).toContain('my secret');
    expect(told).toContain('a secret');
    expect(told).toContain('Ada');
  });

  it('is none of a call that was never begun', () => {
    expect(callSpan(facts, call({ dialedMs: null }), [], [], null, { content: false })).toBeNull();
  });

  it('uses names that the conventions have, or its own', () => {
    const words: TurnRecord = {
      ...answered(0, 0, 1),
      answerStatus: 'completed',
      usage: usage({ textIn: 1 }),
      tools: [tool],
    };
    const known = new Set<unknown>(Object.values(conventions).filter((value) => typeof value === 'string'));
    const names = all(span(call({ dialedMs: 1, sessionId: 's' }), [words], true)).flatMap(({ attributes }) =>
      Object.keys(attributes),
    );
    expect(names.filter((name) => !name.startsWith('callstorm.') && !known.has(name))).toEqual([]);
    expect(new Set(names.filter((name) => name.startsWith('gen_ai.'))).size).toBeGreaterThan(10);
  });
});
