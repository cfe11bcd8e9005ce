/**
 * The agent's side of a session: gives answers, one at a time, meters them and ends them. Pure. What is said is the mind's
 * business, how it is paced the answer's; this one opens and closes the response around it.
 */

import type { RealtimeResponse, RealtimeResponseCreateParams } from 'openai/resources/realtime/realtime';
import type { AnswerRecord } from '../agent_record.ts';
import type { Ending } from './answer.ts';
import { Answer } from './answer.ts';
import type { Conversation } from '../protocol/conversation.ts';
import { usualAnswer } from '../fault/fault.ts';
import type { Mischief } from '../fault/mischief.ts';
import type { Latency } from '../latency.ts';
import type { MeteredInput } from '../meter/meter.ts';
import { Meter, usageOf } from '../meter/meter.ts';
import type { Outbox } from '../protocol/outbox.ts';
import type { Reply } from '../mind/reply.ts';
import type { Profile } from '../profile/profile.ts';
import { TokenBucket } from '../meter/rate_limit.ts';
import type { Settings } from '../protocol/settings.ts';
import { formatOf } from '../protocol/settings.ts';
import type { VoiceLibrary } from './voice.ts';

/** What became of a reply. */
export interface SpokenReply {
  readonly kind: Reply['kind'];
  /** It was, or will have been, heard to its end at this instant. */
  readonly heardMs: number;
  readonly calls: readonly { readonly callId: string; readonly name: string }[];
}

export class Speaker {
  answer: Answer | null = null;
  /** The agent is heard until this instant, as far as the server can know. */
  heardUntilMs = -Infinity;
  /** The client has been sent audio in this session. */
  hasSpoken = false;
  private readonly outbox: Outbox;
  private readonly conversation: Conversation;
  private readonly latency: Latency;
  private readonly mischief: Mischief;
  private readonly profile: Profile;
  private readonly voice: VoiceLibrary;
  private readonly onDone: (spoken: SpokenReply) => void;
  private readonly meter = new Meter();
  private readonly bucket: TokenBucket;
  private settings: Settings;
  private kind: Reply['kind'] = 'idle';
  private metered: MeteredInput | null = null;
  private prompt: string | null = null;

  constructor(
    shared: {
      readonly outbox: Outbox;
      readonly conversation: Conversation;
      readonly latency: Latency;
      readonly mischief: Mischief;
    },
    settings: Settings,
    profile: Profile,
    voice: VoiceLibrary,
    onDone: (spoken: SpokenReply) => void,
  ) {
    this.outbox = shared.outbox;
    this.conversation = shared.conversation;
    this.latency = shared.latency;
    this.mischief = shared.mischief;
    this.settings = settings;
    this.profile = profile;
    this.voice = voice;
    this.bucket = new TokenBucket(profile.limits.tokensPerMinute);
    this.onDone = onDone;
  }

  configure(settings: Settings): void {
    this.settings = settings;
    this.prompt = null;
  }

  nextDueMs(): number {
    return this.answer?.nextMs() ?? Infinity;
  }

  /** Begins an answer. There is none under way, or this is a defect of the caller's. */
  say(reply: Reply, wanted: RealtimeResponseCreateParams = {}): void {
    const utteranceId = reply.say[0] as string;
    this.kind = reply.kind;
    const { settings, outbox, latency } = this;
    const modalities = wanted.output_modalities ?? settings.output_modalities;
    const format = wanted.audio?.output?.format ?? settings.audio.output.format;
    const spoken = modalities.includes('audio') || modalities.length === 0;
    const usual = { llmMs: latency.draw('llm'), ttsMs: latency.draw('tts'), ...usualAnswer };
    const plan = this.mischief.answer(usual, outbox.nowMs);
    const firstTokenMs = outbox.nowMs + plan.llmMs;
    const firstAudioMs = firstTokenMs + plan.ttsMs;
    this.metered = this.meter.input(this.promptText(wanted.instructions), this.conversation.all());
    this.answer = new Answer({
      responseId: outbox.newId('resp'),
      itemId: outbox.newId('item'),
      utterance: this.voice.utterance(utteranceId),
      chunks: spoken ? this.voice.chunks(utteranceId, formatOf(format)) : null,
      createdMs: outbox.nowMs,
      firstTokenMs,
      firstAudioMs,
      everyMs: this.profile.pace.everyMs,
      maxTokens: wanted.max_output_tokens ?? settings.max_output_tokens,
      metadata: wanted.metadata ?? null,
      format,
    });
    outbox.send({ type: 'response.created', response: this.describe(this.answer, 'in_progress') });
  }

