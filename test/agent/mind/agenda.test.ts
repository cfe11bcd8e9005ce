import { describe, expect, it } from 'vitest';
import { Agenda } from '../../../src/agent/mind/agenda.ts';
import type { Heard } from '../../../src/agent/mind/heard.ts';
import type { Mind } from '../../../src/agent/mind/mind.ts';
import { words } from '../../../src/agent/mind/reply.ts';

const turn = (utterance: string): Heard => ({
  utterances: [utterance],
  confidence: 1,
  complete: true,
  poorAudio: false,
  wordless: false,
  typed: true,
});

/** A mind that writes down what it is told. */
function listening(): { readonly mind: Mind; readonly told: string[] } {
  const told: string[] = [];
  const mind = {
    hear: ({ utterances }: Heard) => {
      told.push(`hear ${utterances.join(' ')}`);
      return words('answer');
    },
    overhear: ({ utterances }: Heard) => told.push(`overhear ${utterances.join(' ')}`),
    idle: () => words('idle'),
  } as Partial<Mind> as Mind;
  return { mind, told };
}

describe('an agenda', () => {
  it('keeps the latest sixteen turns; of those before them it takes note at once', () => {
    const { mind, told } = listening();
    const agenda = new Agenda(mind);
    for (let i = 0; i < 20; i++) agenda.turn(`item ${i}`, turn(`${i}`));
    expect(told).toEqual(['overhear 0', 'overhear 1', 'overhear 2', 'overhear 3']);
    agenda.next(false);
    expect(told).toHaveLength(20);
    expect(told.at(-1)).toBe('hear 19');
  });

  it('forgets a turn whose item is gone', () => {
    const { mind, told } = listening();
    const agenda = new Agenda(mind);
    agenda.turn('a', turn('one'));
    agenda.turn('b', turn('two'));
    agenda.forget('b');
    agenda.next(false);
    expect(told).toEqual(['hear one']);
    agenda.turn('c', turn('three'));
    agenda.forget('c');
    expect(agenda.next(false).kind).toBe('idle');
  });
});
