/** The probe’s call in virtual time, and what it shows of agents that differ. */

import { beforeAll, describe, expect, it } from 'vitest';
import { loadAgent, type Agent } from '../../src/agent/simulator.ts';
import type { CallRecord } from '../../src/core/log/record.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';
import { findingsOf, type Finding } from '../../src/probe/findings.ts';
import { probeScenario, targetWith } from '../../src/probe/probe_scenario.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import type { QuirksFile } from '../../src/scenario/schema/quirks_schema.ts';
import { rehearsed } from '../chaos/spoiled.ts';

let agent: Agent;
beforeAll(async () => {
  agent = await loadAgent({ seed: 1 });
});

async function found(target: object, quirks: QuirksFile, more: object = {}): Promise<readonly Finding[]> {
  const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);
  const data = probeScenario(
    { target: { url: 'ws://agent.test', ...target }, ...more },
    { quirks, speaksFirst: 'agent' },
  );
  const around = { repertoire, fileExists: () => false };
  const { plan, audio } = await compileWith(
    repertoire,
    checkScenario({ file: 'p', data, place: () => undefined }, around),
  );
  const { calls, turns } = rehearsed({ plan, audio, agent }, plan);
  const asked = {
    tools: plan.tools !== undefined,
    transcription: plan.target.session.transcription !== undefined,
  };
  return findingsOf({
    call: calls.get(0) as CallRecord,
    turns,
    asked,
    byEar: dialectOf(plan).byEar === true,
  });
}

const by = (findings: readonly Finding[], of: boolean | null) =>
  findings.filter(({ found }) => found === of).map(({ what }) => what);

describe('the call of a probe', () => {
  it('shows all that an agent does, and how long it takes', async () => {
    const tools = { lookup: { parameters: { type: 'object', properties: {} }, result: {} } };
    const findings = await found({ session: { transcription: { model: 'whisper-1' } } }, {}, { tools });
    expect(by(findings, false)).toEqual(['calls tools']);
    expect(by(findings, null)).toEqual([]);
    const timed = Object.fromEntries(findings.map(({ what, ms }) => [what, ms]));
    expect(timed['answers']).toBeGreaterThan(500);
    expect(timed['tells that the caller has finished']).toBeGreaterThan(400);
    expect(timed['stops when it is interrupted']).toBeGreaterThan(0);
  });

  it('shows what a service leaves out, and what it was not asked for', async () => {
    const findings = await found({}, { profile: 'xai' });
    expect(by(findings, false)).toEqual(['tells that it begins to answer']);
    expect(by(findings, null)).toEqual(['writes down what it hears', 'calls tools']);
  });

  it('shows what a protocol cannot tell', async () => {
    const findings = await found({ dialect: 'twilio-media-streams' }, {});
    expect(by(findings, false)).toEqual([
      'tells that the caller begins to speak',
      'tells that the caller has finished',
      'tells that it begins to answer',
      'tells that it has answered',
      // Its own words, and what it used: by telephone nobody hears of them.
      'writes down what it says',
      'tells what it used',
    ]);
    expect(by(findings, true)).toEqual(
      expect.arrayContaining(['greets', 'answers', 'stops when it is interrupted']),
    );
  });

  it('shows how far it came, where there is no session', async () => {
    const findings = await found({ quirks: 'xai' }, { shape: 'beta', omit: ['modalities'] });
    expect(by(findings, true)).toContain('handshake');
  });
});

it('a target is told as it was written, with what was found in it, and nothing that goes without saying', () => {
  const written = { url: 'ws://a', quirks: 'beta', speaks_first: 'caller', session: { voice: 'v' } };
  expect(targetWith(written, { quirks: {}, speaksFirst: 'agent' })).toEqual({
    url: 'ws://a',
    session: { voice: 'v' },
  });
  expect(targetWith(written, { quirks: { profile: 'xai' }, speaksFirst: 'agent_by_itself' })).toEqual({
    url: 'ws://a',
    session: { voice: 'v' },
    speaks_first: 'agent_by_itself',
    quirks: 'xai',
  });
  expect(targetWith({}, { quirks: { profile: 'xai', omit: ['a'] }, speaksFirst: 'agent' })).toEqual({
    quirks: { profile: 'xai', omit: ['a'] },
  });
});
