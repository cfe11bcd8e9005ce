/**
 * Calls that are recorded, on real sockets: what is found in their WAVs by a stranger's ear is what the log says, the caller's side
 * is what the plan has it play, and what a caller cut off is not there.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AgentServer } from '../../src/agent/server.ts';
import { pcm16FromFloat, pcm16ToBytes } from '../../src/audio/pcm.ts';
import { readWav } from '../../src/audio/wav.ts';
import type { PlanAudio } from '../../src/core/plan/plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';
import { agentHere, terseAgent } from './agent_here.ts';
import { artefactsOf, expectAccounted, type Artefacts } from './artefacts.ts';
import { callstorm, temporary, written } from './command.ts';
import { callstormHere } from './here.ts';
import { constant, scenario } from './scenario_text.ts';
import { differenceAt, earOf, firstSound, soundsOf } from './ear_of.ts';

const PROMISED_MS = 10;
const CALLS = 4;

const folder = temporary();
const profile = written(
  'brief.yaml',
  `
name: brief
voice: joe
greeting: filler-check
answers: [filler-check, repeat, filler-moment]
latency: { vad: { median: 5ms, sigma: 0 }, llm: { median: 60ms, sigma: 0.3 }, tts: { median: 20ms, sigma: 0.3 } }
`,
  folder,
);
const file = written(
  'recorded.yaml',
  `
name: recorded
seed: 74000
frame: 20ms
target:
  speaks_first: caller
  profile: brief.yaml
  session: { turn_detection: { type: server_vad, silence_duration_ms: 400 } }
callers:
  - name: talker
    persona: { pause: [50ms, 200ms] }
    script:
      - say: okay
      - listen
      - say: 'no'
      - interrupt: { after: 400ms, say: 'yes' }
      - listen
load: { concurrency: ${CALLS}, ramp: 500ms, calls: ${CALLS} }
`,
  folder,
);

let briefAgent: AgentServer;
let agent: AgentServer;
beforeAll(async () => {
  [briefAgent, agent] = await Promise.all([agentHere(profile), terseAgent()]);
});
afterAll(() => Promise.all([briefAgent.close(), agent.close()]));

interface Entry {
  readonly file: string;
  readonly call: number;
  readonly originMs: number;
  readonly reason: string;
}

interface Recorded {
  readonly out: string;
  readonly found: Artefacts;
  readonly err: string;
  readonly recordings: readonly Entry[];
}

async function run(asBuilt: boolean, scenarioFile: string, ...args: string[]): Promise<Recorded> {
  const out = join(temporary(), 'run');
  const words = ['run', scenarioFile, '--out', out, ...args];
  const { exitCode, err } = await (asBuilt ? callstorm(words).ended : callstormHere(words));
  expect([0, 3]).toContain(exitCode);
  const found = artefactsOf(out);
  expectAccounted(found, CALLS);
  expect(found.summary.calls.completed).toBe(CALLS);
  const text = readFileSync(join(out, 'recordings', 'recordings.json'), 'utf8');
  return { out, found, err, recordings: (JSON.parse(text) as { recordings: Entry[] }).recordings };
}

/** The audio of the plan's messages, in base64. */
function payloads({ bytes, offsets }: PlanAudio): readonly string[] {
  return Array.from(offsets.subarray(1), (end, i) => {
    const message = Buffer.from(bytes.subarray(offsets[i], end)).toString('latin1');
    return (JSON.parse(message) as { audio: string }).audio;
  });
}

/** The caller's channel, frame by frame, in base64. */
function framesOf(samples: Int16Array, frameSamples: number): readonly string[] {
  return Array.from({ length: samples.length / frameSamples }, (_, i) =>
    Buffer.from(pcm16ToBytes(samples.subarray(i * frameSamples, (i + 1) * frameSamples))).toString('base64'),
  );
}

