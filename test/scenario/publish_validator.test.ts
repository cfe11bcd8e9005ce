import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { shapeChecker } from '../../src/config/shape.ts';
import { ScenarioSchema } from '../../src/scenario/schema/scenario_schema.ts';
import { SCENARIO_VALIDATOR } from '../../src/scenario/validator_file.ts';

const built = shapeChecker(ScenarioSchema, SCENARIO_VALIDATOR);
const compiled = shapeChecker(ScenarioSchema);

// Needs `npm run build`.
describe('the validator that the build makes of the scenario’s schema', () => {
  it('is there', () => {
    expect(existsSync(SCENARIO_VALIDATOR)).toBe(true);
  });

  it.each([
    [{}],
    [null],
    [{ name: '', seed: -4, target: { dialect: 'opnai', speaks_first: 'nobody' }, callers: [], load: {} }],
    [
      {
        name: 'a',
        callers: [{ name: 'b', weight: 0, script: [{ listn: '3s' }, { say: 4 }, 'hangup'] }],
        load: 3,
      },
    ],
    [
      {
        name: 'a',
        callers: [{ name: 'b', script: [{ listen: { deadline: 'soon' } }, { silence: '900h' }] }],
        load: { concurrency: 1.5, ramp: 'quick', hold: 0.2, arrivals: [{ type: 'none' }] },
        limits: { call: '40d' },
      },
    ],
  ])('finds the same mistakes as the schema itself: %j', (data) => {
    expect(compiled(data).length).toBeGreaterThan(0);
    expect(built(data)).toEqual(compiled(data));
  });

  it('and none in what is shipped', () => {
    const names = readdirSync('scenarios').filter((name) => name.endsWith('.yaml'));
    expect(names.length).toBeGreaterThan(10);
    for (const name of names) {
      expect(built(parse(readFileSync(join('scenarios', name), 'utf8')))).toEqual([]);
    }
  });
});
