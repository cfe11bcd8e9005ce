/**
 * A call as spans: what they are called, when they were and what is said of them, with OpenTelemetry's names for generative AI where
 * those fit (semantic conventions 1.45) and `callstorm.*` where they do not. Pure. Instants are the record's own, in ms since
 * instant 0. Nothing that was said is in them unless asked for.
 */

import type { CallRecord, HeaderRecord, StrikeRecord, TurnMarks, TurnRecord } from '../core/log/record.ts';
import { latencies } from '../core/log/timing.ts';
import { cachedTokens, inputTokens, outputTokens } from '../core/log/usage.ts';
import { cut, visible } from '../core/word/visible.ts';

export type AttributeValue = string | number | boolean | readonly string[];
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface SpanEvent {
  readonly name: string;
  readonly atMs: number;
  readonly attributes?: Attributes;
}

export interface SpanShape {
  readonly name: string;
  readonly kind: 'client' | 'internal';
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly events: readonly SpanEvent[];
  /** `error.type`; null: nothing went wrong. */
  readonly error: { readonly type: string; readonly message: string } | null;
  readonly children: readonly SpanShape[];
}

export interface SpanWishes {
  /** Words, and what tools were called with. */
  readonly content: boolean;
}

const LONGEST_TEXT = 8000;
const LONGEST_WORD = 200;

/** What is the same in all spans of a run. */
export interface RunFacts {
  readonly common: Attributes;
  readonly genAi: Attributes;
  readonly model: string;
}

export function runFacts({ target, dialect, run }: HeaderRecord): RunFacts {
  const url = URL.canParse(target.url) ? new URL(target.url) : null;
  const secure = url?.protocol === 'wss:';
  const server =
    url === null
      ? {}
      : {
          'server.address': url.hostname,
          'server.port': url.port === '' ? (secure ? 443 : 80) : Number(url.port),
        };
  const model = cut(visible(target.model), LONGEST_WORD);
  // Only of that one is it known whose words they are; others that speak alike are called the same by their clients.
  const provider = dialect.startsWith('openai') ? { 'gen_ai.provider.name': 'openai' } : {};
  return {
    common: { ...server, 'callstorm.run.id': run },
    genAi: { ...provider, 'gen_ai.request.model': model },
    model,
  };
}

/** Null: it never was a call, for it was not started. */
export function callSpan(
  facts: RunFacts,
  record: CallRecord,
  turns: readonly TurnRecord[],
  strikes: readonly StrikeRecord[],
  startedMs: number | null,
  wishes: SpanWishes,
): SpanShape | null {
  const startMs = startedMs ?? record.dialedMs;
  if (startMs === null) return null;
  const conversation = given({ 'gen_ai.conversation.id': word(record.sessionId) });
  const own = { ...facts.common, ...conversation, 'callstorm.call.number': record.call };
  const children = turns.map((turn) => turnSpan(facts, turn, own, startMs, wishes));
  const connect = connectSpan(facts, record, own);
  const endMs = Math.max(
    record.endedMs ?? startMs,
    ...(record.endedMs === null ? children.map((child) => child.endMs) : []),
    startMs,
  );
  const expectations = record.expectations ?? [];
  return {
    name: 'call',
    kind: 'client',
    startMs,
    endMs,
    attributes: {
      ...own,
      ...facts.genAi,
      'callstorm.call.outcome': record.outcome,
      'callstorm.call.turns': record.turns,
      'callstorm.call.audio_sent': record.audioSentMs / 1000,
      'callstorm.call.audio_received': record.audioReceivedMs / 1000,
      'callstorm.call.dead_air': record.deadAirMs.total / 1000,
      'callstorm.call.input_tokens': inputTokens(record.usage),
      'callstorm.call.output_tokens': outputTokens(record.usage),
      ...given({
        'callstorm.caller': word(record.caller),
        'callstorm.voice': word(record.voice),
        'callstorm.call.close_code': record.closeCode,
        'callstorm.call.ended_by': record.endedBy ?? null,
        'callstorm.call.connections': record.connections ?? null,
        'callstorm.expectations.met':
          expectations.length === 0 ? null : expectations.filter(({ met }) => met).length,
        'callstorm.expectations.missed':
          expectations.length === 0 ? null : expectations.filter(({ met }) => !met).length,
        'callstorm.fallbacks': labelsOf(record.fallbacks),
      }),
    },
    events: [
      ...strikes.map(({ fault, atMs }) => ({
        name: 'callstorm.strike',
        atMs,
        attributes: { 'callstorm.fault': cut(visible(fault), LONGEST_WORD) },
      })),
      ...(record.reconnects ?? []).flatMap(({ lostMs, readyMs, tries }) => [
        { name: 'callstorm.connection_lost', atMs: lostMs },
        ...(readyMs === null
          ? []
          : [{ name: 'callstorm.reconnected', atMs: readyMs, attributes: { 'callstorm.tries': tries } }]),
      ]),
    ],
    error: record.failure === null ? null : { type: record.failure, message: detailOf(record.detail) },
    children: connect === null ? children : [connect, ...children],
  };
}

