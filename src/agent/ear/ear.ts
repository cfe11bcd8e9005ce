/** What an agent's ear is made of, handed in from outside so that all that listens stays pure. */

import type { DetectorFactory } from './detector/detector.ts';
import type { Recognizer } from './recognizer/recognition.ts';
import type { MurmurRules } from './turn/murmur.ts';

export interface Ear {
  readonly detector: DetectorFactory;
  /** Null: it does not understand what it hears. */
  readonly recognizer: Recognizer | null;
  /** What does not interrupt the agent. Null: everything does. */
  readonly murmurs: MurmurRules | null;
  /** Silence after which the agent speaks up, where the client has not set its own. */
  readonly silenceMs: number;
}
