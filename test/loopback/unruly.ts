/**
 * An agent that misbehaves in all of its ways at once, in a process of its own, and the load on it: two turns a call, of few
 * words. Each fault strikes so seldom that most turns meet one or none.
 */

import { join } from 'node:path';
import { artefactsOf, type Artefacts } from './artefacts.ts';
import { callstorm, temporary, written, type Ended } from './command.ts';
import { struckIn, type Struck } from './strikes.ts';

export const CALLS = 150;
const RATE = 30;

export const LLM_MS = 60;
export const TRANSCRIPTION_MS = 50;
export const SLOW_MS = 1000;
export const SLOWING_MS = 500;
export const BURST_MS = 1000;
export const LATE_MS = 3000;
export const CHUNK_MS = 250;
const BUFFER_MS = 60;
export const PATIENCE_MS = 2500;
export const ANSWER_MS = 3000;

const asked = [
  `slow_first_token:4%:median=${SLOW_MS}ms,sigma=0`,
  `slowing:6%:by=${SLOWING_MS}ms`,
  `bursty_deltas:4%:apart=${BURST_MS}ms`,
  'no_answer:4%',
  'rate_limited:4%',
  'server_error:3%',
  'server_error:8%:after=500ms',
  'missing_done:4%',
  'inaudible:4%',
  'no_speech_stopped:4%',
  `transcription_late:5%:by=${LATE_MS}ms`,
  'transcription_failed:4%',
  'transcription_never:4%',
  'handshake_refused:4%:status=429',
  'handshake_refused:4%:status=503',
  'auth_failed:4%',
  'session_expired:4%:on=answer_done,after=300ms',
  'dropped:4%:on=first_audio,after=200ms',
  'internal_error:6%:on=speech_started,after=300ms',
  'unknown_events:2%',
  'extra_fields:2%',
  'null_optionals:8%',
];

const profile = `
name: unruly
voice: joe
greeting: filler-moment
answers: [filler-check, filler-moment]
latency:
  vad: { median: 5ms, sigma: 0 }
  llm: { median: ${LLM_MS}ms, sigma: 0 }
  tts: { median: 20ms, sigma: 0 }
  transcription: { median: ${TRANSCRIPTION_MS}ms, sigma: 0 }
pace: { chunk: ${CHUNK_MS}ms, every: 60ms }
`;

/** None of the faults is in the way to a session: a machine with other work shall not end a call there that the agent has struck. */
const scenario = `
name: patient
seed: 75000
frame: 200ms
target:
  speaks_first: caller
  session:
    turn_detection: { type: server_vad, silence_duration_ms: 400 }
    transcription: { model: gpt-transcribe }
callers:
  - name: patient
    persona: { voices: [slt], patience: ${PATIENCE_MS}ms, pause: [50ms, 100ms] }
    script: [{ say: okay }, listen, { say: okay }, listen]
load: { arrivals: [{ type: constant, rate: ${RATE}/s, for: ${CALLS / RATE}s }] }
playback: { buffer: ${BUFFER_MS}ms }
limits: { connect: 10s, setup: 10s, answer: ${ANSWER_MS}ms, call: 20s, close: 500ms }
`;

export interface UnrulyRun {
  readonly ended: Ended;
  readonly run: Artefacts;
  readonly struck: Struck;
}

export async function unrulyRun(): Promise<UnrulyRun> {
  const folder = temporary();
  const agentLog = join(folder, 'agent.ndjson');
  const file = written('unruly.yaml', profile, folder);
  const serve = ['serve', '--port', '0', '--seed', '75002', '--log', agentLog, '--profile', file];
  const agent = callstorm([...serve, ...asked.flatMap((fault) => ['--fault', fault])]);
  try {
    await agent.prints('Ctrl-C stops it');
    const url = /ws:\/\/\S+/.exec(agent.printed())?.[0] ?? '';
    const out = join(folder, 'run');
    const calls = written('patient.yaml', scenario, folder);
    const ended = await callstorm(['run', calls, '--target', url, '--out', out, '--quiet']).ended;
    agent.kill('SIGTERM');
    // Only then is its log whole.
    await agent.ended;
    const run = artefactsOf(out);
    return { ended, run, struck: struckIn(run, agentLog) };
  } finally {
    agent.kill('SIGKILL');
  }
}
