/**
 * What a server says of an error, wherever in its message that stands: services and gateways differ in whether `error` is an object
 * or a sentence, and in what its fields are called. Total and bounded: a text of megabytes is cut, and says so.
 */

import { cut } from '../../core/word/visible.ts';
import { fields, isFields, text, type Fields } from './fields.ts';

export interface ToldError {
  /** Null: none is told. */
  readonly code: string | null;
  /** Empty: there are no words. */
  readonly message: string;
}

const MOST_CHARACTERS = 1000;
const MOST_CODE_CHARACTERS = 100;
const TEXT_KEYS = ['message', 'error_description', 'detail', 'description', 'reason', 'error', 'text'];

/** `of`: the event, or whatever holds its `error`. */
export function toldError(of: Fields): ToldError {
  const error = fields(of, 'error');
  const inner = fields(error, 'error');
  const code = codeOf(error) ?? codeOf(inner) ?? codeOf(of, 'code') ?? kindOf(error) ?? kindOf(inner);
  const message = wordsOf(error) ?? wordsOf(inner) ?? wordsOf(of) ?? listed(of) ?? remains(error);
  return {
    code: code === null ? null : cut(code, MOST_CODE_CHARACTERS),
    message: bounded(message ?? ''),
  };
}

/** No longer than people read. */
export function bounded(words: string): string {
  return cut(words, MOST_CHARACTERS);
}

function codeOf(of: Fields, ...keys: readonly string[]): string | null {
  for (const key of keys.length === 0 ? ['code', 'status'] : keys) {
    const code = of[key];
    if (typeof code === 'string' && code !== '') return code;
    if (typeof code === 'number') return String(code);
  }
  return null;
}

function kindOf(error: Fields): string | null {
  const kind = text(error, 'type');
  return kind === '' ? null : kind;
}

function wordsOf(of: Fields): string | null {
  for (const key of TEXT_KEYS) {
    const words = text(of, key);
    if (words !== null && words !== '') return words;
  }
  return null;
}

/** Several in a list: the first tells. */
function listed(of: Fields): string | null {
  const { errors } = of;
  if (!Array.isArray(errors)) return null;
  const [first] = errors as readonly unknown[];
  if (typeof first === 'string') return first;
  return isFields(first) ? wordsOf(first) : null;
}

/** Without words of any kind, what there is. */
function remains(error: Fields): string | null {
  const { code: _code, type: _type, event_id: _event, param, ...rest } = error;
  const known = typeof param === 'string' ? { param, ...rest } : rest;
  const told = Object.entries(known).filter(([, value]) => value !== null);
  return told.length === 0 ? null : JSON.stringify(Object.fromEntries(told));
}
