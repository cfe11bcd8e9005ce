/**
 * The reference agent's mind: it knows what its callers may want (the profile's intents), asks for what it needs, calls the
 * client's tools, and has a way out of every trouble. Pure: the same turns give the same replies.
 *
 *   heard                                            reply
 *   ──────────────────────────────────────────────   ─────────────────────────────────────────────────────────────
 *   nothing like words, and the audio is good        trouble speech_not_detected: repeat
 *   too unsure or no words, and the audio is poor    trouble audio_quality: repeat
 *   too unsure, and the audio is good                trouble transcription_failed: rephrase
 *   a number cut short, or one nobody asked for      trouble understanding_failed: clarify
 *   the next piece of a number, not the last         asks for the rest
 *   out of scope, sensitive, complex; no intent      a fallback
 *   an intent whose slot is not known                asks for it
 *   an intent that wants a tool                      a filler and the call; the answer comes with its result
 *   any other intent                                 its answer
 *
 * The third trouble in a row and the third fallback become a handover instead.
 */

import type { Dialogue, Intent, Profile, Slot } from '../profile/profile.ts';
import type { Heard, Mind } from './mind.ts';
import { words, type Reply } from './reply.ts';
import { SpokenNumber } from './spoken_number.ts';
import { ToolCalls } from './tool_calls.ts';
import { Patience, type FallbackReason, type TroubleType } from './trouble.ts';

/** Surer than this, it acts on what it has heard. */
export const SURE_FROM = 0.5;

type HandoverReason = 'asked' | 'troubles' | 'fallbacks' | 'timeout';

export class DialogueMind implements Mind {
  tools: ReadonlySet<string> = new Set();
  private readonly profile: Profile;
  private readonly dialogue: Dialogue;
  private readonly patience: Patience;
  private readonly number: SpokenNumber;
  private readonly values = new Map<string, string>();
  /** What the caller wants, once the slot that was asked for is known. */
  private asking: { readonly slot: string; readonly intent: Intent } | null = null;
  private readonly calls: ToolCalls;
  /** Its last words that are worth saying again. */
  private last: readonly string[] = [];
  private fillersSaid = 0;
  private silences = 0;
  private handedOver = false;

  constructor(profile: Profile, dialogue: Dialogue) {
    this.profile = profile;
    this.dialogue = dialogue;
    this.patience = new Patience(dialogue.handover);
    this.number = new SpokenNumber(dialogue.slots);
    this.calls = new ToolCalls(dialogue.tools, this.values);
  }

  greet(): Reply {
    return this.tell('greeting', this.profile.greeting);
  }

  resume(): Reply {
    return this.inTrouble('connection_lost');
  }

  hear(heard: Heard): Reply {
    this.silences = 0;
    if (this.handedOver) return words('handover', this.dialogue.handover.say);
    const trouble = this.troubleOf(heard);
    if (trouble !== null) return this.inTrouble(trouble);
    const said = heard.utterances.filter((utterance) => !this.dialogue.backchannels.includes(utterance));
    if (said.length === 0) return this.idle();
    const number = this.number.hear(said, this.asking?.slot ?? null);
    if (number.type === 'stray') return this.inTrouble('understanding_failed');
    if (number.type === 'cut') {
      // A caller who goes on with the number is no trouble.
      return number.grown
        ? words('question', number.ask)
        : this.inTrouble('understanding_failed', number.ask);
    }
    if (number.type === 'whole') this.values.set(number.slot, number.digits);
    return this.sense(said, number.type === 'whole' ? number.slot : null);
  }

  silence(): Reply | null {
    const { prompts, end } = this.profile.manners.silence;
    const prompt = prompts[this.silences++];
    if (prompt !== undefined) return words('silence', prompt);
    return end === null ? null : words('end', end);
  }

  result(tool: string, output: string): Reply {
    const waiting = this.calls.take(tool);
    // The colleague has the call now.
    if (tool === this.dialogue.handover.tool) return words('handover');
    if (waiting === undefined) return this.idle();
    const { next } = waiting;
    const failure = this.calls.failure(tool, output);
    if (failure !== null) {
      // What did not lead anywhere is asked for anew.
      if (!('kind' in next) && next.needs !== null) this.askAgain(next, next.needs);
      return this.patience.trouble()
        ? this.handOver('troubles')
        : this.tell('trouble:understanding_failed', failure);
    }
    return 'kind' in next ? next : this.answer(next);
  }

  overdue(tool: string): Reply | null {
    const waiting = this.calls.take(tool);
    if (waiting === undefined) return null;
    // Nor can it try again with what it is not offered any more.
    if (waiting.retried || !this.tools.has(tool)) return this.handOver('timeout');
    const reply = this.inTrouble('timeout');
    if (reply.kind === 'handover') return reply;
    return { ...reply, calls: [this.calls.make(tool, { ...waiting, retried: true })] };
  }

