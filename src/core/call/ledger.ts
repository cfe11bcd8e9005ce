/**
 * The ledger of a call: the turns that are still open, the answers to them, and the ear that plays these. Events of the agent
 * come in, marks are set, and each turn is written down once nothing of it can change any more.
 */

import { Answers, type Answer } from './answers.ts';
import { ToolDesk } from './tool_desk.ts';
import type { CallSpec } from './call_spec.ts';
import type { CallMoment, Effect } from './effect.ts';
import type { AgentEvent, AudioEvent, PcmReader } from './event.ts';
import type { Turn } from './turn.ts';
import type { FailureCode } from '../log/failure.ts';
import type { Onset } from './onset.ts';
import { OpenTurns } from './open_turns.ts';
import type { Plan } from '../plan/plan.ts';
import { Playback, type PlaybackObserver } from './playback.ts';
import type { Usage } from '../log/record.ts';
import { addUsage, noUsage } from '../log/usage.ts';

/** From a turn's end. One that takes longer is not waited for: a turn has to be written down some time. */
const TRANSCRIBED_WITHIN_MS = 30_000;

export class Ledger {
  readonly playback: Playback;
  readonly desk: ToolDesk;
  readonly turns: OpenTurns;
  usage: Usage = noUsage;
  rttMs: number | null = null;

  private readonly plan: Plan;
  private readonly spec: CallSpec;
  private readonly emit: (effect: Effect) => void;
  private readonly flushes: boolean;
  private readonly transcribes: boolean;
  private readonly answers: Answers;
  /** The server has heard speech start, and not yet stop. */
  private hearsSpeech = false;
  /** When something last came from the server. */
  private receivedMs = -Infinity;

  constructor(
    plan: Plan,
    spec: CallSpec,
    emit: (effect: Effect) => void,
    observer: PlaybackObserver | null = null,
  ) {
    this.plan = plan;
    this.spec = spec;
    this.emit = emit;
    this.playback = new Playback(plan.playback.bufferMs, observer);
    this.answers = new Answers(plan.playback.audibleDbfs);
    this.desk = new ToolDesk(plan, spec.index, this.answers, emit);
    this.turns = new OpenTurns(plan.frameMs, this.desk);
    this.transcribes = plan.target.session.transcription !== undefined;
    this.flushes = plan.target.session.turnDetection?.interruptResponse !== false;
  }

  /** The turn that what comes next belongs to. */
  get current(): Turn | undefined {
    return this.turns.current;
  }

  /** More may come of an answer that the caller listens to. */
  get speaking(): boolean {
    return this.answers.speaking;
  }

  /** Answers whose end was never announced, as it always is. */
  get endless(): number {
    return this.answers.endless;
  }

  /** The caller listens no longer to an answer: where nothing of it is left to hear, its end is missing. */
  heardEnough(atMs: number): void {
    if (!this.playback.playing(atMs)) this.answers.giveUpWaiting();
  }

  /** Whether a delta of this answer has to be shown to the ear: nothing of it has been audible yet. */
  seeksOnset(responseId: string): boolean {
    const answer = this.answers.get(responseId);
    return answer === undefined || (answer.onset !== null && !answer.muted);
  }

  /**
   * When the answer to the current turn will have been heard, as things stand. While more of it may come, that is told by ear:
   * once nothing has been played and nothing has come for a while.
   */
  answerOverMs(turn: Turn): number {
    const playedMs = this.playback.endsMs();
    if (this.answers.speaking) return Math.max(playedMs, this.receivedMs) + this.plan.limits.quietMs;
    if (this.answers.owing || this.hearsSpeech) return Math.max(playedMs, turn.deadlineMs);
    return playedMs;
  }

  /**
   * Until when the caller bears with a turn in which a tool was called: its patience counts anew from the last result, or
   * from the end of what was heard before it. Infinity: a result is not out yet. Null: no tool is waited for.
   */
  toolDeadlineMs(turn: Turn): number | null {
    const sinceMs = this.desk.waitsSinceMs(turn);
    return sinceMs === null ? null : Math.max(sinceMs, this.playback.endsMs()) + turn.patienceMs;
  }

