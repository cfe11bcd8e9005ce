/**
 * What a plan will roughly be, before anyone has called: how many calls at once, how long, how much audio, what it
 * costs. The callers' side is known exactly; the agent's is assumed, and the assumptions are part of the answer.
 */

import { pushesToTalk } from '../core/call/push_key.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { Plan } from '../core/plan/plan.ts';
import { keysOf, layOutKeys } from '../core/call/keypad.ts';
import { resolveSpeech } from '../core/call/script.ts';
import type { SpeechPart } from '../core/call/script.ts';
import { estimateCall, type CallShape } from '../pricing/cost.ts';
import { regionNote } from '../pricing/listed.ts';
import { knownPricesFor, type Prices } from '../pricing/prices.ts';
import { durationText } from '../config/value.ts';
import { expectedRun } from './expected_run.ts';
import { plainOrder } from './plain_order.ts';

export interface Assumptions {
  /** Dialled → ready. */
  readonly setupMs: number;
  /** End of the caller's speech → first heard answer. */
  readonly latencyMs: number;
  readonly answerMs: number;
  /** Share of the context seen before that is billed as cached. */
  readonly cacheHit: number;
}

export const assumptions: Assumptions = { setupMs: 200, latencyMs: 900, answerMs: 3000, cacheHit: 0.8 };

export interface CallEstimate {
  readonly durationMs: number;
  readonly callerSpeechMs: number;
  readonly agentSpeechMs: number;
  /** Answers, the greeting among them. */
  readonly answers: number;
}

export interface PlanEstimate {
  readonly calls: number;
  /** Calls that fall due over the cap of an open load. */
  readonly blocked: number;
  readonly peakConcurrency: number;
  /** From the first call's start to the last one's end. */
  readonly durationMs: number;
  readonly callMs: { readonly shortest: number; readonly mean: number; readonly longest: number };
  /** Calls by the caller's name, in the scenario's order. */
  readonly callers: readonly { readonly name: string; readonly calls: number; readonly callMs: number }[];
  /** What goes over the wire: callers send silence too. */
  readonly audioSentMs: number;
  readonly audioReceivedMs: number;
  readonly callerSpeechMs: number;
  /** Null: no price of the model is known. */
  readonly costUsd: number | null;
  readonly costPerCallUsd: number | null;
  /** Where the scenario says how many calls a month. */
  readonly costPerMonthUsd?: number;
  /** In words. */
  readonly assumed: readonly string[];
}

/** One call, as long as its agent answers as assumed. Never longer than the plan's limit for a call. */
export function estimateOfCall(
  plan: Plan,
  { caller, persona }: CallSpec,
  assume = assumptions,
): CallEstimate {
  const pauseMs = (persona.pauseMs[0] + persona.pauseMs[1]) / 2;
  const speechMs = (speech: readonly SpeechPart[]): number =>
    resolveSpeech(speech, persona, plan.frameMs).reduce(
      (sum, entry) => sum + (entry < 0 ? -entry : (plan.clips[entry]?.frames ?? 0)) * plan.frameMs,
      0,
    );
  let durationMs = assume.setupMs;
  let callerSpeechMs = 0;
  let agentSpeechMs = 0;
  let answers = 0;
  let answerDue = plan.target.speaksFirst !== 'caller';
  const answer = (heardMs: number): void => {
    durationMs += (answerDue ? assume.latencyMs : 0) + heardMs;
    agentSpeechMs += heardMs;
    answers++;
    answerDue = false;
  };
  const speak = (ms: number): void => {
    durationMs += ms;
    callerSpeechMs += ms;
    answerDue = true;
  };
  for (const step of plainOrder(caller.steps)) {
    switch (step.op) {
      case 'say':
        durationMs += step.pauseMs ?? pauseMs;
        speak(speechMs(step.speech));
        break;
      case 'dtmf':
        durationMs +=
          (step.pauseMs ?? pauseMs) + layOutKeys(keysOf(step.keys, persona), plan.frameMs).speechEndMs;
        answerDue = true;
        break;
      case 'listen':
      case 'hear':
        if (answerDue) answer(assume.answerMs);
        break;
      case 'interrupt':
        answer(Math.min(step.afterMs, assume.answerMs));
        speak(speechMs(step.speech));
        break;
      case 'backchannel':
        answer(assume.answerMs);
        callerSpeechMs += speechMs(step.speech);
        break;
      case 'silence':
        durationMs += step.durationMs;
        if ('speech' in step) callerSpeechMs += speechMs(step.speech);
        answerDue = true;
        break;
      case 'hung_up':
        if (answerDue) answer(assume.answerMs);
        break;
      case 'hangup':
      case 'go':
        break;
    }
  }
  return { durationMs: Math.min(durationMs, plan.limits.callMs), callerSpeechMs, agentSpeechMs, answers };
}

