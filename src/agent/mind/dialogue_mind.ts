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
 *   typed words that it does not know                a fallback; before anything else was said, the greeting
 *   a murmur, or a yes or no to nothing              what it had asked for, once more; what it was about to answer and
 *                                                    nobody has heard; or it offers itself
 *
 * The third trouble in a row and the third fallback become a handover instead. A handover that was cancelled or failed is
 * the answer to whatever comes next; after one that was not, the agent is out of the conversation.
 */

import type { Intent, Slot } from '../profile/profile.ts';
import { type HandoverReason } from './handover.ts';
import type { Heard } from './heard.ts';
import type { Fate, Mind } from './mind.ts';
import { RememberingMind } from './remembering_mind.ts';
import { words, type Reply } from './reply.ts';
import { troubleIn, type FallbackReason, type TroubleType } from './trouble.ts';

export class DialogueMind extends RememberingMind implements Mind {
  greet(): Reply {
    this.opened = true;
    return this.tell('greeting', this.profile.greeting);
  }

  hear(heard: Heard): Reply {
    const { opened } = this;
    this.opened = true;
    this.silences = 0;
    this.presumed = false;
    const handover = this.handover.unfinished(this.tools);
    if (handover !== null) return handover;
    if (heard.typed && !heard.wordless && heard.utterances.length === 0) {
      return opened ? this.fallBack('default') : this.greet();
    }
    const trouble = troubleIn(heard);
    if (trouble !== null) return this.inTrouble(trouble);
    const said = heard.utterances.filter((utterance) => !this.dialogue.backchannels.includes(utterance));
    if (said.length === 0) return this.sayOn() ?? this.idle();
    const number = this.number.hear(said, this.question.slot);
    if (number.type === 'stray') return this.inTrouble('understanding_failed');
    if (number.type === 'cut') {
      // A caller who goes on with the number is no trouble.
      return number.grown
        ? words('question', number.ask)
        : this.inTrouble('understanding_failed', number.ask);
    }
    if (number.type === 'whole') this.question.values.set(number.slot, number.digits);
    return this.sense(said, number.type === 'whole' ? number.slot : null);
  }

  overhear(heard: Heard): void {
    const { opened } = this;
    const decided = this.handover.decided && !this.presumed;
    const reply = this.hear(heard);
    this.concluded(reply, { status: 'cancelled', begun: false });
    if (reply.kind === 'greeting') this.opened = opened;
    this.presumed = this.handover.decided && !decided;
  }

  silence(): Reply | null {
    if (this.handover.done) return null;
    const { prompts, end } = this.profile.manners.silence;
    const prompt = prompts[this.silences++];
    if (prompt !== undefined) return this.handover.unfinished(this.tools) ?? words('silence', prompt);
    return end === null ? null : words('end', end);
  }

