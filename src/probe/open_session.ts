/**
 * Opens one session over a real socket and closes it again: dials as a run does, says the settings, and listens for what comes of
 * them. Nothing of what the target says is kept without the run's secrets hidden in it. Never throws on what a target does.
 */

import { WebSocket } from 'ws';
import type { Plan } from '../core/plan/plan.ts';
import type { Redact } from '../core/word/redaction.ts';
import { cut, visible } from '../core/word/visible.ts';
import type { ReadEvent } from '../dialect/dialect.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { diagnose } from '../engine/node/diagnosis.ts';
import type { DialOptions } from '../engine/node/dial_options.ts';
import { tellRefusal } from '../engine/node/handshake_refusal.ts';
import type { Attempt, AttemptResult } from './attempt.ts';
import { guessByWords, type Guess } from './recognised.ts';

export interface Opening {
  /** With values in place of names. */
  readonly plan: Plan;
  readonly url: string;
  readonly key: string | undefined;
  readonly dial: DialOptions;
  readonly redact: Redact;
  readonly signal: AbortSignal;
}

const CONNECT_WITHIN_MS = 10_000;
/** From opening to a confirmation. */
const READY_WITHIN_MS = 4000;
/** Whoever greets by itself has begun to by then. */
const GREETS_WITHIN_MS = 1500;
const MOST_HEARD = 200;
const MOST_WORDS = 300;

export function openSession({ plan, url, key, dial, redact, signal }: Opening): Promise<Attempt> {
  const dialect = dialectOf(plan);
  const session = dialect.open();
  const to = dialect.connection(plan.target, url, key);
  const dialledMs = performance.now();
  const heard: string[] = [];
  let guess: Guess | null = null;
  let connectedMs: number | null = null;
  let openedMs = 0;
  let readyAfterMs: number | null = null;

  return new Promise((resolve) => {
    let over = false;
    let timer: NodeJS.Timeout | undefined;
    const end = (result: AttemptResult): void => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      socket.terminate();
      resolve({ result, connectedMs, guess, heard });
    };
    const within = (ms: number, result: () => AttemptResult): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(result()), ms);
    };
    const words = (text: string): string => cut(visible(redact(text)), MOST_WORDS);
    const stop = (): void => end({ type: 'unreachable', detail: 'stopped' });
    const ready = (greets: boolean): AttemptResult => ({ type: 'ready', afterMs: readyAfterMs ?? 0, greets });

    const tells = (event: ReadEvent, message: unknown): void => {
      if (event.type === 'ready' && readyAfterMs === null) {
        readyAfterMs = performance.now() - openedMs;
        within(GREETS_WITHIN_MS, () => ready(false));
      } else if (
        event.type === 'answer_created' ||
        event.type === 'answer_content' ||
        event.type === 'audio'
      ) {
        end(ready(true));
      } else if (event.type === 'error' && readyAfterMs === null) {
        const said = words(event.message);
        const param = paramOf(message);
        if (event.fatal === 'auth_failed') end({ type: 'refused', detail: `${words(event.code)}: ${said}` });
        else
          end({
            type: 'rejected',
            code: words(event.code),
            message: said,
            param: param === null ? null : words(param),
          });
      }
    };

    const socket = new WebSocket(to.url, [...to.protocols], {
      ...dial,
      headers: to.headers,
      perMessageDeflate: false,
      followRedirects: false,
      handshakeTimeout: CONNECT_WITHIN_MS,
    });
    signal.addEventListener('abort', stop);
    within(CONNECT_WITHIN_MS, () => ({
      type: 'unreachable',
      detail: `no handshake within ${CONNECT_WITHIN_MS / 1000} s`,
    }));
    if (signal.aborted) stop();
    socket.on('open', () => {
      openedMs = performance.now();
      connectedMs = openedMs - dialledMs;
      within(READY_WITHIN_MS, () => ({ type: heard.length === 0 ? 'silent' : 'unconfirmed' }));
      const { session: settings, model } = plan.target;
      const tools = plan.tools === undefined ? {} : { tools: plan.tools };
      for (const text of session.write({ type: 'configure', session: settings, model, ...tools }))
        socket.send(text);
    });
    socket.on('message', (data) => {
      const text = (data as Buffer).toString('utf8');
      const message = parsed(text);
      guess ??= guessByWords(message);
      if (heard.length < MOST_HEARD) heard.push(redact(nameOf(message)));
      for (const event of [session.read(text)].flat()) tells(event, message);
    });
    socket.on('unexpected-response', (request, response) => {
      const status = response.statusCode ?? 0;
      tellRefusal(response, redact, (detail) => {
        request.destroy();
        end({ type: status === 401 || status === 403 ? 'refused' : 'unreachable', detail });
      });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const opened = connectedMs !== null;
      const { detail } = diagnose(error, opened);
      end(
        opened
          ? { type: 'closed', code: 1006, reason: words(detail) }
          : { type: 'unreachable', detail: words(detail) },
      );
    });
    socket.on('close', (code, reason) => {
      if (readyAfterMs === null) end({ type: 'closed', code, reason: words(reason.toString('utf8')) });
      else end(ready(false));
    });
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function nameOf(message: unknown): string {
  const type: unknown =
    typeof message === 'object' && message !== null && 'type' in message ? message.type : null;
  return typeof type === 'string' ? visible(type.slice(0, 100)) : '(no type)';
}

/** Of an error, which setting it is about. */
function paramOf(message: unknown): string | null {
  if (typeof message !== 'object' || message === null || !('error' in message)) return null;
  const { error } = message;
  if (typeof error !== 'object' || error === null || !('param' in error)) return null;
  return typeof error.param === 'string' && error.param !== '' ? visible(error.param.slice(0, 200)) : null;
}