  /** When `timer` has something to do. */
  get wakeMs(): number {
    return Math.min(this.desk.wakeMs, this.heldUpUntilMs);
  }

  /** The answer that called a tool may never be told to be over: then that is told by ear, as of any other. */
  private get heldUpUntilMs(): number {
    if (!this.desk.heldUp) return Infinity;
    return Math.max(this.playback.endsMs(), this.receivedMs) + this.plan.limits.quietMs;
  }

  /** Results of tools have fallen due. True: what they were held up by was waited for in vain until now. */
  timer(atMs: number): boolean {
    if (atMs >= this.desk.wakeMs) this.desk.work(atMs);
    if (atMs < this.heldUpUntilMs) return false;
    this.answers.giveUpWaiting();
    this.desk.work(atMs);
    return true;
  }

  /**
   * The connection is lost. What has come of an answer is still heard; nothing more of it will come, and no result of a tool is
   * wanted any more. A turn in which the caller goes without the rest fails with it; one that has heard nothing waits on.
   */
  disconnected(): void {
    this.hearsSpeech = false;
    const brokenOff = new Set(this.answers.abandon().map(({ turn }) => turn));
    for (const turn of this.turns.unwritten) {
      const missed = brokenOff.has(turn) || this.desk.waitsSinceMs(turn) !== null;
      if (!missed || !turn.heard || !turn.start.expectsAnswer) continue;
      turn.fail('connection_lost', 'the connection broke in the middle of the answer');
    }
    this.desk.abandon();
  }

  /** What the agent's side says or does. */
  event(event: AgentEvent, atMs: number): void {
    const { turns } = this;
    this.receivedMs = atMs;
    switch (event.type) {
      case 'speech_started':
        this.hearsSpeech = true;
        turns.spoken(atMs)?.speechStarted(atMs);
        this.desk.spoke();
        if (this.flushes) this.stopListening(atMs);
        break;
      case 'interrupted':
        this.stopListening(atMs);
        break;
      case 'speech_stopped':
        this.hearsSpeech = false;
        turns.spoken(atMs)?.speechStopped(atMs);
        break;
      case 'committed':
        this.hearsSpeech = false;
        turns.committed(event.itemId, atMs);
        this.answers.committed();
        if (this.plan.target.session.turnDetection?.createResponse === false) {
          this.emit({ type: 'send', command: { type: 'respond' } });
        }
        break;
      case 'transcribed':
        this.transcribed(event, atMs);
        break;
      case 'answer_created':
        this.answerOf(event.responseId, '', atMs).turn.answerCreated(atMs);
        break;
      case 'answer_content': {
        const answer = this.answerOf(event.responseId, event.itemId, atMs);
        if (event.itemId !== '') answer.itemId = event.itemId;
        answer.turn.firstContent(atMs);
        break;
      }
      case 'audio':
        this.audio(event, atMs);
        break;
      case 'audio_tail':
        this.fallSilent(event.responseId, event.inaudibleMs);
        break;
      case 'answer_text':
        this.answers.get(event.responseId)?.turn.text(event.text);
        break;
      case 'tool_call':
        this.called(event, atMs);
        break;
      case 'answer_done':
        this.answerDone(event, atMs);
        break;
      case 'error':
        if (event.busy === true) this.desk.refused();
        break;
      default:
        break;
    }
    this.settle(atMs);
  }

  private transcribed(event: Extract<AgentEvent, { type: 'transcribed' }>, atMs: number): void {
    const turn = this.turns.unwritten.findLast((candidate) =>
      candidate.transcribed(event.itemId, event.text === null, atMs),
    );
    if (event.seconds === 0 && event.tokens === 0) return;
    const usage: Usage = {
      ...noUsage,
      transcriptionSeconds: event.seconds,
      transcriptionTokens: event.tokens,
    };
    this.usage = addUsage(this.usage, usage);
    turn?.bill(usage);
  }

