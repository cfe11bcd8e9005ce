import { describe, expect, it } from 'vitest';
import { costsOfThisBuild, readMeasuredCosts } from '../../../src/forecast/machines/measured_costs.ts';

describe('measured costs', () => {
  it('are read as they are written', () => {
    expect(readMeasuredCosts(JSON.stringify(costsOfThisBuild), 'a.json')).toEqual(costsOfThisBuild);
  });

  it.each([
    ['{', 'expected JSON'],
    ['[]', 'version 1'],
    [JSON.stringify({ ...costsOfThisBuild, version: 2 }), 'version 1'],
    [JSON.stringify({ ...costsOfThisBuild, where: null }), 'expected a text'],
    [JSON.stringify({ ...costsOfThisBuild, memory: { baseMb: 1 } }), 'baseMb and perCallKb'],
    [JSON.stringify({ ...costsOfThisBuild, protocols: {} }), 'expected a list'],
    [
      JSON.stringify({
        ...costsOfThisBuild,
        protocols: [{ ...costsOfThisBuild.protocols[0], coresPerCall: 0 }],
      }),
      'expected a number over 0',
    ],
  ])('of another shape are refused: %s', (text, why) => {
    expect(() => readMeasuredCosts(text, 'a.json')).toThrow(why);
  });
});
