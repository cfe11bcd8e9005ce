/**
 * Asks a voice webhook what is to be done with a call, as Twilio does when a number is called: a form with the call's name and numbers,
 * signed where there is a token, and TwiML for an answer, which is followed until it names a stream. It tells once what came of it, and
 * never after it was abandoned; it never throws. Addresses are what they are in TwiML: nobody is asked that it does not name.
 */

import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { FailureCode } from '../../core/log/failure.ts';
import type { Redact } from '../../core/word/redaction.ts';
import { visible } from '../../core/word/visible.ts';
import { readTwiml } from '../../dialect/twilio/twiml.ts';
import { diagnose, statusFailure } from './diagnosis.ts';
import type { DialOptions } from './dial_options.ts';
import { tellRefusal } from './handshake_refusal.ts';
import { SIGNATURE_HEADER, twilioSignature } from './twilio_signature.ts';

export interface WebhookOptions {
  /** Of the webhook: http:// or https://. */
  readonly url: string;
  /** The account's, to sign with; null: nothing is signed. */
  readonly token: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly dial: DialOptions;
  readonly redact: Redact;
  /** Until the answer has come, with all that it waits for on the way. */
  readonly withinMs: number;
}

export type WebhookEnd =
  | {
      readonly type: 'stream';
      readonly url: string;
      readonly parameters: Readonly<Record<string, string>>;
    }
  | { readonly type: 'failed'; readonly failure: FailureCode; readonly detail: string };

export interface Asking {
  /** Nothing is told any more. */
  abandon(): void;
}

const MOST_BYTES = 64_000;
const MOST_REDIRECTS = 5;
/** A page is taken for TwiML too, as Twilio takes it. */
const XML = /^(?:text\/xml|application\/xml|text\/html)\b/i;

export function askWebhook(
  options: WebhookOptions,
  form: Readonly<Record<string, string>>,
  told: (end: WebhookEnd) => void,
): Asking {
  const asked = new Asked(options, form, told);
  asked.ask(new URL(options.url), 'POST');
  return asked;
}

class Asked implements Asking {
  private readonly options: WebhookOptions;
  private readonly form: Readonly<Record<string, string>>;
  private told: ((end: WebhookEnd) => void) | null;
  private redirects = 0;
  private stop: () => void = () => {};
  private pause: NodeJS.Timeout | null = null;
  private readonly deadline: NodeJS.Timeout;

  constructor(
    options: WebhookOptions,
    form: Readonly<Record<string, string>>,
    told: (end: WebhookEnd) => void,
  ) {
    this.options = options;
    this.form = form;
    this.told = told;
    const { withinMs } = options;
    this.deadline = setTimeout(() => {
      this.fail('connect_timeout', `no stream was named within ${Math.round(withinMs)} ms`);
    }, withinMs);
  }

  abandon(): void {
    this.told = null;
    clearTimeout(this.deadline);
    if (this.pause !== null) clearTimeout(this.pause);
    this.stop();
  }

  ask(at: URL, method: 'POST' | 'GET'): void {
    const { dial, token } = this.options;
    const url = new URL(at);
    const fields = new URLSearchParams(this.form);
    const isForm = method === 'POST';
    if (!isForm) for (const [name, value] of fields) url.searchParams.set(name, value);
    const body = isForm ? fields.toString() : '';
    const signature =
      token === null ? {} : { [SIGNATURE_HEADER]: twilioSignature(token, url.href, isForm ? this.form : {}) };
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      // A connection of its own: one that is kept may be closed by the server as it is used.
      agent: false,
      ...dial,
      method,
      headers: {
        ...headersFor(url, this.options),
        ...signature,
        accept: '*/*',
        ...(isForm
          ? {
              'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
              'content-length': String(Buffer.byteLength(body)),
            }
          : {}),
      },
    });
    this.stop = () => request.destroy();
    request.on('response', (response) => this.hear(response, url));
    request.on('error', (error: NodeJS.ErrnoException) => {
      const { failure, detail } = diagnose(error, false);
      this.fail(failure, detail);
    });
    request.end(body);
  }

  private hear(response: IncomingMessage, at: URL): void {
    const { redact } = this.options;
    const { statusCode = 0, headers } = response;
    if (statusCode !== 200) {
      tellRefusal(response, redact, (detail) => {
        this.stop();
        this.fail(statusFailure(statusCode), detail);
      });
      return;
    }
    const type = headers['content-type'] ?? 'none';
    if (!XML.test(type)) {
      this.fail(
        'protocol_error',
        `expected TwiML in text/xml, found the content type ${type} (Twilio error 12300)`,
      );
      return;
    }
    const pieces: Buffer[] = [];
    let bytes = 0;
    response.on('data', (piece: Buffer) => {
      bytes += piece.length;
      pieces.push(piece);
      if (bytes > MOST_BYTES)
        this.fail('protocol_error', `more than ${MOST_BYTES} bytes of TwiML (Twilio error 11750)`);
    });
    response.on('error', () =>
      this.fail('connect_failed', 'the connection broke in the middle of its answer'),
    );
    response.on('end', () => this.follow(Buffer.concat(pieces).toString('utf8'), at));
  }

  private follow(text: string, at: URL): void {
    if (this.told === null) return;
    const twiml = readTwiml(text);
    if ('mistake' in twiml) {
      this.fail('protocol_error', `${twiml.mistake} (Twilio error 12100)`);
      return;
    }
    if (twiml.waitMs > 0) {
      this.pause = setTimeout(() => this.go(twiml, at), twiml.waitMs);
    } else this.go(twiml, at);
  }

  private go(twiml: Exclude<ReturnType<typeof readTwiml>, { mistake: string }>, at: URL): void {
    switch (twiml.type) {
      case 'stream': {
        const url = streamUrl(twiml.url);
        if (url === null)
          this.fail('protocol_error', `expected a wss:// url in <Stream>, found ${twiml.url}`);
        else this.end({ type: 'stream', url, parameters: twiml.parameters });
        return;
      }
      case 'redirect': {
        const next = URL.canParse(twiml.url, at.href) ? new URL(twiml.url, at) : null;
        if (next === null || !/^https?:$/.test(next.protocol))
          this.fail('protocol_error', `expected an address in <Redirect>, found ${twiml.url}`);
        else if (++this.redirects > MOST_REDIRECTS)
          this.fail('protocol_error', `more than ${MOST_REDIRECTS} redirects one after another`);
        else this.ask(next, twiml.method);
        return;
      }
      case 'ended':
        this.fail('agent_hung_up', `its TwiML ends the call: ${twiml.how}`);
    }
  }

  private fail(failure: FailureCode, detail: string): void {
    const shown = visible(this.options.redact(detail));
    this.end({ type: 'failed', failure, detail: `the voice webhook: ${shown}` });
  }

  private end(end: WebhookEnd): void {
    const { told } = this;
    if (told === null) return;
    this.abandon();
    told(end);
  }
}

/**
 * What the scenario adds to a handshake may be a key, and is meant for the host that the scenario names: another one, which only TwiML
 * names, is given nothing of it, and nor is that one in the clear where it was named under TLS.
 */
export function headersFor(
  at: URL,
  { url, headers }: Pick<WebhookOptions, 'url' | 'headers'>,
): WebhookOptions['headers'] {
  const { protocol, hostname } = new URL(url);
  const inTheClear = protocol === 'https:' && !/^(?:https|wss):$/.test(at.protocol);
  return at.hostname === hostname && !inTheClear ? headers : {};
}

/** Without the query: Twilio passes none on. Null: it is none. */
function streamUrl(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  url.search = '';
  url.hash = '';
  return url.href;
}
