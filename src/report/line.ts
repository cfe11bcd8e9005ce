/**
 * One line of a call log, checked as far as a report relies on it. Never throws: a line is a record, something newer
 * than this version, or a mistake with a description.
 */

import { LOG_VERSION, type LogRecord } from '../core/record.ts';

export type Line =
  | { readonly type: 'record'; readonly record: LogRecord }
  /** A record of a type this version does not know. */
  | { readonly type: 'unknown'; readonly name: string }
  /** Not JSON: broken off, perhaps. */
  | { readonly type: 'broken' }
  | { readonly type: 'wrong'; readonly path: string; readonly message: string };

type Kind = 'number' | 'string' | 'object' | 'boolean' | 'array' | 'number or null' | 'array or nothing';

const needed: Readonly<Record<LogRecord['type'], Readonly<Record<string, Kind>>>> = {
  header: {
    version: 'number',
    run: 'string',
    plan: 'string',
    scenario: 'object',
    seed: 'number',
    engine: 'string',
    target: 'object',
    startedAtMs: 'number',
    frameMs: 'number',
    load: 'object',
    judgement: 'object',
    'judgement.thresholds': 'array',
    'judgement.pricing': 'object',
    'judgement.bands': 'object',
    'judgement.monitor': 'object',
    'judgement.monitor.weights': 'object',
    versions: 'object',
    host: 'object',
    command: 'string',
  },
  turn: {
    call: 'number',
    turn: 'number',
    kind: 'string',
    caller: 'string',
    outcome: 'string',
    expectsAnswer: 'boolean',
    marks: 'object',
    'marks.speechEnd': 'number or null',
    'marks.firstHeard': 'number or null',
    backchannels: 'array',
    answerAudioMs: 'number',
    heardMs: 'number',
    underruns: 'object',
    tools: 'array or nothing',
  },
  call: {
    call: 'number',
    outcome: 'string',
    scheduledMs: 'number',
    readyMs: 'number or null',
    endedMs: 'number or null',
    audioReceivedMs: 'number',
    heardMs: 'number',
    deadAirMs: 'object',
    usage: 'object',
    'usage.audioOut': 'number',
  },
  generator: {
    worker: 'number',
    sendLateness: 'object',
    'sendLateness.buckets': 'array',
    loopLag: 'object',
    'loopLag.buckets': 'array',
    startLateness: 'object',
    'startLateness.buckets': 'array',
    framesSent: 'number',
    framesDropped: 'number',
  },
  footer: { endedMs: 'number', reason: 'string', calls: 'object', 'calls.planned': 'number' },
};

export function readLine(text: string): Line {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { type: 'broken' };
  }
  const type = fieldOf(value, 'type');
  if (typeof type !== 'string') {
    return { type: 'wrong', path: 'type', message: `expected a record's type, found ${show(type)}` };
  }
  const fields = Object.hasOwn(needed, type) ? needed[type as LogRecord['type']] : undefined;
  if (fields === undefined) return { type: 'unknown', name: type };
  for (const [path, kind] of Object.entries(fields)) {
    const found = fieldAt(value, path);
    if (!isKind(found, kind)) {
      return { type: 'wrong', path: `${type}.${path}`, message: `expected ${kind}, found ${show(found)}` };
    }
  }
  if (type === 'header' && fieldOf(value, 'version') !== LOG_VERSION) {
    return {
      type: 'wrong',
      path: 'header.version',
      message: `expected a call log of version ${LOG_VERSION}, found ${show(fieldOf(value, 'version'))}`,
    };
  }
  // Every field a report relies on was looked at above.
  return { type: 'record', record: value as LogRecord };
}

function fieldAt(value: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>(fieldOf, value);
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function isKind(value: unknown, kind: Kind): boolean {
  switch (kind) {
    case 'array':
      return Array.isArray(value);
    case 'array or nothing':
      return value === undefined || Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'number or null':
      return value === null || typeof value === 'number';
    default:
      return typeof value === kind;
  }
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
