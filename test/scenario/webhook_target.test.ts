/** A target that is reached by a voice webhook: what the plan has of it, and what is told to be wrong, with its line. */

import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { overridden } from '../../src/scenario/override.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { cast } from './recordings.ts';

function read(target: string): Scenario {
  const text = `name: phone
target:
${target.trim().replaceAll(/^/gm, '  ')}
callers: [{ name: a, script: [listen, say: hello, listen] }]
load: { concurrency: 1, calls: 1 }
`;
  const { source, errors } = readYaml(text, 'phone.yaml', 'scenario');
  return checkScenario(source, { repertoire: cast, fileExists: () => false }, errors);
}

function mistakes(target: string): readonly string[] {
  try {
    read(target);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

const PHONE = 'dialect: twilio-media-streams\n';

describe('a target with a voice webhook', () => {
  it('is the webhook’s address, the name of a token and a number', () => {
    const { target } = read(
      `${PHONE}twiml: https://agent.example/voice?tenant=a\nauth_token_env: TWILIO_AUTH_TOKEN\nto: "+15005550006"\nparameters: { lang: en }`,
    );
    expect(target).toMatchObject({
      url: 'https://agent.example/voice?tenant=a',
      authTokenEnv: 'TWILIO_AUTH_TOKEN',
      to: '+15005550006',
      parameters: { lang: 'en' },
    });
  });

  it.each([
    ['twiml: https://a.example/voice', 'twiml is for a target that is reached by telephone'],
    ['auth_token_env: TOKEN', 'auth_token_env is for a target that is reached by telephone'],
    [`${PHONE}twiml: wss://a.example/media`, "a stream's own address belongs under url"],
    [`${PHONE}twiml: a.example/voice`, 'phone.yaml:4:10: target.twiml: expected the http:// or https:// URL'],
    [`${PHONE}twiml: https://me:secret@a.example/`, 'without a user or password'],
    [`${PHONE}twiml: https://a.example/#x`, 'without a # part'],
    [`${PHONE}twiml: https://a.example/\nurl: wss://a.example/`, 'Keep one of the two'],
    [
      `${PHONE}auth_token_env: 0123456789abcdef0123456789abcdef`,
      'what looks like a token itself (not shown)',
    ],
    [`${PHONE}auth_token_env: "MY TOKEN"`, 'expected the name of an environment variable'],
    ['quirks: telnyx', 'carries a telephone'],
    [`${PHONE}quirks: xai`, 'services that speak openai-realtime'],
    [`${PHONE}quirks: telnyx\ntwiml: https://a.example/`, 'twiml is Twilio'],
    [`${PHONE}to: 5005550006`, 'a number such as "+15005550006"'],
  ])('tells what is wrong with %j', (target, words) => {
    const found = mistakes(target);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
    expect(found[0]).not.toContain('0123456789abcdef');
  });

  it('can be named on the command line, where the dialect is one of the telephone', () => {
    const phone = read(`${PHONE}url: wss://a.example/`);
    expect(overridden(phone, { target: 'https://b.example/voice' }).target.url).toBe(
      'https://b.example/voice',
    );
    const other = read('url: wss://a.example/');
    expect(() => overridden(other, { target: 'https://b.example/voice' })).toThrow('did you mean "wss:');
    const told = overridden(other, { target: 'https://b.example/voice', dialect: 'twilio-media-streams' });
    expect(told.target.url).toBe('https://b.example/voice');
    expect(() => overridden(phone, { target: 'https://x:y@b.example/' })).toThrow('without a user');
  });
});
