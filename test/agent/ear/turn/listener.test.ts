import { beforeAll, describe, expect, it } from 'vitest';
import type { UtteranceRecord } from '../../../../src/agent/agent_record.ts';
import { loadAgent, type Agent } from '../../../../src/agent/simulator.ts';
import { recorded } from '../../phone_call.ts';
import { VirtualClient } from '../../virtual_client.ts';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 5 });
});

const PAUSE_MS = 900;
/** Two turns with a pause after each. */
const said = [
  ...new Int16Array(330 * 24),
  ...recorded('slt/refund'),
  ...new Int16Array(PAUSE_MS * 24),
  ...recorded('rms/my-order-number-is', 'rms/40712'),
  ...new Int16Array(PAUSE_MS * 24),
];

/** What was heard when each append carries so much audio. */
function heardIn(appendMs: number, turnDetection: object | null): readonly UtteranceRecord[] {
  const client = new VirtualClient(agent.session(0));
  client.update({ audio: { input: { turn_detection: turnDetection } } });
  client.speak(Int16Array.from(said), appendMs);
  if (turnDetection === null) client.send({ type: 'input_audio_buffer.commit' });
  else client.silence(8000);
  return client.records.filter((record) => record.type === 'utterance');
}

const words = (turns: readonly UtteranceRecord[]): string[] =>
  turns.map(({ recognition }) => recognition?.transcript ?? '');
const places = (turns: readonly UtteranceRecord[]): (number | null)[][] =>
  turns.map(({ speechStartAudioMs, speechEndAudioMs }) => [speechStartAudioMs, speechEndAudioMs]);

describe('a caller’s turns', () => {
  const rules = { type: 'server_vad', silence_duration_ms: 700 };
  const whole = 'I would like a refund, please.';
  const number = 'My order number is 4 0 7 1 2';

  it.each([20, 150, 1200, 2500, 20_000])('are the same in appends of %i ms', (appendMs) => {
    const usual = heardIn(100, rules);
    const turns = heardIn(appendMs, rules);
    expect(words(turns)).toEqual(words(usual));
    expect(places(turns)).toEqual(places(usual));
    expect(words(turns)[1]).toBe('My order number is 4 0 7 1 2');
    expect(turns.every(({ quality }) => quality !== null)).toBe(true);
  });

  it.each([1200, 20_000])(
    'are understood where semantic detection ends them, in appends of %i ms',
    (appendMs) => {
      const turns = heardIn(appendMs, { type: 'semantic_vad', eagerness: 'high' });
      expect(words(turns)).toEqual(words(heardIn(100, { type: 'semantic_vad', eagerness: 'high' })));
    },
  );

  it.each([100, 20_000])('are one where the client ends them, in appends of %i ms', (appendMs) => {
    const [turn, ...others] = heardIn(appendMs, null);
    expect(others).toEqual([]);
    expect(turn?.recognition?.transcript).toContain(whole);
    expect(turn?.recognition?.transcript).toContain(number);
  });
});
