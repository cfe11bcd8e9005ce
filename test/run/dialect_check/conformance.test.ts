import { describe, expect, it } from 'vitest';
import type { PlanDialect } from '../../../src/core/plan/plan_dialect.ts';
import { readJson, type OwnDialect, type OwnSession } from '../../../src/dialect/own/define_dialect.ts';
import { described } from '../../../src/dialect/own/described.ts';
import { conformanceOf, type Finding } from '../../../src/run/dialect_check/conformance.ts';
import type { RecordedMessage } from '../../../src/run/dialect_check/recorded_session.ts';

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const audio = base64(new Uint8Array(4800));
const session = ['{"type":"hello"}', `{"type":"audio","data":"${audio}"}`, '{"type":"text","text":"hi"}'].map(
  (message): RecordedMessage => ({ from: 'agent', message }),
);

type Changes = Partial<OwnDialect> & Partial<OwnSession>;

/** Where the faults of a dialect are not in what it hears. */
const FEW = 500;

function found(
  changes: Changes,
  recorded: readonly RecordedMessage[] = [],
  mutations?: number,
): readonly Finding[] {
  const { send = () => undefined, ...rest } = changes;
  const receive: OwnSession['receive'] =
    changes.receive ?? ((message) => (readJson(message)?.['type'] === 'hello' ? { type: 'ready' } : null));
  const dialect: OwnDialect = {
    name: 'mine',
    caller: { sampleRate: 16_000, frame: (one) => `{"audio":"${one.base64}"}` },
    agent: { sampleRate: 24_000, audio: { when: { type: 'audio' }, at: 'data' } },
    open: () => ({ send, receive }),
    ...rest,
  };
  const facts = described(dialect, base64, []);
  if (facts.type === 'wrong') throw new Error(JSON.stringify(facts.mistakes));
  const planned: PlanDialect = { ...facts.dialect, file: './mine.ts', code: "'hello'", map: '' };
  const blame = (what: string, error: unknown): Error => new Error(`${what}: ${(error as Error).message}`);
  return conformanceOf(planned, { dialect, blame, base64 }, recorded, mutations);
}

const failed = (findings: readonly Finding[]): readonly string[] =>
  findings.filter(({ passed }) => !passed).map(({ name, detail }) => `${name}: ${detail}`);

describe('the conformance kit', () => {
  it('passes a dialect that does as it should, with a recording and without', () => {
    const [unrecorded, recorded] = [found({}), found({}, session)];
    for (const findings of [unrecorded, recorded]) expect(failed(findings)).toEqual([]);
    expect(recorded.at(-1)).toEqual({
      name: 'the recorded session',
      passed: true,
      detail: '3 messages: 0.1 s of audio, 1 ready',
    });
    const agreed = unrecorded.find(({ name }) => name.startsWith('agent.audio'));
    expect(Number(/\d+/.exec(agreed?.detail.replace(',', '') ?? '')?.[0])).toBeGreaterThan(50);
  });

  it('tries what stands around each frame, where a session has it', () => {
    const tried = (around: OwnSession['around']) => {
      const open = (): OwnSession => ({
        send: () => undefined,
        receive: () => null,
        ...(around && { around }),
      });
      return found({ open }, [], FEW).find(({ name }) => name.startsWith('around'));
    };
    expect(tried(undefined)).toBeUndefined();
    expect(tried(({ sent }) => ({ before: `[${sent},` }))).toMatchObject({
      passed: true,
      detail: '20,000 frames, at most 7 bytes each',
    });
    expect(tried(({ sent }) => ({ before: sent > 9000 ? 'é' : '' }))).toMatchObject({
      passed: false,
      detail: expect.stringContaining('around: expected text of ASCII as before') as string,
    });
  });

  it('passes one of raw bytes', () => {
    const raw = {
      caller: {
        sampleRate: 8000,
        frame: ({ bytes }: { readonly bytes: Uint8Array }) => Uint8Array.of(9, ...bytes),
      },
      agent: { sampleRate: 8000, audio: 'binary' },
      ready: 'at_once',
    } as const;
    expect(failed(found(raw, [{ from: 'agent', message: new Uint8Array(1600) }]))).toEqual([]);
  });

  it.each<[string, Changes, string]>([
    [
      'throws on what is no JSON',
      {
        receive: (message) =>
          (JSON.parse(String(message)) as { type?: string }).type === 'x' ? null : undefined,
      },
      'receive: nothing throws, whatever comes: receive: ',
    ],
    [
      'throws on what lacks a field, which only the words in its code lead to',
      {
        receive: (message) =>
          readJson(message)?.['type'] === 'hello'
            ? { type: 'text', text: (readJson(message) as { text: string }).text.trim() }
            : null,
      },
      'when this came: {"type":"hello"',
    ],
    [
      'cannot say a command',
      { send: ({ type }) => (type === 'heard' ? (7 as never) : undefined) },
      "send({ type: 'heard' })",
    ],
    [
      'frames audio differently each time',
      {
        caller: {
          sampleRate: 16_000,
          frame: (
            (count) =>
            ({ base64: text }: { base64: string }) =>
              `{"n":${count++ < 2 ? 0 : 1},"a":"${text}"}`
          )(0),
        },
      },
      'frame gives another message than before',
    ],
    [
      'connects to nowhere',
      { connect: () => ({ url: '' }) },
      'connect: connect: expected a ws:// or wss:// URL',
    ],
  ])('fails one that %s', (_what, changes, message) => {
    const mutations = changes.receive === undefined ? FEW : undefined;
    expect(failed(found(changes, [], mutations)).join('\n')).toContain(message);
  });

  it('fails one whose sessions are one, and one that hears nothing of a recording', () => {
    const one: OwnSession = { send: () => undefined, receive: () => null };
    expect(failed(found({ open: () => one }, [], FEW)).join()).toContain('open gives the same object twice');
    const deaf = failed(
      found({ agent: { sampleRate: 24_000, audio: { when: { type: 'sound' }, at: 'data' } } }, session, FEW),
    );
    expect(deaf.join()).toContain('in 3 messages of the agent there is no audio');
    const never = failed(found({ receive: () => null }, session, FEW));
    expect(never).toEqual([expect.stringContaining('the session never becomes ready')]);
  });
});