  result(tool: string, output: string): Reply {
    const waiting = this.calls.take(tool);
    // The colleague has the call now.
    if (this.handover.done || tool === this.dialogue.handover.tool) return words('handover');
    const handover = this.handover.unfinished(this.tools);
    if (handover !== null) return handover;
    if (waiting === undefined) return this.idle();
    const { next } = waiting;
    const failure = this.calls.failure(tool, output);
    if (failure !== null) {
      // What did not lead anywhere is asked for anew.
      if (!('kind' in next) && next.needs !== null) this.question.ask(next.needs, next);
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
    const tool = this.calls.anyOf(this.tools, this.dialogue.handover.tool);
    if (tool === undefined) return this.handOver('asked');
    const call = this.calls.make(tool, { next: reply, retried: false });
    return { kind: 'call', say: [], calls: [call] };
  }

  aside(blank: boolean): DialogueMind {
    const other = new DialogueMind(this.profile, this.dialogue, this.lines);
    other.opened = true;
    if (!blank) for (const [slot, value] of this.question.values) other.question.values.set(slot, value);
    return other;
  }

  idle(): Reply {
    if (this.handover.done) return words('handover');
    return this.handover.unfinished(this.tools) ?? this.tell('idle', this.dialogue.idle);
  }

  concluded({ kind, say, calls }: Reply, { status, begun }: Fate): void {
    if (kind === 'handover' && status === 'completed') {
      this.handover.complete();
      this.calls.forget();
      this.question.close();
    }
    // It was interrupted before the call was made once more: that is still to be done.
    if (kind === 'trouble:timeout' && status === 'cancelled') {
      for (const { name } of calls) this.calls.owe(name);
    }
    if (begun) return;
    const unheard = this.last.takeBack(say);
    if (kind === 'answer' && status === 'cancelled') this.unsaid = unheard;
    const spent = kind === 'handover' && status === 'cancelled' && this.handover.outOfPatience;
    if (spent) this.handover.drop();
    const counted = kind.startsWith('trouble:') && kind !== 'trouble:connection_lost';
    if (spent || counted || kind.startsWith('fallback:')) this.patience.takeBack();
  }

  timeoutMs(tool: string): number {
    return this.calls.timeoutMs(tool);
  }

  // ── Understanding ─────────────────────────────────────────────────────────────────────────────────────────────

  private sense(said: readonly string[], filled: string | null): Reply {
    const { slot: asked, intent: wanted } = this.question;
    const last = this.last.line;
    const pending = asked !== null && filled === null;
    const meant = pending ? said.filter((utterance) => !this.meanings.answersNothing(utterance, last)) : said;
    if (meant.length === 0) return this.sayOn() ?? this.idle();
    this.unsaid = [];
    // The last thing said is what is wanted: "Hello" may come before it.
    for (const utterance of meant.toReversed()) {
      const meaning = this.meanings.of(utterance, last);
      // Who wants to hear the question again has not passed over it.
      if (meaning?.type !== 'intent' || !meaning.intent.repeat) this.question.close();
      if (meaning?.type === 'fallback') return this.fallBack(meaning.reason);
      if (meaning?.type === 'intent') return this.perform(meaning.intent);
    }
    this.question.close();
    if (filled !== null) {
      if (asked === filled && wanted !== null) return this.perform(wanted);
      this.patience.success();
      return this.tell('answer', (this.dialogue.slots[filled] as Slot).noted);
    }
    return this.fallBack('default');
  }

  // ── Replying ──────────────────────────────────────────────────────────────────────────────────────────────────

  private perform(intent: Intent): Reply {
    if (intent.handover) return this.handOver('asked');
    if (intent.needs !== null && !this.question.values.has(intent.needs)) {
      const slot = this.question.ask(intent.needs, intent);
      this.patience.success();
      return this.tell('question', slot.ask);
    }
    const { calls } = intent;
    if (calls === null || !this.tools.has(calls)) return this.answer(intent);
    this.patience.success();
    const call = this.calls.make(calls, { next: intent, retried: false });
    return { kind: 'call', say: this.calls.slow(calls) ? this.fillers.next() : [], calls: [call] };
  }

  /** What it had asked for and was not told, or what it was about to answer. Null: neither. */
  private sayOn(): Reply | null {
    const { line } = this.question;
    if (line !== null) return this.tell('question', line);
    const { unsaid } = this;
    this.unsaid = [];
    return unsaid.length === 0 ? null : this.tell('answer', ...unsaid);
  }

  private answer(intent: Intent): Reply {
    this.patience.success();
    return intent.repeat ? this.repeat(intent) : this.tell('answer', ...intent.say);
  }

  /** Its last words stay the last, or they would grow each time; where the two are too long together, they come alone. */
  private repeat({ say }: Intent): Reply {
    const { lines } = this.last;
    if (lines.length === 0) return this.idle();
    const both = [...say, ...lines];
    return words('answer', ...(this.lines.count(both) > this.profile.manners.words ? lines : both));
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
    return this.handover.decide(reason, this.tools);
  }

  private tell(kind: Reply['kind'], ...say: readonly string[]): Reply {
    const reply = words(kind, ...say);
    this.last.say(reply.say);
    return reply;
  }
}
