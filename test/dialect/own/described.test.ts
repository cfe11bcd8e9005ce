import { describe, expect, it } from 'vitest';
import type { OwnDialect } from '../../../src/dialect/own/define_dialect.ts';
import { described, type DescribedDialect } from '../../../src/dialect/own/described.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const open: OwnDialect['open'] = () => ({ send: () => undefined, receive: () => null });
const raw = { sampleRate: 16_000, frame: ({ bytes }: { bytes: Uint8Array }) => bytes };

function factsOf(dialect: unknown): DescribedDialect {
  const found = described(dialect, base64, ['openai-realtime']);
  if (found.type === 'wrong') throw new Error(JSON.stringify(found.mistakes));
  return found.dialect;
}

function mistakesOf(dialect: unknown): readonly string[] {
  const found = described(dialect, base64, ['openai-realtime']);
  return found.type === 'wrong' ? found.mistakes.map(({ path, message }) => `${path}: ${message}`) : [];
}

describe('a dialect of one’s own', () => {
  it('says as data how audio stands in its messages of text, and where the agent’s is', () => {
    const facts = factsOf({
      name: 'acme',
      caller: {
        sampleRate: 24_000,
        frameMs: 40,
        frame: ({ base64: audio }: { base64: string }) => `{"a":"${audio}"}`,
      },
      agent: { format: 'g711_ulaw', sampleRate: 8000, audio: { when: { type: 'audio' }, at: 'event.data' } },
      answers: 'told',
      open,
    });
    expect(facts).toEqual({
      name: 'acme',
      uplink: {
        format: 'pcm16',
        sampleRate: 24_000,
        binary: false,
        before: '{"a":"',
        after: '"}',
        frameMs: 40,
      },
      downlink: {
        format: 'g711_ulaw',
        sampleRate: 8000,
        binary: false,
        at: { when: { type: 'audio' }, at: 'event.data' },
      },
      readyAtOnce: false,
      tellsAnswers: true,
    });
  });

  it('may send bytes, with others around them', () => {
    const frame = ({ bytes }: { bytes: Uint8Array }): Uint8Array => Uint8Array.of(1, 0xff, ...bytes, 0);
    const { uplink, downlink, readyAtOnce } = factsOf({
      name: 'raw',
      caller: { ...raw, frame },
      agent: { sampleRate: 16_000, audio: 'binary' },
      ready: 'at_once',
      open,
    });
    expect([uplink.binary, uplink.before, uplink.after]).toEqual([true, '\u0001\u00ff', '\u0000']);
    expect([downlink.binary, readyAtOnce]).toEqual([true, true]);
  });

  it('is told all its mistakes at once, each with its place', () => {
    expect(
      mistakesOf({
        name: 'openai-realtime',
        caller: { sampleRate: 11_025, frameMs: 10 },
        ready: 'soon',
        connect: 3,
      }),
    ).toEqual([
      'name: expected a name of its own, found "openai-realtime", which is one of ours',
      'ready: expected told or at_once, found "soon"',
      'connect: expected a function, found 3',
      'open: expected a function, found nothing',
      'caller.sampleRate: expected 8000, 12000, 16000, 24000, 32000, 48000 (Hz), found 11025',
      'agent: expected an object with sampleRate, found nothing',
      'caller.frameMs: expected whole ms from 20 to 200, found 10',
      'caller.frame: expected a function, found nothing',
    ]);
    expect(mistakesOf(7)).toEqual([': expected an object with name, caller, agent and open, found 7']);
  });

  it.each<[string, (audio: { base64: string; bytes: Uint8Array }) => unknown, string]>([
    ['has no audio in it', () => '{}', 'it is not in there'],
    [
      'has the audio’s other shape in it',
      ({ base64: text }) => Buffer.from(text),
      'as its bytes, in one piece',
    ],
    ['is nothing', () => undefined, 'expected a string or a Uint8Array, found nothing'],
    ['has other than ASCII around it', ({ base64: text }) => `ü${text}`, 'expected ASCII around the audio'],
    [
      'counts its audio',
      ({ base64: text }) => `${text.length}:${text}`,
      'expected the same around the audio each time',
    ],
    [
      'throws',
      () => {
        throw new TypeError('no buffer');
      },
      'it threw: no buffer',
    ],
  ])('is refused where the message of a frame %s', (_what, frame, message) => {
    const made = { name: 'a', caller: { sampleRate: 8000, frame }, agent: { sampleRate: 8000 }, open };
    expect(mistakesOf(made).join()).toContain(message);
  });

  it.each([
    [7, "agent.audio: expected 'binary' or { when"],
    [{ when: {}, at: 'x' }, 'agent.audio.when: expected names with a text each'],
    [{ when: { type: 1 }, at: 'x' }, 'agent.audio.when: expected names with a text each'],
    [{ when: { type: 'a' }, at: 'x..y' }, 'agent.audio.at: expected a name such as data'],
  ])('is refused where it declares the agent’s audio as %j', (audio, message) => {
    const mistakes = mistakesOf({ name: 'a', caller: raw, agent: { sampleRate: 8000, audio }, open });
    expect(mistakes.join()).toContain(message);
  });
});