  /** Sends what has fallen due of the answer. */
  advance(): void {
    const { answer } = this;
    if (answer === null) return;
    if (answer.phase === 'thinking') {
      const { itemId } = answer.options;
      this.outbox.sendAll(answer.begin(this.conversation.add(itemId, answer.item('in_progress'), 0)));
    } else {
      this.outbox.sendAll(answer.step(this.outbox.nowMs));
      this.hasSpoken ||= answer.audioMs > 0;
      if (answer.firstAudioSentMs !== null) this.heardUntilMs = answer.firstAudioSentMs + answer.audioMs;
    }
    if (answer.phase === 'finished') this.finish(answer, answer.naturalEnding(), null);
  }

  /** Ends the answer that is under way; nothing where none is. */
  cancel(reason: 'turn_detected' | 'client_cancelled'): void {
    if (this.answer !== null) this.finish(this.answer, 'cancelled', reason);
  }

  /** The client has stopped playing what it was sent. */
  silenced(): void {
    this.heardUntilMs = Math.min(this.heardUntilMs, this.outbox.nowMs);
  }

  /** The socket is gone: only the log hears of it. */
  abandon(): void {
    if (this.answer !== null) this.note(this.answer, 'cancelled', 'closed');
    this.answer = null;
  }

  private finish(answer: Answer, ending: Ending, reason: 'turn_detected' | 'client_cancelled' | null): void {
    const { itemId } = answer.options;
    const events = answer.close(ending, this.conversation.previousOf(itemId));
    const item = answer.item(ending === 'completed' ? 'completed' : 'incomplete');
    const entry = this.conversation.find(itemId);
    if (entry !== undefined && !entry.truncated) {
      entry.item = item;
      entry.audioMs = answer.audioMs;
      entry.revision++;
    }
    this.answer = null;
    this.outbox.sendAll(events);
    const tokens = answer.tokens();
    const usage = usageOf(this.metered as MeteredInput, tokens.text, tokens.audio);
    const why = ending === 'incomplete' ? 'max_output_tokens' : reason;
    this.outbox.send({
      type: 'response.done',
      response: {
        ...this.describe(answer, ending),
        status_details: why === null ? { type: ending } : { type: ending, reason: why },
        output: events.length === 0 ? [] : [item],
        usage,
      },
    });
    this.tellLimits(usage.total_tokens ?? 0);
    this.note(answer, ending, why);
    this.heardUntilMs = Math.max(this.outbox.nowMs, (answer.firstAudioSentMs ?? 0) + answer.audioMs);
    this.onDone({ kind: this.kind, heardMs: this.heardUntilMs, calls: [] });
  }

  private tellLimits(usedTokens: number): void {
    const { limit, remaining, resetSeconds } = this.bucket.take(usedTokens, this.outbox.nowMs);
    this.outbox.send({
      type: 'rate_limits.updated',
      rate_limits: [{ name: 'tokens', limit, remaining, reset_seconds: resetSeconds }],
    });
  }

  private describe(answer: Answer, status: NonNullable<RealtimeResponse['status']>): RealtimeResponse {
    const { responseId, maxTokens, metadata, format } = answer.options;
    const { voice } = this.settings.audio.output;
    return {
      object: 'realtime.response',
      id: responseId,
      status,
      output: [],
      conversation_id: this.outbox.conversationId,
      output_modalities: [answer.modality],
      max_output_tokens: maxTokens,
      audio: { output: { format, voice: typeof voice === 'string' ? voice : voice.id } },
      metadata,
    };
  }

  private note(answer: Answer, status: AnswerRecord['status'], reason: string | null): void {
    const { responseId, utterance, createdMs } = answer.options;
    this.outbox.log({
      type: 'answer',
      sessionId: this.outbox.sessionId,
      responseId,
      utterance: utterance.id,
      createdMs,
      firstAudioSentMs: answer.firstAudioSentMs,
      doneMs: this.outbox.nowMs,
      audioMs: answer.audioMs,
      status,
      reason,
    });
  }

  /** Instructions and tool definitions as a model would read them: what is billed at the head of each response. */
  private promptText(instructions: string | undefined): string {
    const { tools } = this.settings;
    const toolText = tools.length === 0 ? '' : JSON.stringify(tools);
    if (instructions !== undefined) return instructions + toolText;
    this.prompt ??= this.settings.instructions + toolText;
    return this.prompt;
  }
}
