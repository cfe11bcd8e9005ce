/**
 * The agent's own lines as text: which of them a text says, and how long they are. Pure. Words are compared without regard to
 * case and punctuation; what is none of its lines is passed over.
 */

/** Of a text so much is read: no answer is nearly as long, and a client's text may be of millions. */
const MOST_CHARACTERS = 4000;

export class OwnWords {
  private readonly lines = new Map<string, readonly string[]>();

  /** utterance → transcript */
  constructor(transcripts: ReadonlyMap<string, string>) {
    for (const [id, transcript] of transcripts) this.lines.set(id, wordsOf(transcript));
  }

  /** The lines that are whole in a text, in their order. */
  read(text: string): readonly string[] {
    const words = wordsOf(text.slice(0, MOST_CHARACTERS));
    const said: string[] = [];
    for (let at = 0; at < words.length;) {
      const id = this.longestAt(words, at);
      if (id !== null) said.push(id);
      at += id === null ? 1 : this.count([id]);
    }
    return said;
  }

  /** Words in these lines. */
  count(ids: readonly string[]): number {
    return ids.reduce((sum, id) => sum + (this.lines.get(id)?.length ?? 0), 0);
  }

  private longestAt(words: readonly string[], at: number): string | null {
    let longest: string | null = null;
    for (const [id, line] of this.lines) {
      const longer = line.length > (longest === null ? 0 : this.count([longest]));
      if (longer && line.every((word, i) => words[at + i] === word)) longest = id;
    }
    return longest;
  }
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [];
}
