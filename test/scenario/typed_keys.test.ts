/** `dtmf` in a script: what is read, what is told to be wrong, and that a protocol without keys is refused. */

import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import type { PlanStep } from '../../src/core/call/script.ts';
import { estimateOfCall } from '../../src/forecast/estimate.ts';
import { callOf } from '../../src/core/call/call_spec.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { refuseKeysWithout } from '../../src/scenario/typed_keys.ts';
import type { Scenario } from '../../src/scenario/scenario.ts';
import { smallPlan } from '../core/plan/small_plan.ts';
import { cast } from './recordings.ts';

function read(step: string): Scenario {
  const text = `name: keys
callers:
  - name: anyone
    script:
      - listen
      - dtmf: ${step}
      - listen
load: { concurrency: 1, calls: 1 }
`;
  const { source, errors } = readYaml(text, 'keys.yaml', 'scenario');
  return checkScenario(source, { repertoire: cast, fileExists: () => false }, errors);
}

function typed(step: string): PlanStep | undefined {
  return read(step).callers[0]?.steps[1];
}

function mistakes(step: string): readonly string[] {
  try {
    read(step);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map((each) => each.describe());
    throw error;
  }
}

describe('dtmf in a script', () => {
  it('is keys, or a number of the persona’s with keys behind it', () => {
    expect(typed('"407 112#"')).toEqual({ op: 'dtmf', keys: [{ keys: '407112#' }] });
    expect(typed('{ digits: "1ww2", pause: 2s }')).toEqual({
      op: 'dtmf',
      keys: [{ keys: '1ww2' }],
      pauseMs: 2000,
    });
    expect(typed('{ number: order_number, then: "#" }')).toEqual({
      op: 'dtmf',
      keys: [{ number: 'orderNumber' }, { keys: '#' }],
    });
  });

  it.each([
    ['407112', 'keys.yaml:6:15: callers[0].script[1].dtmf: expected keys in quotes'],
    ['"40x"', 'expected keys in quotes'],
    ['"ww"', 'expected keys in quotes'],
    ['""', 'expected keys in quotes'],
    ['{ number: order_number, digits: "1" }', 'expected digits or number, found both'],
    ['{ pause: 1s }', 'expected digits or number, found neither'],
    ['{ digits: "1", then: "#" }', 'expected no then beside digits'],
    ['{ number: fax }', 'number'],
    ['{ digit: "1" }', 'digit'],
  ])('tells what is wrong with %s', (step, words) => {
    const found = mistakes(step);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
  });

  it('is refused where the protocol has no keys, with a way out', async () => {
    const scenario = read('"1"');
    await expect(compileWith(cast, scenario)).rejects.toThrow(
      'caller "anyone" types on the keys of a telephone (dtmf), and openai-realtime carries none',
    );
    expect(() => refuseKeysWithout({ name: 'a-telephone', keypad: true }, scenario)).not.toThrow();
  });

  it('takes its time in an estimate', () => {
    const plan = smallPlan([{ op: 'dtmf', keys: [{ keys: '1w2' }], pauseMs: 0 }, { op: 'hangup' }]);
    const without = smallPlan([{ op: 'hangup' }]);
    const lengthOf = (of: typeof plan): number => estimateOfCall(of, callOf(of, 0)).durationMs;
    expect(lengthOf(plan) - lengthOf(without)).toBe(800);
  });
});
