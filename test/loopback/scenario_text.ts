/** Short scenarios for real time: the shortest recordings, one voice, tight limits, an agent of few words. */

import { temporary, written } from './command.ts';

export interface ScenarioWishes {
  readonly seed?: number;
  readonly frame?: string;
  /** Flow YAML: the steps of the one caller. */
  readonly script?: string;
  /** Flow YAML: what stands under `load`. */
  readonly load?: string;
  /** More keys of the persona, flow YAML without its braces. */
  readonly persona?: string;
  /** More keys of the target, flow YAML without its braces. */
  readonly target?: string;
  /** More lines at the top level. */
  readonly more?: string;
}

const profile = `
name: terse
voice: joe
greeting: filler-moment
answers: [filler-check, filler-moment]
latency:
  vad: { median: 5ms, sigma: 0 }
  llm: { median: 60ms, sigma: 0.2 }
  tts: { median: 20ms, sigma: 0.2 }
`;

/** Path of the scenario; the terse agent's profile lies beside it. */
export function scenario(wishes: ScenarioWishes = {}): string {
  const folder = temporary();
  written('terse.yaml', profile, folder);
  const { seed = 1, frame = '200ms', more = '' } = wishes;
  const [target, persona] = [wishes.target, wishes.persona].map((keys) =>
    keys === undefined ? '' : `, ${keys}`,
  );
  const { script = '[{ say: okay }, listen]', load = constant(4) } = wishes;
  return written(
    'short.yaml',
    `
name: short
seed: ${seed}
frame: ${frame}
target:
  { speaks_first: caller, profile: terse.yaml, session: { turn_detection: { type: server_vad, silence_duration_ms: 400 } }${target} }
callers:
  - name: hurried
    persona: { voices: [slt], patience: 2s, pause: [50ms, 100ms]${persona} }
    script: ${script}
load: ${load}
limits: { connect: 1s, setup: 1s, call: 8s, close: 500ms }
${more}
`,
    folder,
  );
}

/** So many calls, a tenth of a second apart. */
export function constant(calls: number): string {
  return `{ arrivals: [{ type: constant, rate: 10/s, for: ${calls * 100}ms }] }`;
}