export function estimatePlan(plan: Plan, assume = assumptions): PlanEstimate {
  const run = expectedRun(plan, (spec) => estimateOfCall(plan, spec, assume));
  const count = run.calls.length + run.more;
  // What was not counted one by one is like what was.
  const sum = (of: (call: CallEstimate) => number): number =>
    run.calls.reduce((total, { call }) => total + of(call), 0) * (count / Math.max(1, run.calls.length));
  const lengths = run.calls.map(({ call }) => call.durationMs);
  const prices = pricesOf(plan);
  const promptTokens = promptTokensOf(plan);
  const costOfCall = (call: CallEstimate): number =>
    prices === null ? 0 : estimateCall(shapeOf(call, promptTokens, assume), prices).totalUsd;
  const costUsd = prices === null ? null : sum(costOfCall);
  const costPerCallUsd = costUsd === null ? null : count === 0 ? 0 : costUsd / count;
  const perMonth = plan.judgement.pricing.callsPerMonth;
  return {
    calls: count + run.blocked,
    blocked: run.blocked,
    peakConcurrency: run.peak,
    durationMs: run.endMs,
    callMs: {
      shortest: lengths.reduce((least, ms) => Math.min(least, ms), Infinity),
      mean: count === 0 ? 0 : sum((call) => call.durationMs) / count,
      longest: lengths.reduce((most, ms) => Math.max(most, ms), 0),
    },
    callers: plan.callers.map(({ name }) => {
      const own = run.calls.filter(({ spec }) => spec.caller.name === name);
      const totalMs = own.reduce((total, { call }) => total + call.durationMs, 0);
      const calls = own.length + Math.round((run.more * own.length) / Math.max(1, run.calls.length));
      return { name, calls, callMs: own.length === 0 ? 0 : totalMs / own.length };
    }),
    // Who pushes a key to talk sends nothing else.
    audioSentMs: sum((call) => (pushesToTalk(plan) ? call.callerSpeechMs : call.durationMs)),
    audioReceivedMs: sum((call) => call.agentSpeechMs),
    callerSpeechMs: sum((call) => call.callerSpeechMs),
    costUsd,
    costPerCallUsd,
    ...(perMonth === undefined || costPerCallUsd === null
      ? {}
      : { costPerMonthUsd: costPerCallUsd * perMonth }),
    assumed: [
      `an agent that answers after ${durationText(assume.latencyMs)} and speaks for ${durationText(assume.answerMs)}`,
      `${assume.cacheHit * 100}% of the context seen before billed as cached; ${prices === null ? 'no prices are known' : `prices of ${prices.model.model}`}`,
      ...transcriptionText(plan, prices),
      ...[regionNote(plan.target.url, prices?.model ?? null) ?? []].flat(),
      ...(plan.tools === undefined ? [] : ['that it calls no tool']),
      ...(plan.callers.some(({ steps }) => steps.some(({ op }) => op === 'hear'))
        ? ['callers that hear to go on in the plain order: by the likely branch, or else']
        : []),
      ...(run.more === 0
        ? []
        : [
            `the calls after the first ${whole(run.calls.length)} to be like those on average${plan.load.mode === 'closed' ? ', one after another' : ''}`,
          ]),
    ],
  };
}

export function shapeOf(
  call: CallEstimate,
  promptTokens: number,
  { cacheHit }: Pick<Assumptions, 'cacheHit'>,
): CallShape {
  return {
    turns: call.answers,
    userSeconds: call.callerSpeechMs / 1000 / Math.max(1, call.answers),
    agentSeconds: call.agentSpeechMs / 1000 / Math.max(1, call.answers),
    promptTokens,
    cacheHit,
    sessionSeconds: call.durationMs / 1000,
  };
}

export function promptTokensOf(plan: Plan): number {
  return Math.round(promptOf(plan).length / 4);
}

/** Of a session that transcribes nothing, nothing is paid for it. */
export function pricesOf({ judgement, target }: Plan): Prices | null {
  const prices = knownPricesFor(judgement.pricing);
  return prices === null || target.session.transcription !== undefined
    ? prices
    : { ...prices, transcription: null };
}

function transcriptionText({ target }: Plan, prices: Prices | null): readonly string[] {
  const { transcription } = target.session;
  if (transcription === undefined || prices === null) return [];
  return prices.transcription === null
    ? [`that transcription by ${transcription.model} costs nothing: no price of it is known`]
    : [`all that callers say transcribed, at the price of ${prices.transcription.model}`];
}

function whole(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ',');
}

/** What is wrong where kinds of callers get no call; null: nothing. */
export function neverCalled({ callers, calls }: Pick<PlanEstimate, 'callers' | 'calls'>): string | null {
  const names = callers.filter((caller) => caller.calls === 0).map(({ name }) => name);
  if (names.length === 0) return null;
  return `none of the ${calls} calls is ${names.join(' or ')}: what only ${names.length === 1 ? 'it does' : 'they do'} is not tried; raise the calls or the weight`;
}

/** What the agent is told before anybody speaks: its instructions, and the tools it has. */
function promptOf({ target, tools }: Plan): string {
  const declared = (tools ?? []).map(({ name, description, parameters }) =>
    JSON.stringify({ name, description, parameters }),
  );
  return [target.session.instructions ?? '', ...declared].join('');
}
