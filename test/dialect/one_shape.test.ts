/**
 * What is made of each message has the shape (V8's hidden class) of all others that say the same. An object that begins with a spread
 * and goes on with a property (`{ ...event, text }`) has a shape of its own each time in Node 20, and whatever then reads it takes
 * the slow way: see docs/decisions/0047-one-shape.md.
 */

import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadAgent } from '../../src/agent/simulator.ts';
import { DIALECT_NAMES } from '../../src/core/plan/plan.ts';
import type { DialectSession, ReadEvent } from '../../src/dialect/dialect.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { runVirtually } from '../../src/engine/virtual/virtual_run.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { loadScenario } from '../../src/scenario/load_scenario.ts';

const FILE = fileURLToPath(new URL('./conformance.yaml', import.meta.url));

let haveOneShape: (a: object, b: object) => boolean;
beforeAll(() => {
  setFlagsFromString('--allow-natives-syntax');
  haveOneShape = runInThisContext('(a, b) => %HaveSameMap(a, b)') as typeof haveOneShape;
});
// Not before: what is called is compiled when it is, and perhaps once more.
afterAll(() => setFlagsFromString('--no-allow-natives-syntax'));

/** Its type, and the names of all that it says. */
function kindOf(made: object): string {
  return Object.entries(made)
    .map(([name, value]) => (name === 'type' ? String(value) : name))
    .join(' ');
}

/** All sessions of a rehearsal, and all that they read. */
async function madeIn(name: (typeof DIALECT_NAMES)[number]): Promise<object[]> {
  const { scenario, repertoire } = await loadScenario(FILE);
  const { plan, audio } = await compileWith(repertoire, scenario, { dialect: name });
  const dialect = dialectOf(plan);
  const made: object[] = [];
  const kept = (session: DialectSession): DialectSession => {
    made.push(session);
    return new Proxy(session, {
      get: (of, property) => {
        if (property !== 'read') return Reflect.get(of, property, of) as unknown;
        return (text: string): ReadEvent | readonly ReadEvent[] => {
          const told = of.read(text);
          made.push(...[told].flat());
          return told;
        };
      },
    });
  };
  const agent = await loadAgent({ seed: plan.seed });
  runVirtually({
    plan,
    audio,
    dialect: { ...dialect, open: (about) => kept(dialect.open(about)) },
    agent: (call) => agent.session(call, { model: plan.target.model }),
    onRecord: () => {},
  });
  return made;
}

describe.each(DIALECT_NAMES)('in %s', (name) => {
  it('what is read of messages, and the sessions that read them, have one shape each', async () => {
    const before = new Map<string, object>();
    const changes = new Map<string, number>();
    for (const one of await madeIn(name)) {
      const kind = kindOf(one);
      const like = before.get(kind) ?? one;
      before.set(kind, one);
      changes.set(kind, (changes.get(kind) ?? 0) + (haveOneShape(like, one) ? 0 : 1));
    }
    // It may change while V8 learns what stands in it, and once more where the code has become hot.
    const restless = [...changes].filter(([, count]) => count > 2);
    expect(restless).toEqual([]);
    expect(changes.size).toBeGreaterThan(4);
  });
});