  private answerOf(responseId: string, itemId: string, atMs: number): Answer {
    return this.answers.get(responseId) ?? this.answers.begin(responseId, itemId, this.turns.asked(atMs));
  }

  private called(event: Extract<AgentEvent, { type: 'tool_call' }>, atMs: number): void {
    const { responseId } = event;
    const answer = responseId === null ? this.answers.newest() : this.answerOf(responseId, '', atMs);
    const open = answer !== null && this.turns.unwritten.includes(answer.turn) ? answer.turn : undefined;
    const turn = open ?? this.current ?? this.turns.openUnasked(atMs);
    const moot = answer?.muted === true || this.hearsSpeech || this.answers.owing;
    this.desk.called(event, answer, turn, moot, atMs);
    this.tellMoment('tool', turn.start.step, atMs);
  }

  private audio(event: AudioEvent, atMs: number): void {
    const answer = this.answerOf(event.responseId, event.itemId, atMs);
    const { turn } = answer;
    if (answer.muted) {
      this.playback.discard(event.ms);
      turn.unheard(event.ms);
      return;
    }
    const continues = answer.itemMs > 0 && answer.itemId === event.itemId;
    if (!continues) answer.itemMs = 0;
    answer.itemId = event.itemId;
    answer.itemMs += event.ms;
    if (answer.playedMs === 0) answer.follows = this.playback.playing(atMs);
    answer.playedMs += event.ms;
    const { heardAtMs, underrunMs } = this.playback.push(event.ms, atMs, continues);
    answer.audio ??= { receivedMs: atMs, playedMs: heardAtMs };
    turn.audio(event.ms, underrunMs);
    const audibleMs = answer.onset === null ? heardAtMs : onsetOf(answer, answer.onset, event.pcm, heardAtMs);
    answer.endsMs = heardAtMs + event.ms;
    if (audibleMs === null) return;
    if (answer.onset !== null) {
      answer.onset = null;
      if (!answer.follows) this.current?.spokenOver(audibleMs);
      turn.heardFrom(audibleMs, answer.audio);
      this.tellMoment('answer', turn.start.step, audibleMs);
      this.desk.heard(answer, audibleMs);
    }
    this.playback.hear(audibleMs, answer.endsMs);
    turn.heardUntil(answer.endsMs);
  }

  /** For whoever spoils calls on purpose: a plan without faults has nobody to tell. */
  tellMoment(moment: CallMoment, step: number, atMs: number): void {
    if (this.plan.faults !== undefined) this.emit({ type: 'moment', moment, step, atMs });
  }

  /** So much at the end of an answer, all of which has come, is inaudible. */
  private fallSilent(responseId: string, inaudibleMs: number): void {
    const answer = this.answers.get(responseId);
    if (answer === undefined || answer.muted || answer.onset !== null) return;
    this.playback.fallSilent(inaudibleMs);
    answer.turn.heardUntil(this.playback.audibleUntil(answer.endsMs));
  }

  private answerDone(event: Extract<AgentEvent, { type: 'answer_done' }>, atMs: number): void {
    const answer = this.answerOf(event.responseId, '', atMs);
    this.answers.end(answer);
    if (event.usage !== null) this.usage = addUsage(this.usage, event.usage);
    answer.turn.answerDone(atMs, event.usage);
    if (event.status === 'failed' && this.missed(answer)) {
      const code = event.rateLimited ? 'rate_limited' : 'answer_failed';
      answer.turn.fail(code, event.reason ?? 'response failed without a reason');
    }
    this.desk.work(atMs);
  }

  /** Whether the caller goes without what a failed answer was to say: all of it, or the rest, for which it still listened. */
  private missed(answer: Answer): boolean {
    const brokeOff = answer.onset === null && !answer.muted;
    // After "let me see" the answer is what was to be said of the tool's result.
    return !answer.turn.heard || brokeOff || this.desk.awaited(answer);
  }

