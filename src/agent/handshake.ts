/**
 * What a client's HTTP request asks for, and what is wrong with it. Credentials and models that the service refuses inside the
 * socket, by an error event and a close, are refused so here.
 */

import type { IncomingMessage } from 'node:http';
import type { DialectName } from '../core/plan/plan.ts';
import type { KeyCheck } from './key_check.ts';

/** To be said in the socket, which is then closed. */
export interface Refusal {
  /** Null: nothing but the close. */
  readonly text: string | null;
  readonly code: number;
  readonly reason: string;
}

/** Without a query; some clients join what they are given with a slash too many. */
export function pathOf(request: IncomingMessage): string {
  const path = ((request.url ?? '/').split('?', 1)[0] ?? '/').replace(/\/{2,}/g, '/');
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** Empty where it names none. Azure says `deployment` where OpenAI says `model`. */
export function modelOf(request: IncomingMessage): string {
  const { url = '' } = request;
  const at = url.indexOf('?');
  const query = new URLSearchParams(at === -1 ? '' : url.slice(at + 1));
  return query.get('model') ?? query.get('deployment') ?? '';
}

/** `keys`: null where any will do; `isBeta`: the protocol's beta is what is spoken. */
export function refusalOf(
  request: IncomingMessage,
  keys: KeyCheck | null,
  dialect: DialectName = 'openai-realtime',
  isBeta = false,
): Refusal | null {
  const verdict = keys?.verdict(request.headers, request.url) ?? 'right';
  if (dialect === 'gemini-live') return verdict === 'right' ? null : geminiKeyRefused;
  if (verdict !== 'right') {
    const message =
      verdict === 'missing'
        ? 'You did not provide an API key. You need to provide it in an Authorization header using Bearer auth.'
        : 'Incorrect API key provided.';
    return refuse(3000, 'invalid_api_key', message);
  }
  const beta = String(request.headers['openai-beta'] ?? '');
  const protocols = request.headers['sec-websocket-protocol'] ?? '';
  if (!isBeta && (beta.includes('realtime=v1') || protocols.includes('openai-beta.realtime-v1'))) {
    const message = 'The Realtime beta API is no longer supported. Use the GA API.';
    return refuse(4000, 'beta_api_shape_disabled', message);
  }
  if (dialect === 'openai-realtime' && modelOf(request) === '') {
    const message = 'You must provide a model parameter, as in ?model=gpt-realtime-2.1.';
    return refuse(4000, 'missing_model', message);
  }
  return null;
}

/** Errors are told by closing there, and a model is not named before. */
const geminiKeyRefused: Refusal = {
  text: null,
  code: 1007,
  reason: 'API key not valid. Please pass a valid API key.',
};

function refuse(close: number, code: string, message: string): Refusal {
  return {
    text: JSON.stringify({
      type: 'error',
      event_id: 'event_refused',
      error: { type: 'invalid_request_error', code, message, param: null, event_id: null },
    }),
    code: close,
    reason: `invalid_request_error.${code}`,
  };
}
