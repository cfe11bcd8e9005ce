/**
 * Spares the parsing of what says nothing new: an answer's words come piece by piece beside its audio, and a call wants to know
 * no more of these pieces than that its item has words at all. Once that has been told, the pieces that follow are known by
 * their ids alone. One for each session. Pure.
 */

import type { ReadEvent } from '../dialect.ts';

const PIECE = /^\{"type":"(response\.(?:output_)?(?:audio_transcript|text)\.delta)"[,}]/;

export class KnownContent {
  private responseId = '';
  private itemId = '';

  /** Another piece of what has been told of; null: anything else, which is to be read. */
  of(text: string): ReadEvent | null {
    if (this.responseId === '') return null;
    const name = PIECE.exec(text)?.[1];
    if (name === undefined) return null;
    // Inside a string the quotes would be escaped: these are fields.
    const known =
      text.includes(`"response_id":"${this.responseId}"`) && text.includes(`"item_id":"${this.itemId}"`);
    return known ? { type: 'other', name, ofAnswer: true } : null;
  }

  /** What was read: the content of an item is known from now on. */
  told(event: ReadEvent): void {
    if (event.type !== 'answer_content') return;
    // What would have to be escaped is never found, and so read each time.
    this.responseId = event.itemId === '' ? '' : event.responseId;
    this.itemId = event.itemId;
  }

  /** An answer of another making may take up the same name. */
  forget(): void {
    this.responseId = '';
  }
}
