import { describe, expect, it } from 'vitest';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import { readYaml } from '../../src/config/yaml.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { loadRepertoire } from '../../src/scenario/library.ts';
import { PACKAGE_FIXTURES_DIR } from '../../src/fixture/manifest.ts';

const repertoire = await loadRepertoire([PACKAGE_FIXTURES_DIR]);

function targetOf(target: string) {
  const text = `
name: t
target:
  url: wss://voice.example.com/v1
${target.replaceAll(/^/gm, '  ')}
callers: [{ name: a, script: [listen, say: hello, listen] }]
load: { concurrency: 1, calls: 1 }
`;
  const { source } = readYaml(text, 't.yaml', 'scenario');
  return checkScenario(source, { repertoire, fileExists: (name) => name === 'there.pem' }).target;
}

function mistakesOf(target: string): readonly string[] {
  try {
    targetOf(target);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

describe('a target', () => {
  it('has headers and a query whose values are named, key and all', () => {
    const target = targetOf(`
key_env: AZURE_KEY
key_header: API-Key
headers: { x-tenant: acme, X-Token: { env: TOKEN }, cookie: 'session=\${SESSION}' }
query: { api-version: 2025-04-01-preview, deployment: '\${DEPLOYMENT}' }
ca: there.pem
speaks_first: agent_by_itself
`);
    expect(target).toMatchObject({
      keyEnv: 'AZURE_KEY',
      keyHeader: 'api-key',
      headers: { 'x-tenant': 'acme', 'X-Token': '${TOKEN}', cookie: 'session=${SESSION}' },
      query: { 'api-version': '2025-04-01-preview', deployment: '${DEPLOYMENT}' },
      ca: 'there.pem',
      speaksFirst: 'agent_by_itself',
    });
  });

  it('tells the server of a media stream what it is to know, and is refused what a telephone has not', () => {
    const stream = 'dialect: twilio-media-streams\n';
    expect(targetOf(`${stream}parameters: { tenant: abc }`)).toMatchObject({ parameters: { tenant: 'abc' } });
    expect(mistakesOf(`${stream}query: { tenant: abc }`).join()).toContain('Use parameters');
    expect(mistakesOf(`${stream}session: { turn_detection: null }`).join()).toContain('no key to push');
    expect(mistakesOf('session: { turn_detection: null }')).toEqual([]);
  });

  it('has a key that a command fetches and a sub-protocol carries', () => {
    const target = targetOf(`
token_command: vault read -field=token 'secret/voice agent/\${TEAM}'
protocols: [realtime]
key_protocol: openai-insecure-api-key.{key}
`);
    expect(target).toMatchObject({
      tokenCommand: ['vault', 'read', '-field=token', 'secret/voice agent/${TEAM}'],
      protocols: ['realtime'],
      keyProtocol: 'openai-insecure-api-key.{key}',
    });
    expect(targetOf("token_command: [sh, -c, 'mint | tail -1']").tokenCommand).toEqual([
      'sh',
      '-c',
      'mint | tail -1',
    ]);
  });

  it('has quirks by the name of a profile, and more on top of it', () => {
    expect(targetOf('quirks: azure').quirks).toEqual({
      profile: 'azure',
      path: '/openai/v1/realtime',
      keyHeader: 'api-key',
    });
    const { quirks } = targetOf(`
quirks:
  profile: xai
  ready: conversation.created
  move: { audio.output.speed: speed }
  omit: [tool_choice, type]
`);
    expect(quirks).toMatchObject({
      profile: 'xai',
      ready: 'conversation.created',
      move: { 'audio.output.voice': 'voice', 'audio.output.speed': 'speed' },
    });
    expect(quirks?.omit?.filter((path) => path === 'type' || path === 'tool_choice')).toEqual([
      'type',
      'tool_choice',
    ]);
    expect(targetOf('quirks: { shape: beta }').quirks).toEqual({ shape: 'beta' });
  });

  it('asks the session for what a production client asks for', () => {
    const { session } = targetOf(`
session:
  prompt: { id: pmpt_68a1f0c2e4b08190a7d5c3b2, version: '2', variables: { shop: Acme } }
  speed: 1.1
  temperature: 0.7
  noise_reduction: null
  reasoning: { effort: low }
  truncation: { type: retention_ratio, retention_ratio: 0.8, token_limits: { post_instructions: 8000 } }
  output_modalities: [audio]
  tool_choice: { type: function, name: look }
  parallel_tool_calls: false
  sample_rate: 16000
  transcription: { model: gpt-4o-transcribe, prompt: Order numbers. }
  raw: { audio: { input: { turn_detection: { vendor: 1 } } }, include: [a] }
`);
    expect(session).toEqual({
      format: 'pcm16',
      sampleRate: 16000,
      turnDetection: expect.objectContaining({ type: 'server_vad' }) as unknown,
      transcription: { model: 'gpt-4o-transcribe', prompt: 'Order numbers.' },
      prompt: { id: 'pmpt_68a1f0c2e4b08190a7d5c3b2', version: '2', variables: { shop: 'Acme' } },
      speed: 1.1,
      temperature: 0.7,
      noiseReduction: null,
      reasoningEffort: 'low',
      truncation: {
        type: 'retention_ratio',
        retention_ratio: 0.8,
        token_limits: { post_instructions: 8000 },
      },
      outputModalities: ['audio'],
      toolChoice: { type: 'function', name: 'look' },
      parallelToolCalls: false,
      raw: { audio: { input: { turn_detection: { vendor: 1 } } }, include: ['a'] },
    });
  });

  it.each([
    ['headers: { x-api-key: abc123 }', /headers\.x-api-key: expected the NAME of an environment variable/],
    ['headers: { Authorization: Bearer sk-proj-ABCDEF }', /Authorization: .*may be a key \(not shown\)/],
    ['headers: { x: xQ7fP2mZ9kL4vB8nT1cR6wYd }', /headers\.x: .*may be a key/],
    ['query: { sig: abc }', /query\.sig: expected the NAME/],
    ['headers: { x: { env: "no name" } }', /headers\.x\.env: expected the name of an environment variable/],
    ['headers: { x: { env: sk-proj-ABCDEF } }', /headers\.x\.env: .*looks like a key/],
    ["headers: { x: '${1X}' }", /headers\.x: .*in each \$\{…\}/],
    ["headers: { 'x y': a }", /expected the name of a header, found "x y"/],
    ['headers: { Upgrade: a }', /the handshake itself sets this header/],
    ['headers: { x: "a\\nb" }', /fits in a header/],
    ['headers: { x: 1 }', /headers\.x: expected a value, with \$\{NAME\}/],
    ['key_header: api-key', /no key_env says which/],
    ["key_env: K\nheaders: { Authorization: 'Bearer ${T}' }", /goes into this header already/],
    ["key_env: K\nkey_header: api-key\nheaders: { API-KEY: '${T}' }", /goes into this header already/],
    ['key_env: K\ntoken_command: mint', /token_command: the key is that of key_env already/],
    ['token_command: mint | tail -1', /token_command: there is no shell that would understand "\|"/],
    ["token_command: mint 'x", /its ' is never closed/],
    ['token_command: mint $TEAM', /no shell puts a value in the place of \$TEAM\n\s+Write \$\{TEAM\}/],
    ["token_command: [mint, '${1}']", /token_command: .*in each \$\{…\}/],
    ['token_command: \'curl -H "Authorization: Bearer sk-proj-ABCDEF"\'', /what may be a key \(not shown\)/],
    ['token_command: []', /expected a list, found an empty list/],
    ['protocols: [real time]', /protocols\[0\]: expected the name of a sub-protocol/],
    ['protocols: [openai-insecure-api-key.sk-proj-ABCDEF]', /protocols\[0\]: .*may be a key \(not shown\)/],
    ['protocols: [a, a]', /protocols/],
    ['key_env: K\nkey_protocol: bearer', /key_protocol: expected a sub-protocol with \{key\}/],
    ['key_env: K\nkey_protocol: bearer.sk-proj-ABCDEF.{key}', /what may be a key \(not shown\)/],
    ['key_protocol: bearer.{key}', /carries the key, and nothing says which/],
    ['key_env: K\nkey_header: x\nkey_protocol: bearer.{key}', /goes into key_header already/],
    [
      'dialect: twilio-media-streams\nquirks: azure',
      /quirks: quirks are of services that speak openai-realtime/,
    ],
    ['quirks: azur', /one of azure, azure-preview, .* did you mean "azure"/],
    ['quirks: { profile: gemini }', /quirks\.profile: expected .*azure/],
    ['quirks: { shape: flat }', /quirks\.shape/],
    ['quirks: { omits: [a] }', /unknown key "omits"/],
    ['ca: gone.pem', /there is none at "gone\.pem"/],
    ['session: { sample_rate: 11025 }', /one of 8000, 16000, 24000/],
    ['session: { noise_reduction: far }', /near_field, far_field, or null/],
    ['session: { truncation: never }', /auto, disabled, or/],
    ['session: { tool_choice: maybe }', /auto, none, required/],
    ['session: { raw: text }', /a map in the protocol's own words/],
    [
      'session: { raw: { tools: [{ authorization: plain }] } }',
      /raw\.tools\[0\]\.authorization: expected the NAME/,
    ],
    ['session: { raw: { a: sk-proj-ABCDEF } }', /raw\.a: .*may be a key/],
    ['speaks_first: nobody', /one of agent, agent_by_itself, caller/],
  ])('is refused: %s', (target, message) => {
    const mistakes = mistakesOf(target);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toMatch(message);
    expect(mistakes[0]).not.toMatch(/ABCDEF|xQ7f|abc123/);
  });

  it('may spell a header out that is no secret, and name the scheme before one', () => {
    expect(mistakesOf("headers: { OpenAI-Beta: realtime=v1, Authorization: 'Bearer ${T}' }")).toEqual([]);
  });
});
