/**
 * Calls a telephone server as one carrier calls it, for a few seconds: silence, in which it may greet, then a question. Ends as soon as
 * what it says is enough to tell whether it takes the call for that carrier's. Never throws on what a server does.
 */

import { WebSocket } from 'ws';
import { SILENCE_FRAME, type Clip, type Plan, type PlanAudio } from '../core/plan/plan.ts';
import type { Redact } from '../core/word/redaction.ts';
import { cut, visible } from '../core/word/visible.ts';
import { dialectOf } from '../dialect/dialects.ts';
import { carrierOf } from '../dialect/twilio/carriers.ts';
import { streamIds } from '../dialect/twilio/stream_ids.ts';
import { diagnose } from '../engine/node/diagnosis.ts';
import type { DialOptions } from '../engine/node/dial_options.ts';
import { tellRefusal } from '../engine/node/handshake_refusal.ts';
import { signed } from '../engine/node/way_in.ts';
import { CarrierEvidence } from './carrier_evidence.ts';
import { resultOf, type CallingName, type TrialResult } from './carrier_trial.ts';
import { QUESTION } from './probe_scenario.ts';

export interface Trying {
  readonly carrier: CallingName;
  /** Of a call as this carrier makes it, with values in place of names. */
  readonly plan: Plan;
  readonly audio: PlanAudio;
  readonly key: string | undefined;
  readonly authToken: string | null;
  readonly dial: DialOptions;
  readonly redact: Redact;
  readonly signal: AbortSignal;
  /** Of the trial's parts. Default: as below. */
  readonly patience?: Partial<typeof PATIENCE>;
}

const PATIENCE = { connectMs: 10_000, greetsMs: 3000, answersMs: 6000, mendsMs: 1000 };
/** Whoever has begun to speak goes on for so long that it can be told how. */
const GOES_ON_MS = 1000;
const MOST_WORDS = 300;
/** The probe's one call, which this is not. */
const OPENING = { seed: 1, call: 1, connection: 0 };

export function tryCarrier(trying: Trying): Promise<TrialResult> {
  const { carrier: name, plan, audio, key, authToken, dial, redact, signal } = trying;
  const patience = { ...PATIENCE, ...trying.patience };
  const dialect = dialectOf(plan);
  const session = dialect.open(OPENING);
  const carrier = carrierOf(name);
  const ids = carrier.ids(streamIds(OPENING));
  const evidence = new CarrierEvidence(carrier, ids, plan.playback.audibleDbfs);
  const to = signed(dialect.connection(plan.target, plan.target.url, key), authToken);
  const words = (text: string): string => cut(visible(redact(text)), MOST_WORDS);
  const said = spoken(plan, audio, Math.ceil(patience.greetsMs / carrier.frameMs));

  return new Promise((resolve) => {
    let over = false;
    let opened = false;
    let openedMs = 0;
    let frame = 0;
    let ending: NodeJS.Timeout | undefined;
    let sending: NodeJS.Timeout | undefined;
    let shorter = false;
    const socket = new WebSocket(to.url, [...to.protocols], {
      ...dial,
      headers: to.headers,
      perMessageDeflate: false,
      followRedirects: false,
      handshakeTimeout: patience.connectMs,
    });
    const end = (result: TrialResult): void => {
      if (over) return;
      over = true;
      clearTimeout(ending);
      clearTimeout(sending);
      signal.removeEventListener('abort', stop);
      if (socket.readyState === WebSocket.OPEN) {
        for (const text of session.farewell?.().messages ?? []) socket.send(text);
        socket.close(1000);
        setTimeout(() => socket.terminate(), GOES_ON_MS).unref();
      } else socket.terminate();
      resolve(result.type === 'misunderstood' ? { ...result, why: words(result.why) } : result);
    };
    const judged = (): void => end(resultOf(name, evidence));
    const within = (ms: number, act: () => void): void => {
      clearTimeout(ending);
      ending = setTimeout(act, ms);
    };
    const stop = (): void => end({ type: 'unreachable', detail: 'stopped' });
    const speak = (): void => {
      const dueFrames = Math.floor((performance.now() - openedMs) / carrier.frameMs);
      for (; frame <= dueFrames; frame++) {
        const { before, after } = session.envelope?.() ?? { before: '', after: '' };
        socket.send(`${before}${said(frame)}${after}`);
      }
      sending = setTimeout(speak, openedMs + frame * carrier.frameMs - performance.now());
    };

    signal.addEventListener('abort', stop);
    within(patience.connectMs, () => end({ type: 'unreachable', detail: 'no handshake in time' }));
    if (signal.aborted) stop();
    socket.on('open', () => {
      opened = true;
      openedMs = performance.now();
      const { session: settings, model } = plan.target;
      for (const text of session.write({ type: 'configure', session: settings, model })) socket.send(text);
      speak();
      within(patience.greetsMs + (questionOf(plan)?.durationMs ?? 0) + patience.answersMs, judged);
    });
    socket.on('message', (data, isBinary) => {
      if (over) return;
      if (isBinary) evidence.binary();
      else {
        const mark = evidence.take((data as Buffer).toString('utf8'), performance.now() - openedMs);
        for (const text of mark === null ? [] : (session.played?.(mark) ?? [])) socket.send(text);
      }
      if (evidence.tells) judged();
      else if (!shorter && (evidence.heardMs !== null || evidence.wrong !== null)) {
        shorter = true;
        within(evidence.heardMs === null ? patience.mendsMs : GOES_ON_MS, judged);
      }
    });
    socket.on('unexpected-response', (request, response) => {
      tellRefusal(response, redact, (detail) => {
        request.destroy();
        end({ type: 'unreachable', detail });
      });
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const detail = words(diagnose(error, opened).detail);
      end(opened ? { type: 'closed', code: 1006, reason: detail } : { type: 'unreachable', detail });
    });
    socket.on('close', (code, reason) => {
      const heard = resultOf(name, evidence);
      if (heard.type === 'silent') end({ type: 'closed', code, reason: words(reason.toString('utf8')) });
      else end(heard);
    });
  });
}

/** The caller's messages one after another: silence, what the plan's caller asks, silence. */
function spoken(plan: Plan, { bytes, offsets }: PlanAudio, silent: number): (frame: number) => string {
  const { firstFrame = 0, frames = 0 } = questionOf(plan) ?? {};
  return (frame) => {
    const at = frame - silent;
    const message = at < 0 || at >= frames ? SILENCE_FRAME : firstFrame + at;
    return Buffer.from(bytes.subarray(offsets[message], offsets[message + 1])).toString('latin1');
  };
}

function questionOf({ clips }: Plan): Clip | undefined {
  return clips.find(({ utterance }) => utterance === QUESTION) ?? clips[0];
}
