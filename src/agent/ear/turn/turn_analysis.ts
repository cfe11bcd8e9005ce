/**
 * What is made of a turn while it is heard: the words (transcriber), and how well they could be heard (quality meter). Pure.
 * It begins a moment before the turn's first sound, of which both always keep a little.
 */

import type { Heard } from '../../mind/heard.ts';
import type { AudioQuality } from '../quality/quality.ts';
import { QualityMeter } from '../quality/quality_meter.ts';
import type { Recognition, Recognizer } from '../recognizer/recognition.ts';
import { Transcriber } from '../recognizer/transcriber.ts';

export interface Finding {
  readonly recognition: Recognition;
  /** Null: there was nothing to judge. */
  readonly quality: AudioQuality | null;
}

export class TurnAnalysis {
  /** Both are handed all audio. */
  readonly transcriber: Transcriber;
  readonly meter = new QualityMeter();

  /** Without a recognizer it does not understand what it hears. */
  constructor(recognizer: Recognizer | null) {
    this.transcriber = new Transcriber(recognizer);
  }

  /** Whether what is heard now belongs to a turn. */
  get busy(): boolean {
    return this.meter.busy;
  }

  /** What is heard from so long ago on, in ms of audio, belongs to a turn. */
  begin(agoMs: number): void {
    this.transcriber.begin(agoMs);
    this.meter.begin();
  }

  /** The words so far. */
  read(): Recognition {
    return this.transcriber.read();
  }

  /** The turn is over; its voice ended so long ago. */
  end(agoMs = 0): Finding {
    return { recognition: this.transcriber.end(agoMs), quality: this.meter.end() };
  }
}

export function heardOf({ recognition, quality }: Finding): Heard {
  const { utterances, confidence, complete, transcript } = recognition;
  return {
    utterances,
    confidence,
    complete,
    poorAudio: quality?.verdict === 'poor',
    // A sound adds nothing to a transcript.
    wordless: transcript === '',
    typed: false,
  };
}