/** From the first dialling to the session's being ready. */
function connectSpan(facts: RunFacts, record: CallRecord, own: Attributes): SpanShape | null {
  const { dialedMs, connectedMs, readyMs, endedMs, failure, detail } = record;
  if (dialedMs === null) return null;
  const events = connectedMs === null ? [] : [{ name: 'callstorm.connected', atMs: connectedMs }];
  return {
    name: 'connect',
    kind: 'client',
    startMs: dialedMs,
    endMs: Math.max(dialedMs, readyMs ?? endedMs ?? connectedMs ?? dialedMs),
    attributes: { ...own, ...facts.genAi },
    events,
    error: readyMs === null && failure !== null ? { type: failure, message: detailOf(detail) } : null,
    children: [],
  };
}

function turnSpan(
  facts: RunFacts,
  turn: TurnRecord,
  call: Attributes,
  callStartMs: number,
  { content }: SpanWishes,
): SpanShape {
  const events = Object.entries(turn.marks)
    .filter((mark): mark is [keyof TurnMarks, number] => mark[1] !== null)
    .map(([mark, atMs]) => ({ name: `callstorm.${snake(mark)}`, atMs }))
    .sort((a, b) => a.atMs - b.atMs);
  const startMs = events[0]?.atMs ?? callStartMs;
  const tools = (turn.tools ?? []).map(({ calledMs, answeredMs }) => answeredMs ?? calledMs);
  const endMs = Math.max(startMs, events.at(-1)?.atMs ?? startMs, ...tools);
  const spans = latencies(turn);
  const { usage } = turn;
  const type =
    turn.failure ?? (turn.outcome === 'unanswered' || turn.outcome === 'failed' ? turn.outcome : null);
  return {
    name: `chat ${facts.model}`,
    kind: 'client',
    startMs,
    endMs,
    attributes: {
      ...call,
      ...facts.genAi,
      'gen_ai.operation.name': 'chat',
      'gen_ai.output.type': 'speech',
      'callstorm.caller': cut(visible(turn.caller), LONGEST_WORD),
      'callstorm.turn.number': turn.turn,
      'callstorm.turn.kind': turn.kind,
      'callstorm.turn.outcome': turn.outcome,
      'callstorm.turn.answers': turn.answers,
      'callstorm.turn.agent_interrupted': spans.agentInterrupted,
      ...given({
        'gen_ai.usage.input_tokens': usage === null ? null : inputTokens(usage),
        'gen_ai.usage.output_tokens': usage === null ? null : outputTokens(usage),
        'gen_ai.usage.cache_read.input_tokens': usage === null ? null : cachedTokens(usage),
        'gen_ai.response.finish_reasons': turn.answerStatus == null ? null : [turn.answerStatus],
        'callstorm.latency.response': seconds(spans.responseLatency),
        'callstorm.latency.first_audio': seconds(spans.timeToFirstAudio),
        'callstorm.latency.vad': seconds(spans.vadDelay),
        'callstorm.latency.llm': seconds(spans.llmDelay),
        'callstorm.latency.tts': seconds(spans.ttsDelay),
        'callstorm.latency.playback': seconds(spans.playbackDelay),
        'callstorm.barge_in.at': turn.bargeIn === null ? null : (turn.bargeIn.atMs - startMs) / 1000,
        'callstorm.fallbacks': labelsOf(turn.fallbacks),
        'gen_ai.input.messages':
          content && turn.transcript !== null ? message('user', turn.transcript) : null,
        'gen_ai.output.messages':
          content && turn.heardText !== null ? message('assistant', turn.heardText) : null,
      }),
    },
    events,
    error: type === null ? null : { type, message: detailOf(turn.detail) },
    children: (turn.tools ?? []).map((tool) => toolSpan(tool, call, content)),
  };
}

function toolSpan(
  tool: NonNullable<TurnRecord['tools']>[number],
  call: Attributes,
  content: boolean,
): SpanShape {
  // A name that the scenario does not have is the agent's own invention: no span is called after it.
  const known = tool.outcome !== 'unknown';
  const name = cut(visible(tool.name), LONGEST_WORD);
  return {
    name: known ? `execute_tool ${name}` : 'execute_tool',
    kind: 'internal',
    startMs: tool.calledMs,
    endMs: Math.max(tool.calledMs, tool.answeredMs ?? tool.calledMs),
    attributes: {
      ...call,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      'gen_ai.tool.type': 'function',
      'gen_ai.tool.call.id': cut(visible(tool.callId), LONGEST_WORD),
      'callstorm.tool.outcome': tool.outcome,
      ...(content ? { 'gen_ai.tool.call.arguments': cut(tool.arguments, LONGEST_TEXT) } : {}),
    },
    events: [],
    error: tool.outcome === 'result' ? null : { type: `tool_${tool.outcome}`, message: '' },
    children: [],
  };
}

function message(role: 'user' | 'assistant', text: string): string {
  return JSON.stringify([{ role, parts: [{ type: 'text', content: cut(text, LONGEST_TEXT) }] }]);
}

function labelsOf(fallbacks: TurnRecord['fallbacks']): readonly string[] | null {
  const labels = (fallbacks ?? []).filter(({ fallback }) => fallback === true).map(({ label }) => label);
  return labels.length === 0 ? null : labels;
}

function given(attributes: Readonly<Record<string, AttributeValue | null>>): Attributes {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== null)) as Attributes;
}

function word(text: string | null): string | null {
  return text === null ? null : cut(visible(text), LONGEST_WORD);
}

function detailOf(detail: string | null): string {
  return detail === null ? '' : cut(visible(detail), LONGEST_WORD);
}

function seconds(ms: number | null): number | null {
  return ms === null ? null : ms / 1000;
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
