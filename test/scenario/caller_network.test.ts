import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';
import { ConfigErrors } from '../../src/core/word/config_error.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { compileWith } from '../../src/scenario/compile.ts';
import { checkScenario } from '../../src/scenario/load_scenario.ts';
import { cast } from './recordings.ts';

function textOf(network: string, own = ''): string {
  return `name: bad line
network: ${network}
callers:
  - name: anyone
${own === '' ? '' : `    network: ${own}\n`}    script: [listen, { say: hello }, listen]
load: { concurrency: 2, hold: 10s }
`;
}

async function planOf(network: string, own?: string): Promise<Plan> {
  const { source, errors } = readYaml(textOf(network, own), 'bad.yaml', 'scenario');
  const scenario = checkScenario(source, { repertoire: cast, fileExists: () => false }, errors);
  return (await compileWith(cast, scenario)).plan;
}

async function mistakesIn(network: string, own?: string): Promise<readonly string[]> {
  try {
    await planOf(network, own);
    return [];
  } catch (error) {
    if (error instanceof ConfigErrors) return error.errors.map(({ message }) => message);
    throw error;
  }
}

describe('network of a scenario', () => {
  it('is in the plan in the plan’s units, that of the scenario first, with every attribute', async () => {
    const plan = await planOf(
      '[{ toxic: latency, latency: 120ms, stream: upstream, toxicity: 50%, every: 2, from: 10s, until: 1m }]',
      '[{ toxic: bandwidth, rate: 16kB/s, seed: 9 }, { toxic: limit_data, bytes: 1.5MB }]',
    );
    expect(plan.network).toEqual([
      {
        toxic: 'latency',
        stream: 'upstream',
        toxicity: 0.5,
        every: 2,
        fromMs: 10_000,
        untilMs: 60_000,
        args: { latency: 120, jitter: 0 },
      },
      {
        toxic: 'bandwidth',
        stream: 'downstream',
        toxicity: 1,
        callers: ['anyone'],
        seed: 9,
        args: { rate: 16_000 },
      },
      {
        toxic: 'limit_data',
        stream: 'downstream',
        toxicity: 1,
        callers: ['anyone'],
        args: { bytes: 1_500_000 },
      },
    ]);
  });

  it('changes the plan’s id, and is absent where nothing is bad', async () => {
    const none = await planOf('[]');
    expect(none).not.toHaveProperty('network');
    expect((await planOf('[{ toxic: latency }]')).id).not.toBe(none.id);
  });

  it.each([
    ['[{ toxic: latancy }]', 'there is no toxic "latancy"; did you mean "latency"?'],
    ['[{ toxic: latency, jiter: 20ms }]', 'not "jiter"; did you mean "jitter"?'],
    ['[{ toxic: latency, latency: soon }]', 'latency: latency: expected a duration such as 2s, found "soon"'],
    ['[{ toxic: bandwidth, rate: 30 }]', 'bandwidth: rate: expected bytes in a second such as 30kB/s'],
    ['[{ toxic: bandwidth, rate: 30kB }]', 'bandwidth: rate: expected bytes in a second such as 30kB/s'],
    ['[{ toxic: limit_data, bytes: 30kB/s }]', 'limit_data: bytes: expected a number of bytes'],
    ['[{ toxic: slicer, average_size: 100B, size_variation: 100B }]', 'under the average_size of 100B'],
    ['[{ toxic: down, stream: upstream }]', 'down takes no stream'],
    ['[{ toxic: latency, from: 10s, until: 5s }]', 'expected until to be later than from'],
    ['[{ toxic: latency, stream: sideways }]', 'upstream or downstream'],
    ['[{ toxic: latency, toxicity: often }]', 'a share such as 5% or 0.05'],
    ['[{ latency: 50ms }]', 'toxic'],
  ])('refuses %s', async (network, words) => {
    const found = await mistakesIn(network);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(words);
    expect(await mistakesIn('[]', network)).toHaveLength(1);
  });
});
