/** Services that answer by a rule: what is tried on each, until it has a session or there is nothing else to try. */

import { expect, it } from 'vitest';
import type { Attempt, AttemptResult } from '../../src/probe/attempt.ts';
import { chosen, nextQuirks, type Tried } from '../../src/probe/negotiation.ts';
import type { QuirksFile } from '../../src/scenario/schema/quirks_schema.ts';

type Service = (quirks: QuirksFile) => AttemptResult;

const ready: AttemptResult = { type: 'ready', afterMs: 5, greets: false };
const refuses = (param: string): AttemptResult => ({
  type: 'rejected',
  code: 'unknown_parameter',
  message: `Unknown parameter: '${param}'.`,
  param: null,
});

function tries(service: Service, more: Partial<Attempt> = {}, begin: QuirksFile = {}): readonly Tried[] {
  const tried: Tried[] = [];
  for (let quirks: QuirksFile | null = begin; quirks !== null; quirks = nextQuirks(tried)) {
    tried.push({
      quirks,
      attempt: { result: service(quirks), connectedMs: 1, guess: null, heard: [], ...more },
    });
  }
  return tried;
}

const quirksOf = (tried: readonly Tried[]) => tried.map(({ quirks }) => quirks);

it('is content with the protocol as it is', () => {
  expect(quirksOf(tries(() => ready))).toEqual([{}]);
});

it('goes over to the beta’s words where today’s are not known', () => {
  const tried = tries(({ profile }) => (profile === 'beta' ? ready : refuses('session.type')));
  expect(quirksOf(tried)).toEqual([{}, { profile: 'beta' }]);
});

it('and back, where the beta is refused', () => {
  const beta: AttemptResult = {
    type: 'rejected',
    code: 'beta_api_shape_disabled',
    message: 'gone',
    param: null,
  };
  expect(
    quirksOf(tries(({ profile }) => (profile === 'beta' ? beta : ready), {}, { profile: 'beta' })),
  ).toEqual([{ profile: 'beta' }, {}]);
});

it('finds where settings stand elsewhere', () => {
  const tried = tries(({ profile }) =>
    profile === 'xai' ? ready : refuses('session.audio.input.turn_detection'),
  );
  expect(quirksOf(tried)).toEqual([{}, { profile: 'xai' }]);
});

it('leaves out what is refused, one after the other, on top of what is known', () => {
  const unknown = ['input_audio_noise_reduction', 'tool_choice'];
  const service: Service = ({ profile, omit = [] }) => {
    if (profile !== 'beta') return refuses('session.output_modalities');
    const refused = unknown.find((path) => !omit.includes(path));
    return refused === undefined
      ? ready
      : ({ ...refuses(''), param: refused, message: 'no' } as AttemptResult);
  };
  const tried = tries(service);
  expect(chosen(tried)?.quirks).toEqual({ profile: 'beta', omit: unknown });
});

it('comes back to the protocol as it is, without what is refused there, where the beta’s words are not known either', () => {
  const service: Service = ({ profile, omit }) => {
    if (profile === 'beta') return refuses('session.modalities');
    return omit?.includes('audio.output.format') === true ? ready : refuses('session.audio.output.format');
  };
  expect(quirksOf(tries(service))).toEqual([{}, { profile: 'beta' }, { omit: ['audio.output.format'] }]);
});

it('waits for no confirmation that never comes', () => {
  const service: Service = ({ profile, ready: after }) =>
    profile === 'unconfirmed' || after !== undefined ? ready : { type: 'unconfirmed' };
  expect(quirksOf(tries(service, { heard: ['session.created'] }))).toEqual([{}, { profile: 'unconfirmed' }]);
  expect(quirksOf(tries(service, { heard: ['conversation.created'] }, { profile: 'xai' }))).toEqual([
    { profile: 'xai' },
    { profile: 'xai', ready: 'conversation.created' },
  ]);
  expect(quirksOf(tries(service, { heard: ['ping'] }))).toEqual([{}]);
});

it('tries the words in which a service shows what it has let pass, and goes back where they are none', () => {
  const guess = { protocol: 'p', dialect: 'openai-realtime', profile: 'beta' } as const;
  expect(chosen(tries(() => ready, { guess }))?.quirks).toEqual({ profile: 'beta' });
  const stubborn = tries(({ profile }) => (profile === 'beta' ? refuses('session.modalities') : ready), {
    guess,
  });
  expect(chosen(stubborn)?.quirks).toEqual({});
});

it.each<AttemptResult>([
  { type: 'silent' },
  { type: 'refused', detail: 'no' },
  { type: 'closed', code: 1011, reason: '' },
  { type: 'unreachable', detail: 'no' },
  { type: 'rejected', code: 'server_error', message: 'later', param: null },
  refuses('session.instructions'),
])('ends where nothing else would help: %j', (result) => {
  expect(tries(() => result)).toHaveLength(1);
});

it('ends with a service that refuses whatever it is told', () => {
  let asked = 0;
  const tried = tries(() => refuses(`session.field_${asked++}`));
  expect(tried.length).toBeLessThanOrEqual(8);
  expect(chosen(tried)).toBe(tried.at(-1));
});