describe('recorded calls', () => {
  it('sound as the log says, sample by sample on the caller’s side, and cut off where the caller cut in', async () => {
    const { out, found, recordings, err } = await run(
      true,
      file,
      '--target',
      briefAgent.url,
      '--record',
      'all',
    );
    expect(recordings.map(({ call }) => call)).toEqual(Array.from({ length: CALLS }, (_, i) => i));
    expect(err).toMatch(/recordings: \S*recordings \(4 calls, \d+\.\d MB\)/);
    expect(found.summary.repeat.command).toContain('--record all');

    const ear = earOf(out);
    expect(ear.silent).toEqual([]);
    expect(ear.turns).toBeGreaterThanOrEqual(2 * CALLS);
    expect(differenceAt(ear, 95)).toBeLessThanOrEqual(PROMISED_MS);

    const loaded = await loadScenario(file, { cwd: folder });
    const { plan, audio } = await compileWith(loaded.repertoire, loaded.scenario, {});
    const messages = payloads(audio);
    for (const { file: name, call, originMs } of recordings) {
      const wav = readWav(readFileSync(join(out, 'recordings', name)), name);
      const [caller, agent] = wav.channels.map((channel) => pcm16FromFloat(channel)) as [
        Int16Array,
        Int16Array,
      ];
      const frames = framesOf(caller, wav.sampleRate * 0.02);
      expect(frames.filter((frame) => !messages.includes(frame))).toEqual([]);
      const [okay, no, yes] = found.turns
        .filter((turn) => turn.call === call)
        .map((turn) => plan.clips.find((clip) => clip.utterance === turn.said && clip.voice === turn.voice));
      for (const clip of [okay, no, yes]) {
        if (clip === undefined) throw new Error('a clip that is not in the plan');
        const said = messages.slice(clip.firstFrame, clip.firstFrame + clip.frames);
        expect(`${frames.join()},`).toContain(`${said.join()},`);
      }

      const cutIn = found.turns.find((turn) => turn.call === call && turn.kind === 'interrupt');
      const { speechStart, speechStartedEvent, firstHeard } = cutIn?.marks ?? {};
      if (speechStart == null || speechStartedEvent == null || firstHeard == null) {
        throw new Error(`call ${call} was not heard to interrupt`);
      }
      const sample = (atMs: number): number => Math.round(((atMs - originMs) * wav.sampleRate) / 1000);
      const sounds = soundsOf(join(out, 'recordings', name)).agent;
      expect(firstSound(sounds, speechStart - originMs - 300, speechStartedEvent - originMs)).not.toBeNull();
      const silence = agent.subarray(sample(speechStartedEvent), sample(cutIn?.marks.firstPlayed ?? NaN));
      expect(silence.length).toBeGreaterThan(0.1 * wav.sampleRate);
      expect(silence.every((value) => value === 0)).toBe(true);
    }
  }, 60_000);

  it('are as many as were asked for, and the worst where the worst were asked for', async () => {
    const brief = scenario({ seed: 74_001, load: constant(CALLS) });
    const [worst, sample] = await Promise.all([
      run(false, brief, '--target', agent.url, '--record', 'worst:1', '--quiet'),
      run(false, brief, '--target', agent.url, '--record', 'sample:2', '--quiet'),
    ]);
    const slowest = worst.found.turns
      .filter(({ marks }) => marks.firstHeard !== null)
      .map(({ call, marks }) => ({ call, ms: (marks.firstHeard ?? NaN) - (marks.speechEnd ?? NaN) }))
      .sort((a, b) => b.ms - a.ms)[0];
    expect(worst.recordings).toMatchObject([
      { call: slowest?.call, reason: `its slowest answer took ${Math.round(slowest?.ms ?? NaN)} ms` },
    ]);
    for (const { out, recordings, err } of [worst, sample]) {
      expect(err).toBe('');
      const listed = recordings.map(({ file: name }) => name);
      expect(readdirSync(join(out, 'recordings'))).toEqual([...listed, 'recordings.json']);
    }
    expect(sample.recordings).toHaveLength(2);
  }, 60_000);
});
