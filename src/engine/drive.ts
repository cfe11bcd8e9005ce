/**
 * Joins the pure call to whatever carries it: feeds inputs in, has the host carry out the effects, and translates both
 * ways through the dialect. Knows no socket and no clock, so that every engine drives calls the same way.
 */

import { Call } from '../core/call/call.ts';
import type { CallSpec } from '../core/call/call_spec.ts';
import type { CallInput, Effect } from '../core/call/effect.ts';
import type { FailureCode } from '../core/log/failure.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { CallRecord, TurnRecord } from '../core/log/record.ts';
import type { Playlist } from '../core/call/script.ts';
import type { Dialect, WireText } from '../dialect/dialect.ts';

/** What an engine does for a call. */
export interface Host {
  send(text: string): void;
  openMicrophone(atMs: number): void;
  speak(playlist: Playlist, atMs: number): void;
  hush(): void;
  wake(atMs: number): void;
  close(code: number): void;
  drop(): void;
  record(record: TurnRecord | CallRecord): void;
}

export class Driver {
  private readonly call: Call;
  private readonly dialect: Dialect;
  private readonly host: Host;

  constructor(plan: Plan, spec: CallSpec, scheduledMs: number, dialect: Dialect, host: Host) {
    this.call = new Call(plan, spec, scheduledMs);
    this.dialect = dialect;
    this.host = host;
  }

  get ended(): boolean {
    return this.call.ended;
  }

  input(input: CallInput, atMs: number): void {
    for (const effect of this.call.handle(input, atMs)) this.carryOut(effect);
  }

  /** A received message: an audio delta is only skimmed, all else is read. */
  message(wire: WireText, atMs: number): void {
    const audio = this.dialect.skim(wire);
    const event =
      audio === null
        ? this.dialect.read(wire.head(wire.length))
        : ({
            type: 'audio',
            responseId: audio.responseId,
            itemId: audio.itemId,
            ms: audio.bytes / this.dialect.bytesPerMs,
            pcm: null,
          } as const);
    this.input({ type: 'event', event }, atMs);
  }

  /** The connection ended. `failure` is the engine's own diagnosis; else the dialect may know what the code means. */
  closed(
    code: number,
    reason: string,
    failure: FailureCode | null,
    detail: string | null,
    atMs: number,
  ): void {
    const meaning = failure ?? this.dialect.closeMeaning(code, reason);
    this.input({ type: 'closed', code, reason, failure: meaning, detail }, atMs);
  }

  private carryOut(effect: Effect): void {
    const { host } = this;
    switch (effect.type) {
      case 'send':
        for (const text of this.dialect.write(effect.command)) host.send(text);
        break;
      case 'mic':
        host.openMicrophone(effect.atMs);
        break;
      case 'speak':
        host.speak(effect.playlist, effect.atMs);
        break;
      case 'hush':
        host.hush();
        break;
      case 'wake':
        host.wake(effect.atMs);
        break;
      case 'close':
        host.close(effect.code);
        break;
      case 'drop':
        host.drop();
        break;
      case 'record':
        host.record(effect.record);
        break;
    }
  }
}
