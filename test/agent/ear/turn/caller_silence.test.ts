import { describe, expect, it } from 'vitest';
import { CallerSilence } from '../../../../src/agent/ear/turn/caller_silence.ts';
import type { TurnRules } from '../../../../src/agent/protocol/settings.ts';

const rules: TurnRules = {
  threshold: 0.5,
  prefixPaddingMs: 300,
  silenceDurationMs: 500,
  idleTimeoutMs: null,
  eagerness: null,
  createResponse: true,
  interruptResponse: true,
};
const asked: TurnRules = { ...rules, createResponse: false };
const timed: TurnRules = { ...rules, idleTimeoutMs: 5000 };

function opened(first: TurnRules | null, usualMs = 10_000): CallerSilence {
  const silence = new CallerSilence(usualMs);
  silence.open(1000);
  silence.configure(first, 1000);
  return silence;
}

describe('a caller who has not spoken yet', () => {
  it('is waited for where the agent answers by itself and the client has set no time', () => {
    expect(opened(rules).dueMs).toBe(11_000);
    expect([opened(asked), opened(timed), opened(null)].map(({ dueMs }) => dueMs)).toEqual([
      Infinity,
      Infinity,
      Infinity,
    ]);
  });

  it('is waited for from when the agent is the one to speak, and no longer for a change of its rules', () => {
    const silence = opened(asked);
    silence.configure(rules, 4000);
    expect(silence.dueMs).toBe(14_000);
    silence.configure({ ...rules, threshold: 0.8 }, 6000);
    expect(silence.dueMs).toBe(14_000);
    silence.configure(asked, 7000);
    expect(silence.dueMs).toBe(Infinity);
  });

  it('is not, by an agent that never speaks up', () => {
    expect(opened(rules, Infinity).dueMs).toBe(Infinity);
  });
});

describe('a caller’s silence', () => {
  it('counts from the agent’s last word, for as long as the client says, or else as usual', () => {
    const usual = opened(rules);
    usual.expectCaller(20_000);
    expect(usual.dueMs).toBe(30_000);
    const own = opened({ ...timed, createResponse: false });
    own.expectCaller(20_000);
    expect(own.dueMs).toBe(25_000);
    const none = opened(asked);
    none.expectCaller(20_000);
    expect(none.dueMs).toBe(Infinity);
  });

  it('is as it should be while the agent has the floor, and from then on is no first word’s', () => {
    const silence = opened(rules);
    silence.expectNothing();
    expect(silence.dueMs).toBe(Infinity);
    silence.configure({ ...rules, threshold: 0.8 }, 3000);
    expect(silence.dueMs).toBe(Infinity);
  });

  it('is told of once', () => {
    const silence = opened(rules);
    silence.expectCaller(20_000);
    expect(silence.take()).toBe(20_000);
    expect(silence.take()).toBeNull();
    expect(silence.dueMs).toBe(Infinity);
  });

  it('counts no longer where nothing is due under new rules; else it goes on', () => {
    const silence = opened(rules);
    silence.expectCaller(20_000);
    silence.configure(timed, 21_000);
    expect(silence.dueMs).toBe(30_000);
    silence.configure(null, 22_000);
    expect(silence.dueMs).toBe(Infinity);
  });
});
