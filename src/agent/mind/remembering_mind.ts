/**
 * What the mind of a dialogue keeps, and how it comes by it where the conversation was held elsewhere before: from what a client tells
 * it of that. What it makes of what it hears is `dialogue_mind.ts`'s. Pure.
 */

import type { Dialogue, Profile } from '../profile/profile.ts';
import { Fillers } from './fillers.ts';
import { Handover } from './handover.ts';
import { LastWords } from './last_words.ts';
import { Meanings } from './meanings.ts';
import { OpenQuestion } from './open_question.ts';
import type { OwnWords } from './own_words.ts';
import { remarksOf } from './remarks.ts';
import { words, type Reply } from './reply.ts';
import { resumed } from './resumption.ts';
import { SpokenNumber } from './spoken_number.ts';
import { ToolCalls } from './tool_calls.ts';
import { Patience } from './trouble.ts';

export abstract class RememberingMind {
  tools: ReadonlySet<string> = new Set();
  protected readonly profile: Profile;
  protected readonly dialogue: Dialogue;
  protected readonly lines: OwnWords;
  protected readonly meanings: Meanings;
  protected readonly handover: Handover;
  protected readonly patience: Patience;
  protected readonly number: SpokenNumber;
  protected readonly question: OpenQuestion;
  protected readonly calls: ToolCalls;
  protected readonly last = new LastWords();
  protected readonly remarks: ReadonlySet<string>;
  protected readonly fillers: Fillers;
  /** What it was about to answer as somebody made a sound that means nothing: that is no reason to leave it unsaid. */
  protected unsaid: readonly string[] = [];
  protected silences = 0;
  /** Somebody has said something that was understood, or was answered: what comes now opens no conversation. */
  protected opened = false;
  /** The handover that is pending was decided on words that were never answered here. */
  protected presumed = false;

  /** `lines`: what it can say. */
  constructor(profile: Profile, dialogue: Dialogue, lines: OwnWords) {
    this.profile = profile;
    this.dialogue = dialogue;
    this.lines = lines;
    this.meanings = new Meanings(dialogue);
    this.handover = new Handover(dialogue.handover);
    this.patience = new Patience(dialogue.handover);
    this.number = new SpokenNumber(dialogue.slots);
    this.question = new OpenQuestion(dialogue.slots);
    this.remarks = remarksOf(profile.manners, dialogue);
    this.fillers = new Fillers(profile.manners.fillers);
    this.calls = new ToolCalls(dialogue.tools, this.question.values);
  }

  resume(next: Reply | null = null): Reply {
    // It is no trouble of the caller's making, and nothing to say again.
    const back = this.dialogue.troubles.connection_lost;
    if (next === null) {
      // The calls of tools went with the connection.
      this.calls.forget();
      return words('trouble:connection_lost', back);
    }
    const reply = resumed(back, next, this.profile.manners.words, this.lines);
    this.last.within(next.say, reply.say);
    return reply;
  }

  finished(text: string): boolean {
    return this.lines.read(text).length > 0;
  }

  recallCall(tool: string, args: string): void {
    this.opened = true;
    const intent = this.dialogue.intents.find(({ calls }) => calls === tool);
    this.calls.recall(tool, args, this.question.values, intent);
  }

  recall(text: string): void {
    this.opened = true;
    const { tools, handover } = this.dialogue;
    const read = this.lines.read(text);
    const said = read.filter((line) => !this.remarks.has(line));
    if (said.length === 0 && read.length > 0) return;
    this.last.lines = said;
    // What was decided here stands, whatever a client writes into the conversation meanwhile.
    if (this.presumed && !said.includes(handover.say)) this.handover.drop();
    const last = said.at(-1);
    if (last === undefined) return;
    if (this.question.recall(last)) return;
    const tool = Object.keys(tools).find((name) => tools[name]?.onError === last);
    const failed = tool === undefined ? undefined : this.calls.intentOf(tool);
    if (failed !== undefined && failed.needs !== null) this.question.ask(failed.needs, failed);
    else this.question.close();
  }
}
