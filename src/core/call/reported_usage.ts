/**
 * What the agent has reported of the usage of a call: of each answer and each transcription once, however often it is told. An id
 * that is used again for another answer counts again. Pure.
 */

import type { Usage } from '../log/record.ts';
import { addUsage, noUsage } from '../log/usage.ts';

export class ReportedUsage {
  total: Usage = noUsage;
  private readonly answers = new Set<string>();
  private readonly transcriptions = new Set<string>();
  /** The answer that ended last, where what it has used is still to be told. */
  private owing = false;

  /** An answer is over. False: it was before, and what is told of it now is told twice. */
  answer(responseId: string, usage: Usage | null): boolean {
    if (responseId !== '') {
      if (this.answers.has(responseId)) return false;
      this.answers.add(responseId);
    }
    if (usage !== null) this.total = addUsage(this.total, usage);
    return true;
  }

  /** An answer has ended that tells what it has used later. */
  owes(): void {
    this.owing = true;
  }

  /** What an answer has used is told apart from its end. */
  used(usage: Usage): void {
    this.owing = false;
    this.total = addUsage(this.total, usage);
  }

  /** Answers of which it was not told yet what they have used. */
  get owed(): number {
    return this.owing ? 1 : 0;
  }

  /** An answer of this name is over. */
  isOver(responseId: string): boolean {
    return this.answers.has(responseId);
  }

  /** The name is another answer's from now on. */
  reuse(responseId: string): void {
    this.answers.delete(responseId);
  }

  /** The words of an item are written down. False: they were before. */
  transcription(itemId: string | null, usage: Usage | null): boolean {
    // A protocol that names nothing that it has heard tells of each piece once.
    if (itemId !== null && itemId !== '') {
      if (this.transcriptions.has(itemId)) return false;
      this.transcriptions.add(itemId);
    }
    if (usage !== null) this.total = addUsage(this.total, usage);
    return true;
  }

  /** The server has taken an item: its words are to be written down, whatever had this name before. */
  taken(itemId: string | null): void {
    if (itemId !== null) this.transcriptions.delete(itemId);
  }

  /** Another session begins: it may give the same names to what is not the same. */
  forgetNames(): void {
    this.answers.clear();
    this.transcriptions.clear();
  }
}
