/**
 * How long each stage of the agent takes: log-normal by a median and a sigma, one seeded stream a stage, so that a
 * session's delays are the same alone as in a storm, and a draw for one stage never shifts another's. Pure.
 */

import { Random } from '../core/word/random.ts';

export const stages = ['vad', 'llm', 'tts', 'transcription'] as const;
export type Stage = (typeof stages)[number];

/** Sigma is that of the logarithm: 0.35 puts the p95 at 1.8 times the median. */
export interface StageLatency {
  readonly medianMs: number;
  readonly sigma: number;
}

/**
 * `vad`: end of the silence that ends a turn → `speech_stopped`. `llm`: `response.created` → first content.
 * `tts`: first content → first audio. `transcription`: `committed` → transcription completed.
 */
export type LatencyModel = Readonly<Record<Stage, StageLatency>>;

export class Latency {
  private readonly model: LatencyModel;
  private readonly streams: Readonly<Record<Stage, Random>>;

  constructor(model: LatencyModel, seed: number, sessionId: string) {
    const stream = (stage: Stage): Random => new Random(seed, 'agent-latency', sessionId, stage);
    this.model = model;
    this.streams = {
      vad: stream('vad'),
      llm: stream('llm'),
      tts: stream('tts'),
      transcription: stream('transcription'),
    };
  }

  /** The next delay of a stage, in ms. */
  draw(stage: Stage): number {
    const { medianMs, sigma } = this.model[stage];
    return this.streams[stage].lognormal(medianMs, sigma);
  }
}
