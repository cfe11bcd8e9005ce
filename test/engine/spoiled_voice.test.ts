import { expect, it } from 'vitest';
import type { CallSpec } from '../../src/core/call/call_spec.ts';
import type { PlanImpairment } from '../../src/core/plan/plan.ts';
import { SpoiledVoice, voiceStrike } from '../../src/engine/spoiled_voice.ts';

const of = (impair: string, more: object = {}): PlanImpairment =>
  ({ impair, text: impair, ...more }) as unknown as PlanImpairment;
const IMPAIRMENTS = [of('noise'), of('clip', { step: 2 }), of('echo', { echo: {} })];

function voice(caller: object): { readonly spoiled: SpoiledVoice; readonly told: string[] } {
  const told: string[] = [];
  const spec = { impairments: IMPAIRMENTS, caller } as unknown as CallSpec;
  const spoiled = new SpoiledVoice(spec, ({ impair }, atMs) => told.push(`${atMs} ${impair}`));
  return { spoiled, told };
}

it('tells what is done to everything with the first words, what is done to a step with those, each once, and no echo', () => {
  const { spoiled, told } = voice({});
  spoiled.opens(100);
  spoiled.speaks(0, 500);
  spoiled.speaks(1, 900);
  spoiled.speaks(2, 1500);
  spoiled.speaks(2, 2000);
  expect(told).toEqual(['500 noise', '1500 clip']);
});

it('tells of what is heard between the words as the microphone opens', () => {
  const { spoiled, told } = voice({ bed: {} });
  spoiled.opens(100);
  spoiled.speaks(0, 500);
  expect(told).toEqual(['100 noise']);
});

it('is written down where it was heard, by its name and what it does, with its step where it is one of a step', () => {
  const place = { call: 3, connection: 1, atMs: 500 };
  const told = { type: 'strike', ...place, of: 'voice' };
  expect(voiceStrike(of('noise'), place)).toStrictEqual({ ...told, fault: 'noise', detail: 'noise' });
  const ofStep = voiceStrike(of('clip', { step: 2 }), place);
  expect(ofStep).toStrictEqual({ ...told, fault: 'clip', step: 2, detail: 'clip' });
});
