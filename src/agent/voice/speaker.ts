/**
 * The agent's side of a session: opens responses and closes them, and has them metered. Pure. What is said is the mind's
 * business, how it is paced the answer's, what it may cost the account's. One answer at a time goes into the conversation;
 * beside it, answers out of band may run.
 */

import type {
  RealtimeResponseCreateParams,
  RealtimeResponseStatus,
  RealtimeResponseUsage,
} from 'openai/resources/realtime/realtime';
import type { AnswerRecord } from '../agent_record.ts';
import { usualAnswer } from '../fault/moments.ts';
import type { SessionFaults } from '../fault/session_faults.ts';
import type { Capacity } from '../capacity.ts';
import type { Latency } from '../latency.ts';
import type { SessionAccount } from '../meter/session_account.ts';
import { isRefusal, type Refusal } from '../meter/refusal.ts';
import type { Reply } from '../mind/reply.ts';
import type { Profile } from '../profile/profile.ts';
import type { ConversationItems, Entry } from '../protocol/conversation_items.ts';
import type { Outbox } from '../protocol/outbox.ts';
import type { Settings } from '../protocol/settings.ts';
import { Answer } from './answer.ts';
import { frameOf, itemsOf } from './compose.ts';
import { ConversationStore, nowhere } from './item_store.ts';
import { dueMsOf, recordOf, type Running } from './running.ts';
import { silenced, type Voice } from './voice.ts';

export interface SpeakerOptions {
  readonly outbox: Outbox;
  readonly conversation: ConversationItems;
  readonly latency: Latency;
  readonly faults: SessionFaults;
  readonly settings: Settings;
  readonly pace: Profile['pace'];
  readonly voice: Voice;
  readonly account: SessionAccount;
  readonly capacity: Capacity;
  /** An answer of the conversation is over, however it ended. */
  readonly onDone: (spoken: SpokenReply) => void;
}

/** What became of a reply. */
export interface SpokenReply {
  readonly reply: Reply;
  readonly status: AnswerRecord['status'];
  /** The client was given some of it. */
  readonly begun: boolean;
  /** It was, or will have been, heard to its end at this instant. */
  readonly heardMs: number;
  readonly calls: readonly { readonly callId: string; readonly name: string }[];
}

/** Answers out of band at once. The service names no number; this one keeps a client from filling the memory. */
export const MAX_OUT_OF_BAND = 16;

export class Speaker {
  /** The client has been sent audio that is in the conversation. */
  hasSpoken = false;
  /** The agent is heard until this instant, as far as the server can know. */
  heardUntilMs = -Infinity;
  /** Tools are called before what it says about that. */
  callsFirst = false;
  private readonly options: SpeakerOptions;
  private settings: Settings;
  private running: readonly Running[] = [];
  private prompt: string | null = null;

  constructor(options: SpeakerOptions) {
    this.options = options;
    this.settings = options.settings;
  }

  /** The answer under way in the conversation. */
  get answer(): Answer | null {
    return this.running.find(({ outOfBand }) => !outOfBand)?.answer ?? null;
  }

  /** There can be no further answer out of band. */
  get crowded(): boolean {
    return this.running.filter(({ outOfBand }) => outOfBand).length >= MAX_OUT_OF_BAND;
  }

  /** The answer of this id, in the conversation or out of band. */
  find(responseId: string): Answer | null {
    return this.running.find(({ answer }) => answer.options.frame.id === responseId)?.answer ?? null;
  }

  configure(settings: Settings): void {
    this.settings = settings;
    this.prompt = null;
  }

  nextDueMs(): number {
    let dueMs = Infinity;
    for (const running of this.running) dueMs = Math.min(dueMs, dueMsOf(running));
    return dueMs;
  }

  /**
   * Begins an answer; in the conversation there is none under way, or this is a defect of the caller's. `context`: what it
   * answers, where that is not the conversation.
   */
  say(
    reply: Reply,
    wanted: RealtimeResponseCreateParams = {},
    context: readonly Entry[] | null = null,
  ): void {
    const { settings } = this;
    const { outbox, latency, faults, voice, pace, conversation, account, capacity } = this.options;
    const outOfBand = wanted.conversation === 'none';
    const usual = {
      llmMs: latency.draw('llm') * capacity.slowdown(),
      ttsMs: latency.draw('tts'),
      ...usualAnswer,
    };
    const { plan, strikes } = faults.answer(usual, outbox.nowMs);
    if (plan.outcome.type === 'silent') {
      strikes.carriedOut('outcome', outbox.nowMs);
      const unsaid = { reply, status: 'failed', begun: false, heardMs: outbox.nowMs, calls: [] } as const;
      if (!outOfBand) this.options.onDone(unsaid);
      return;
    }
    const frame = frameOf(outbox, settings, wanted);
    outbox.send({ type: 'response.created', response: frame });
    const admitted = account.admit(
      {
        prompt: this.promptText(wanted),
        entries: context ?? conversation.all(),
        truncation: settings.truncation,
        apart: context !== null,
      },
      settings.model,
      outbox.nowMs,
    );
    const feigned =
      plan.outcome.type === 'refused' && !isRefusal(admitted)
        ? account.refuse(admitted, settings.model, outbox.nowMs)
        : null;
    const admission = feigned?.refusal ?? admitted;
    const refused = isRefusal(admission);
    const queuedMs = refused ? 0 : capacity.admit(usual.llmMs, outbox.nowMs);
    const firstTokenMs = outbox.nowMs + queuedMs + plan.llmMs;
    const firstAudioMs = firstTokenMs + plan.ttsMs;
    const library = plan.audible ? voice : silenced(voice);
    const spoken = reply.say.length > 0 && frame.output_modalities[0] === 'audio';
    const answer = new Answer({
      frame,
      items: refused ? [] : itemsOf(reply, frame, library, outbox, this.callsFirst),
      utterances: reply.say,
      store: outOfBand ? nowhere : new ConversationStore(conversation),
      createdMs: outbox.nowMs,
      firstTokenMs,
      firstBeatMs: spoken ? firstAudioMs : firstTokenMs + pace.everyMs,
      everyMs: pace.everyMs,
      burstMs: plan.burstMs,
    });
    const running = {
      answer,
      reply,
      plan,
      strikes,
      punctualMs: outbox.nowMs + queuedMs + usual.llmMs,
      metered: refused ? null : admission,
      limits: feigned?.limits ?? null,
      outOfBand,
    };
    if (feigned !== null) strikes.carriedOut('outcome', outbox.nowMs);
    if (refused) this.finish(running, { type: 'failed', error: admission }, admission.code);
    else this.running = [...this.running, running];
  }

