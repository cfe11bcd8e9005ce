/**
 * Hands the spans of calls to OpenTelemetry's SDK: a trace a call, whole, when the call is over. One call at a time: where many end at
 * once, whatever else waits for the thread goes between them.
 */

import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type HrTime,
  type Tracer,
} from '@opentelemetry/api';
import type { CallRecord, HeaderRecord, StrikeRecord, TurnRecord } from '../core/log/record.ts';
import type { EventRecord } from '../run/sink.ts';
import {
  callSpan,
  runFacts,
  type Attributes,
  type RunFacts,
  type SpanShape,
  type SpanWishes,
} from './span_shape.ts';

interface OpenCall {
  readonly startedMs: number | null;
  readonly turns: TurnRecord[];
  readonly strikes: StrikeRecord[];
}

export class OtelSpans {
  /** Spans that were made; a sampler may want only some of the calls. */
  made = 0;
  private readonly tracer: Tracer;
  private readonly facts: RunFacts;
  private readonly wishes: SpanWishes;
  private readonly startedAtMs: number;
  private readonly open = new Map<number, OpenCall>();
  private waiting: (() => void)[] = [];
  private next = 0;

  constructor(tracer: Tracer, header: HeaderRecord, wishes: SpanWishes) {
    this.tracer = tracer;
    this.facts = runFacts(header);
    this.wishes = wishes;
    this.startedAtMs = header.startedAtMs;
  }

  record(record: EventRecord): void {
    switch (record.type) {
      case 'started':
        this.open.set(record.call, { startedMs: record.atMs, turns: [], strikes: [] });
        return;
      case 'turn':
        this.opened(record.call).turns.push(record);
        return;
      case 'strike':
        this.opened(record.call).strikes.push(record);
        return;
      case 'call':
        this.ended(record);
        return;
      case 'generator':
      case 'calibration':
      case 'calibration_trouble':
        return;
    }
  }

  private opened(call: number): OpenCall {
    const open = this.open.get(call) ?? { startedMs: null, turns: [], strikes: [] };
    this.open.set(call, open);
    return open;
  }

  private ended(record: CallRecord): void {
    const { startedMs, turns, strikes } = this.opened(record.call);
    this.open.delete(record.call);
    this.waiting.push(() => {
      const shape = callSpan(this.facts, record, turns, strikes, startedMs, this.wishes);
      if (shape !== null) this.make(shape, ROOT_CONTEXT);
    });
    if (this.waiting.length === 1) setImmediate(this.makeNext);
  }

  private readonly makeNext = (): void => {
    const make = this.waiting[this.next++];
    if (make === undefined) {
      this.waiting = [];
      this.next = 0;
      return;
    }
    make();
    setImmediate(this.makeNext);
  };

  /** Those of all calls that are over, at once. */
  flush(): void {
    const rest = this.waiting.slice(this.next);
    this.next = this.waiting.length;
    for (const make of rest) make();
  }

  private make(shape: SpanShape, above: Context): void {
    const { name, kind, startMs, endMs, error } = shape;
    const attributes: Attributes =
      error === null ? shape.attributes : { ...shape.attributes, 'error.type': error.type };
    const span = this.tracer.startSpan(
      name,
      {
        kind: kind === 'client' ? SpanKind.CLIENT : SpanKind.INTERNAL,
        startTime: this.instant(startMs),
        attributes: attributes as Record<string, string | number | boolean | string[]>,
      },
      above,
    );
    if (!span.isRecording()) return;
    this.made++;
    for (const event of shape.events) {
      span.addEvent(
        event.name,
        event.attributes as Record<string, string | number | boolean | string[]> | undefined,
        this.instant(event.atMs),
      );
    }
    const below = trace.setSpan(above, span);
    for (const child of shape.children) this.make(child, below);
    if (error !== null) span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
    span.end(this.instant(endMs));
  }

  /** Of the record, on the wall clock: not of the moment in which it is sent. */
  private instant(atMs: number): HrTime {
    const epochMs = this.startedAtMs + atMs;
    const seconds = Math.floor(epochMs / 1000);
    // In this order: the sum is too big to have a nanosecond left.
    const nanos = Math.round((this.startedAtMs - seconds * 1000 + atMs) * 1e6);
    return nanos >= 1e9 ? [seconds + 1, nanos - 1e9] : [seconds, Math.max(0, nanos)];
  }
}
