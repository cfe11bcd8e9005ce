/**
 * The caller's client as it plays the agent's answers: pieces of audio come in, where each answer begins and ends to be audible is
 * told to its turn, and what the caller speaks over is thrown away and told to the agent, item by item. It decides neither which
 * turn an answer is of nor when the caller speaks. Pure; instants in ms.
 */

import type { Answer, Answers } from './answers.ts';
import type { Effect } from './effect.ts';
import type { AudioEvent } from './event.ts';
import type { Onset } from './onset.ts';
import type { History } from './history.ts';
import { answerMurmur } from './murmur.ts';
import type { OpenTurns } from './open_turns.ts';
import type { Phantoms } from './phantoms.ts';
import type { Playback } from './playback.ts';
import type { ToolDesk } from './tool_desk.ts';
import { Unplayed, type Cut } from './unplayed.ts';

export interface ListeningParts {
  readonly playback: Playback;
  readonly answers: Answers;
  readonly turns: OpenTurns;
  readonly desk: ToolDesk;
  readonly history: History | null;
  readonly phantoms: Phantoms;
  readonly emit: (effect: Effect) => void;
}

export class Listening {
  private readonly parts: ListeningParts;
  private readonly unplayed = new Unplayed();

  constructor(parts: ListeningParts) {
    this.parts = parts;
  }

  /** A piece of an answer. */
  audio(answer: Answer, event: AudioEvent, atMs: number): void {
    const { playback, turns, desk, history, phantoms, emit } = this.parts;
    const { turn } = answer;
    const itemId = event.itemId === '' ? answer.itemId : event.itemId;
    history?.came(answer, event.ms, !answer.muted);
    if (answer.muted) {
      playback.discard(event.ms);
      turn.unheard(event.ms);
      if (!answer.items.has(itemId)) {
        answer.items.set(itemId, 0);
        this.tell(itemId, 0);
      }
      return;
    }
    const playing = playback.playing(atMs);
    const continues = this.unplayed.continues(answer, itemId);
    this.unplayed.push(answer, itemId, event.ms, playing);
    if (answer.audio === null) answer.follows = playing;
    const { heardAtMs, underrunMs } = playback.push(event.ms, atMs, continues);
    const byEar = event.onsetMs === undefined ? {} : ({ byEar: true } as const);
    answer.audio ??= { receivedMs: atMs, playedMs: heardAtMs, ...byEar };
    turn.audio(event.ms, underrunMs);
    const audibleMs = answer.onset === null ? heardAtMs : onsetOf(answer, answer.onset, event, heardAtMs);
    answer.endsMs = heardAtMs + event.ms;
    if (audibleMs === null) return;
    if (answer.onset !== null) {
      answer.onset = null;
      if (answer.unasked) turn.phantomStarts++;
      phantoms.heard(answer.begunMs);
      if (!answer.follows) {
        turns.current?.spokenOver(audibleMs);
        answerMurmur(turns.current?.backchannels.at(-1), audibleMs);
      }
      turn.heardFrom(audibleMs, answer.audio);
      emit({ type: 'moment', moment: 'answer', step: turn.start.step, atMs: audibleMs });
      desk.heard(answer, audibleMs);
    }
    playback.hear(audibleMs, answer.endsMs);
    turn.heardUntil(answer.endsMs);
  }

  /** So much at the end of an answer, all of which has come, is inaudible. */
  fallSilent(answer: Answer, inaudibleMs: number): void {
    if (answer.muted || answer.onset !== null) return;
    const { playback } = this.parts;
    playback.fallSilent(inaudibleMs);
    answer.turn.heardUntil(playback.audibleUntil(answer.endsMs));
  }

  /** The agent heard the caller: a client stops playing at once, and says how much of each item was heard. */
  stop(atMs: number): void {
    const audibleUntilMs = this.parts.playback.audibleUntil(atMs);
    const cuts = this.cutOff(atMs);
    const [first] = cuts;
    if (first !== undefined && this.parts.phantoms.isSilent(atMs)) first.answer.turn.phantomStops++;
    for (const { answer, items } of cuts) {
      const { turn } = answer;
      // It may have been silent before it stopped.
      const stoppedMs = (sinceMs: number): number => Math.max(sinceMs, audibleUntilMs);
      if (turn.bargeIn !== null) turn.bargeIn.stoppedMs ??= stoppedMs(turn.bargeIn.atMs);
      const murmur = turn.backchannels.at(-1);
      // What stops after an interruption stopped for that, not for an earlier murmur.
      const interrupted = turn.bargeIn !== null && atMs >= turn.bargeIn.atMs;
      if (murmur !== undefined && murmur.inSilence !== true && atMs >= murmur.atMs && !interrupted) {
        murmur.stoppedMs ??= stoppedMs(murmur.atMs);
      }
      // Where another session began since, the items are not known there.
      for (const { itemId, heardMs } of items) if (answer.items.has(itemId)) this.tell(itemId, heardMs);
    }
  }

  /**
   * Nothing that has come and is still unheard, and nothing more of what is being made, will be heard. Returns what lost by it, in
   * the order of playing: behind a filler the answer itself may wait to be heard.
   */
  cutOff(atMs: number): readonly Cut[] {
    const { answers, playback, turns, history } = this.parts;
    answers.mute();
    if (!playback.playing(atMs)) return [];
    for (const turn of turns.unwritten) turn.hushed(atMs);
    const cuts = this.unplayed.cut(playback.flush(atMs));
    for (const { answer, lostMs } of cuts) {
      answer.turn.lost(lostMs, atMs);
      history?.lost(answer, lostMs);
    }
    return cuts;
  }

  private tell(itemId: string, heardMs: number): void {
    if (itemId !== '') this.parts.emit({ type: 'send', command: { type: 'truncate', itemId, heardMs } });
  }
}

/** When an answer is first heard, where that is in this piece, or in the one before: null while it is silent. */
function onsetOf(
  answer: Answer,
  onset: Onset,
  { pcm, onsetMs }: AudioEvent,
  heardAtMs: number,
): number | null {
  if (onsetMs !== undefined) return onsetMs === null ? null : heardAtMs + onsetMs;
  // From a host that decodes nothing, all is taken for audible.
  if (pcm === null) return heardAtMs;
  const { samplesPerMs } = pcm;
  let readMs = 0;
  for (let samples = pcm.next(); samples !== null; samples = pcm.next()) {
    const foundMs = onset.push(samples, samplesPerMs);
    if (foundMs !== null) {
      const offsetMs = readMs + foundMs;
      return offsetMs < 0 ? answer.endsMs + offsetMs : heardAtMs + offsetMs;
    }
    readMs += samples.length / samplesPerMs;
  }
  return null;
}
