/**
 * One line of a call log, checked as far as a report relies on it. Never throws: a line is a record, something newer
 * than this version, or a mistake with a description.
 */

import { LOG_VERSION, type LogRecord } from '../core/log/record.ts';
import { recordShapes } from './record_shape.ts';

export type Line =
  | { readonly type: 'record'; readonly record: LogRecord }
  /** A record of a type this version does not know. */
  | { readonly type: 'unknown'; readonly name: string }
  /** Not JSON: broken off, perhaps. */
  | { readonly type: 'broken' }
  | { readonly type: 'wrong'; readonly path: string; readonly message: string };

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
  const shape = Object.hasOwn(recordShapes, type) ? recordShapes[type as LogRecord['type']] : undefined;
  if (shape === undefined) return { type: 'unknown', name: type };
  // Of a log of another version, that is what to say, not which field it has no more.
  const version = type === 'header' ? fieldOf(value, 'version') : LOG_VERSION;
  if (typeof version === 'number' && version !== LOG_VERSION) {
    return {
      type: 'wrong',
      path: 'header.version',
      message: `expected a call log of version ${LOG_VERSION}, found ${show(version)}`,
    };
  }
  const wrong = shape(value);
  if (wrong !== null) {
    const message = `expected ${wrong.expected}, found ${show(wrong.found)}`;
    return { type: 'wrong', path: `${type}${wrong.path}`, message };
  }
  // Every field a report relies on was looked at above.
  return { type: 'record', record: value as LogRecord };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
