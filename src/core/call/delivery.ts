/**
 * How a caller's words go out: onto the microphone's grid, after the agent or over it, with what its client tells the agent of that.
 * Where it pushes a key to talk, its client alone says that it speaks, and when it has finished. Pure; instants in ms.
 */

import type { Effect } from './effect.ts';
import type { Ledger } from './ledger.ts';
import type { Mouth } from './mouth.ts';
import type { Plan } from '../plan/plan.ts';
import { pushesToTalk } from './push_key.ts';
import type { MurmurKind, TurnKind } from '../log/record.ts';
import type { Utterance } from './utterance.ts';

export class Delivery {
  /** What is being said asks for nothing, and opens no turn. */
  murmurs = false;
  /** Of which kind that is. */
  murmurAs: MurmurKind = 'backchannel';
  private readonly pushes: boolean;
  private readonly ledger: Ledger;
  private readonly mouth: Mouth;
  private readonly emit: (effect: Effect) => void;

  constructor(plan: Plan, ledger: Ledger, mouth: Mouth, emit: (effect: Effect) => void) {
    this.pushes = pushesToTalk(plan);
    this.ledger = ledger;
    this.mouth = mouth;
    this.emit = emit;
  }

  /** These words begin at a slot. */
  begin(kind: TurnKind, utterance: Utterance, slotMs: number): void {
    const { ledger } = this;
    const startMs = slotMs + utterance.speechStartMs;
    this.mouth.says(utterance, slotMs);
    if (this.pushes && !this.murmurs) this.emit({ type: 'send', command: { type: 'push' } });
    this.emit({ type: 'speak', playlist: utterance.playlist, atMs: slotMs });
    const former = ledger.current;
    const endMs = slotMs + utterance.speechEndMs;
    ledger.phantoms.sound(startMs, endMs);
    if (this.murmurs) {
      const { murmurAs: as } = this;
      const inSilence = !ledger.speaking && ledger.playback.endsMs() <= startMs;
      const murmur = { atMs: startMs, stoppedMs: null, as, said: utterance.said, endMs };
      former?.backchannels.push(inSilence ? { ...murmur, inSilence } : murmur);
      return;
    }
    ledger.desk.passed(startMs);
    if (this.pushes) ledger.desk.spoke();
    if (kind !== 'interrupt') return;
    if (former !== undefined) former.bargeIn = { atMs: startMs, stoppedMs: null };
    if (!this.pushes) return;
    if (ledger.speaking) this.emit({ type: 'send', command: { type: 'cancel' } });
    ledger.stopListening(startMs);
  }

  /** Their last frame has left. */
  finish(): void {
    if (!this.pushes || this.murmurs) return;
    this.emit({ type: 'send', command: { type: 'commit' } });
    this.emit({ type: 'send', command: { type: 'respond', to: 'words' } });
  }
}
