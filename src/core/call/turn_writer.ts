/**
 * Writes turns down, each once nothing of it can change any more: a newer one has followed, and nothing of its answer is on its
 * way, being heard, or waited for. Pure; instants in ms.
 */

import type { Answers } from './answers.ts';
import type { CallSpec } from './call_spec.ts';
import type { Effect } from './effect.ts';
import type { FailureCode } from '../log/failure.ts';
import type { OpenTurns } from './open_turns.ts';
import type { Playback } from './playback.ts';
import type { ToolDesk } from './tool_desk.ts';
import type { Turn } from './turn.ts';
import type { Cut } from './unplayed.ts';

/** From the end of an answer. Transcripts come after the audio: whoever judges what was said needs them. */
const WORDS_WITHIN_MS = 3000;
/** From a turn's end. One that takes longer is not waited for: a turn has to be written down some time. */
const TRANSCRIBED_WITHIN_MS = 30_000;

export interface TurnWriterParts {
  readonly spec: CallSpec;
  readonly turns: OpenTurns;
  readonly answers: Answers;
  readonly desk: ToolDesk;
  readonly playback: Playback;
  /** What the caller says is written down by the service. */
  readonly transcribes: boolean;
  readonly emit: (effect: Effect) => void;
}

export class TurnWriter {
  rttMs: number | null = null;
  /** The agent does not tell, as far as is known by now, that it gives way. */
  stopsUntold = false;
  private readonly parts: TurnWriterParts;

  constructor(parts: TurnWriterParts) {
    this.parts = parts;
  }

  /**
   * A turn whose transcription is still to come is not written either: else the late ones would be missing, and only the quick
   * ones measured. Nor is one whose answer was heard before its words have come.
   */
  settle(atMs: number): void {
    const { turns, answers, desk, playback, transcribes } = this.parts;
    const { unwritten } = turns;
    while (unwritten.length > 1) {
      const [turn, next] = unwritten as [Turn, Turn];
      if (answers.unfinished(turn) || turns.mayAnswerOldest(turn, next, atMs)) return;
      if (turn.heard && !next.heard && playback.playing(atMs)) return;
      if (desk.owes(turn)) return;
      if (turn.heard && answers.wordless(turn) && atMs < answeredMs(turn) + WORDS_WITHIN_MS) return;
      if (transcribes && turn.awaitsTranscription(atMs - TRANSCRIBED_WITHIN_MS)) return;
      unwritten.shift();
      this.write(turn, false, atMs);
    }
  }

  /** The call is over, with these answers cut off: whatever is still open is written as it stands. */
  close(cuts: readonly Cut[], failure: FailureCode | null, detail: string | null, atMs: number): void {
    const { turns, desk } = this.parts;
    for (const turn of turns.unwritten.splice(0)) {
      const awaited = !turn.heard || desk.waitsSinceMs(turn) !== null;
      if (failure !== null && turn.expectsAnswer && awaited) turn.fail(failure, detail);
      const cutOff = cuts.some(({ answer }) => answer.turn === turn);
      this.write(turn, cutOff && turn.heard, atMs);
    }
  }

  private write(turn: Turn, cutOff: boolean, atMs: number): void {
    const { index, caller, persona } = this.parts.spec;
    const call = { index, caller: caller.name, voice: persona.voice };
    this.parts.emit({
      type: 'record',
      record: turn.record(call, atMs, this.rttMs, cutOff, this.stopsUntold),
    });
  }
}

/** When the last of its answers was over: told, or heard. */
function answeredMs({ marks, heardUntilMs }: Turn): number {
  return Math.max(marks.answerDone ?? -Infinity, heardUntilMs);
}