  /** A tool that it knows, if there is one. Who has it hand over means that. */
  callFirst(reply: Reply): Reply {
    const offered = [...this.tools];
    const tool =
      offered.find((name) => this.calls.knows(name)) ??
      offered.find((name) => name !== this.dialogue.handover.tool);
    if (tool === undefined) return this.handOver('asked');
    const call = this.calls.make(tool, { next: reply, retried: false });
    return { kind: 'call', say: [], calls: [call] };
  }

  aside(blank: boolean): DialogueMind {
    const other = new DialogueMind(this.profile, this.dialogue);
    if (!blank) for (const [slot, value] of this.values) other.values.set(slot, value);
    return other;
  }

  idle(): Reply {
    return this.tell('idle', this.dialogue.idle);
  }

  timeoutMs(tool: string): number {
    return this.calls.timeoutMs(tool);
  }

  // ── Understanding ─────────────────────────────────────────────────────────────────────────────────────────────

  private troubleOf({ utterances, confidence, poorAudio, typed }: Heard): TroubleType | null {
    if (typed) return null;
    const wordless = utterances.every((utterance) => utterance === 'cough');
    if (wordless) return poorAudio ? 'audio_quality' : 'speech_not_detected';
    if (confidence >= SURE_FROM) return null;
    return poorAudio ? 'audio_quality' : 'transcription_failed';
  }

  private sense(said: readonly string[], filled: string | null): Reply {
    const { asking } = this;
    this.asking = null;
    // The last thing said is what is wanted: "Hello" may come before it.
    for (const utterance of said.toReversed()) {
      const fallback = this.fallbackFor(utterance);
      if (fallback !== undefined) return this.fallBack(fallback);
      const intent = this.intentOf(utterance);
      if (intent !== undefined) return this.perform(intent);
    }
    if (filled !== null) {
      if (asking !== null && asking.slot === filled) return this.perform(asking.intent);
      this.patience.success();
      return this.tell('answer', (this.dialogue.slots[filled] as Slot).noted);
    }
    return this.fallBack('default');
  }

  private fallbackFor(utterance: string): FallbackReason | undefined {
    const fallbacks = Object.entries(this.dialogue.fallbacks) as [
      FallbackReason,
      Dialogue['fallbacks'][FallbackReason],
    ][];
    return fallbacks.find(([, { heard }]) => heard.includes(utterance))?.[0];
  }

  /** What it means as an answer to the agent's last words, or else at any time. */
  private intentOf(utterance: string): Intent | undefined {
    const meant = this.dialogue.intents.filter(({ heard }) => heard.includes(utterance));
    const last = this.last.at(-1) ?? '';
    return meant.find(({ after }) => after.includes(last)) ?? meant.find(({ after }) => after.length === 0);
  }

  // ── Replying ──────────────────────────────────────────────────────────────────────────────────────────────────

  private perform(intent: Intent): Reply {
    if (intent.handover) return this.handOver('asked');
    if (intent.needs !== null && !this.values.has(intent.needs)) {
      const slot = this.askAgain(intent, intent.needs);
      this.patience.success();
      return this.tell('question', slot.ask);
    }
    const { calls } = intent;
    if (calls === null || !this.tools.has(calls)) return this.answer(intent);
    this.patience.success();
    const call = this.calls.make(calls, { next: intent, retried: false });
    return { kind: 'call', say: this.fillerFor(calls), calls: [call] };
  }

  private askAgain(intent: Intent, name: string): Slot {
    this.values.delete(name);
    this.asking = { slot: name, intent };
    return this.dialogue.slots[name] as Slot;
  }

  private answer(intent: Intent): Reply {
    this.patience.success();
    return this.tell('answer', ...intent.say, ...(intent.repeat ? this.last : []));
  }

  private fillerFor(tool: string): readonly string[] {
    const { fillers } = this.profile.manners;
    if (!this.calls.slow(tool) || fillers.length === 0) return [];
    return [fillers[this.fillersSaid++ % fillers.length] as string];
  }

  private inTrouble(type: TroubleType, instead?: string): Reply {
    if (this.patience.trouble()) return this.handOver('troubles');
    return words(`trouble:${type}`, instead ?? this.dialogue.troubles[type]);
  }

  private fallBack(reason: FallbackReason): Reply {
    if (this.patience.fallback()) return this.handOver('fallbacks');
    return this.tell(`fallback:${reason}`, this.dialogue.fallbacks[reason].say);
  }

  private handOver(reason: HandoverReason): Reply {
    const { say, tool } = this.dialogue.handover;
    this.handedOver = true;
    this.asking = null;
    const calls = this.tools.has(tool) ? [{ name: tool, arguments: JSON.stringify({ reason }) }] : [];
    return { kind: 'handover', say: [say], calls };
  }

  private tell(kind: Reply['kind'], ...say: readonly string[]): Reply {
    this.last = say;
    return words(kind, ...say);
  }
}