  /** The agent heard the caller: a client stops playing at once, and says how much of the answer was heard. */
  stopListening(atMs: number): void {
    const audibleUntilMs = this.playback.audibleUntil(atMs);
    for (const answer of this.cutOff(atMs)) {
      const { turn } = answer;
      // It may have been silent before it stopped.
      const stoppedMs = (sinceMs: number): number => Math.max(sinceMs, audibleUntilMs);
      if (turn.bargeIn !== null) turn.bargeIn.stoppedMs ??= stoppedMs(turn.bargeIn.atMs);
      const murmur = turn.backchannels.at(-1);
      // What stops after an interruption stopped for that, not for an earlier murmur.
      const interrupted = turn.bargeIn !== null && atMs >= turn.bargeIn.atMs;
      if (murmur !== undefined && atMs >= murmur.atMs && !interrupted) {
        murmur.stoppedMs ??= stoppedMs(murmur.atMs);
      }
      if (answer.itemId !== '') {
        const heardMs = Math.max(0, answer.itemMs - answer.lostMs);
        this.emit({ type: 'send', command: { type: 'truncate', itemId: answer.itemId, heardMs } });
      }
    }
  }

  /**
   * Nothing that has come and is still unheard, and nothing more of what is being made, will be heard. Returns the answers
   * that lost by it, in the order in which they began: behind a filler the answer itself may wait to be heard.
   */
  private cutOff(atMs: number): readonly Answer[] {
    this.answers.mute();
    if (!this.playback.playing(atMs)) return [];
    for (const turn of this.turns.unwritten) turn.hushed(atMs);
    let restMs = this.playback.flush(atMs);
    const cut: Answer[] = [];
    for (const answer of this.answers.voiced()) {
      const lostMs = Math.min(restMs, answer.playedMs);
      if (lostMs <= 0) break;
      restMs -= lostMs;
      answer.lostMs = lostMs;
      answer.turn.lost(lostMs, atMs);
      cut.unshift(answer);
    }
    return cut;
  }

  /** The call is decided: only what it costs still counts. */
  bill(usage: Usage): void {
    this.usage = addUsage(this.usage, usage);
  }

  /**
   * Records each turn that a newer one has followed, once nothing of its answer is on its way or being heard. Nor is one
   * recorded whose transcription is still to come: else the late ones would be missing, and only the quick ones measured.
   */
  settle(atMs: number): void {
    const { unwritten } = this.turns;
    while (unwritten.length > 1) {
      const [turn, next] = unwritten as [Turn, Turn];
      if (this.answers.unfinished(turn) || this.turns.mayAnswerOldest(atMs)) return;
      if (turn.heard && !next.heard && this.playback.playing(atMs)) return;
      if (this.desk.owes(turn)) return;
      if (this.transcribes && turn.awaitsTranscription(atMs - TRANSCRIBED_WITHIN_MS)) return;
      unwritten.shift();
      this.write(turn, false, atMs);
    }
  }

  /** The call is over: whatever is still open is written as it stands. */
  close(failure: FailureCode | null, detail: string | null, atMs: number): void {
    const cut = this.cutOff(atMs);
    for (const turn of this.turns.unwritten.splice(0)) {
      const awaited = !turn.heard || this.desk.waitsSinceMs(turn) !== null;
      if (failure !== null && turn.start.expectsAnswer && awaited) turn.fail(failure, detail);
      const cutOff = cut.some((answer) => answer.turn === turn);
      this.write(turn, cutOff && turn.heard, atMs);
    }
  }

  private write(turn: Turn, cutOff: boolean, atMs: number): void {
    const { index, caller, persona } = this.spec;
    const call = { index, caller: caller.name, voice: persona.voice };
    this.emit({ type: 'record', record: turn.record(call, atMs, this.rttMs, cutOff) });
  }
}

/** When an answer is first heard, where that is in this piece, or in the one before: null while it is silent. */
function onsetOf(answer: Answer, onset: Onset, pcm: PcmReader | null, heardAtMs: number): number | null {
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