  /** Sends the first that has fallen due. */
  advance(): void {
    const { outbox } = this.options;
    const dueMs = this.nextDueMs();
    const first = this.running.find((one) => dueMsOf(one) === dueMs);
    if (first === undefined) return;
    const { answer, outOfBand, plan, strikes } = first;
    if (dueMs < answer.nextMs()) {
      strikes.carriedOut(answer.phase === 'thinking' ? 'llmMs' : 'burstMs', outbox.nowMs);
      return;
    }
    const { outcome } = plan;
    if (outcome.type === 'failed' && answer.saidMs >= outcome.afterMs) {
      strikes.carriedOut('outcome', outbox.nowMs);
      this.finish(first, { type: 'failed', error: serverError }, serverError.code);
      return;
    }
    const before = answer.audioMs;
    outbox.sendAll(answer.advance(outbox.nowMs));
    if (answer.audioMs > before && before === 0) strikes.carriedOut('audible', outbox.nowMs);
    if (!outOfBand && answer.audioMs > before) this.sounded(answer, before === 0);
    if (answer.phase !== 'finished') return;
    if (answer.whole) this.finish(first, { type: 'completed' }, null);
    else this.finish(first, { type: 'incomplete', reason: 'max_output_tokens' }, 'max_output_tokens');
  }

  private sounded({ firstAudioSentMs, audioMs }: Answer, first: boolean): void {
    const { outbox, faults } = this.options;
    this.hasSpoken = true;
    this.heardUntilMs = (firstAudioSentMs ?? outbox.nowMs) + audioMs;
    if (first) faults.happens('first_audio', outbox.nowMs);
  }

  /** The client has stopped playing what it was sent. */
  silenced(): void {
    this.heardUntilMs = Math.min(this.heardUntilMs, this.options.outbox.nowMs);
  }

  /** Ends the answer of the conversation that is under way, or another; nothing where none is. */
  cancel(reason: 'turn_detected' | 'client_cancelled', answer: Answer | null = this.answer): void {
    const running = this.running.find((one) => one.answer === answer);
    if (running !== undefined) this.finish(running, { type: 'cancelled', reason }, reason);
  }

  /** The socket is gone: only the log hears of it. */
  abandon(): void {
    for (const running of this.running) this.note(running, 'cancelled', 'closed', null);
    this.running = [];
  }

  private finish(
    running: Running,
    details: RealtimeResponseStatus & { readonly type: AnswerRecord['status'] },
    reason: string | null,
  ): void {
    const { answer, reply, plan, strikes, metered, outOfBand } = running;
    const { outbox, account, faults } = this.options;
    this.running = this.running.filter((one) => one !== running);
    outbox.sendAll(answer.close());
    const { frame } = answer.options;
    const { usage, limits } = account.bill(metered, answer.tokens, outbox.nowMs);
    const ended = { status: details.type, status_details: details, output: answer.output, usage };
    if (plan.done) {
      outbox.send({ type: 'response.done', response: { ...frame, ...ended } });
      outbox.send({ type: 'rate_limits.updated', rate_limits: running.limits ?? limits });
    } else strikes.carriedOut('done', outbox.nowMs);
    this.note(running, details.type, reason, usage);
    if (outOfBand) return;
    faults.happens('answer_done', outbox.nowMs);
    const heardMs = Math.max(outbox.nowMs, (answer.firstAudioSentMs ?? 0) + answer.audioMs);
    this.options.onDone({ reply, status: details.type, begun: answer.begun, heardMs, calls: answer.calls });
  }

  private note(
    running: Running,
    status: AnswerRecord['status'],
    reason: string | null,
    usage: RealtimeResponseUsage | null,
  ): void {
    const { outbox } = this.options;
    outbox.log(
      recordOf(running, { sessionId: outbox.sessionId, doneMs: outbox.nowMs, status, reason, usage }),
    );
  }

  /** Instructions and tool definitions as a model would read them: what is billed at the head of each response. */
  private promptText({ instructions, tools }: RealtimeResponseCreateParams): string {
    const { settings } = this;
    if (instructions === undefined && tools === undefined) {
      this.prompt ??= promptOf(settings.instructions, settings.tools);
      return this.prompt;
    }
    return promptOf(instructions ?? settings.instructions, tools ?? settings.tools);
  }
}

/** What the service says of an answer that failed on its side. */
const serverError: Refusal = {
  type: 'server_error',
  code: 'server_error',
  message: 'The server had an error while processing your request. Sorry about that!',
};

function promptOf(instructions: string, tools: readonly unknown[]): string {
  return tools.length === 0 ? instructions : instructions + JSON.stringify(tools);
}
