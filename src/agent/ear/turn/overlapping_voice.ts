/**
 * A voice that began while the agent was heard, for as long as it is not clear what it wants: it is held until its words and
 * its length tell an interruption from a murmur. Pure. A murmur is passed over: logged, and not part of any turn.
 */

import type { Outbox } from '../../protocol/outbox.ts';
import type { InputBuffer } from './input_buffer.ts';
import { weighMurmur, type MurmurRules } from './murmur.ts';
import type { TurnAnalysis } from './turn_analysis.ts';
import type { TurnStarted } from './turn_taking.ts';

type HeldInput = Pick<InputBuffer, 'spokenMs' | 'pausedMs' | 'pass'>;
type HeldAnalysis = Pick<TurnAnalysis, 'read' | 'end'>;

export class OverlappingVoice {
  private readonly outbox: Outbox;
  private readonly rules: MurmurRules;
  private readonly input: HeldInput;
  private readonly analysis: HeldAnalysis;
  private held: TurnStarted | null = null;

  constructor(outbox: Outbox, rules: MurmurRules, input: HeldInput, analysis: HeldAnalysis) {
    this.outbox = outbox;
    this.rules = rules;
    this.input = input;
    this.analysis = analysis;
  }

  get isHeld(): boolean {
    return this.held !== null;
  }

  hold(started: TurnStarted): void {
    this.held = started;
  }

  /** `over`: it has ended. Gives the turn that begins with it, where it interrupts. */
  weigh(over: boolean): TurnStarted | null {
    const { held } = this;
    if (held === null) return null;
    const { spokenMs, pausedMs } = this.input;
    const verdict = weighMurmur(this.rules, this.analysis.read(), { spokenMs, pausedMs, over });
    if (verdict === 'interruption') return this.release();
    if (verdict === 'murmur') this.passOver(held, spokenMs);
    return null;
  }

  /** It is held no longer: what it began, if anything was held. */
  release(): TurnStarted | null {
    const { held } = this;
    this.held = null;
    return held;
  }

  private passOver({ speechStartMs }: TurnStarted, spokenMs: number): void {
    const { outbox } = this;
    this.held = null;
    this.input.pass();
    outbox.log({
      type: 'murmur',
      sessionId: outbox.sessionId,
      atMs: outbox.nowMs,
      speechStartAudioMs: speechStartMs,
      spokenMs,
      recognition: this.analysis.end().recognition,
    });
  }
}
