import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { metrics, statsOf } from '../../../src/core/log/metric.ts';
import {
  measuredNames,
  measuresOfRates,
  measuresOfValues,
  registry,
} from '../../../src/report/metric/registry.ts';

describe('the registry', () => {
  it('has a measure for every name that is not reserved, and for no other', () => {
    const names = metrics.map(({ name }) => name);
    expect([...measuredNames].sort()).toEqual([...names].sort());
    expect(measuresOfValues.length + measuresOfRates.length).toBe(names.length);
  });

  it('tells rates from what has values as the catalogue does', () => {
    const kindOf = new Map(metrics.map(({ name, kind }) => [name, kind]));
    expect(measuresOfRates.filter(([name]) => kindOf.get(name) !== 'rate')).toEqual([]);
    expect(measuresOfValues.filter(([name]) => kindOf.get(name) === 'rate')).toEqual([]);
  });

  it('asks at least one thing of a turn, a call, a bill or the generator for each', () => {
    const idle = Object.entries(registry).filter(([, measure]) =>
      ['ofTurn', 'ofCall', 'ofBill', 'ofGenerator'].every((source) => !(source in measure)),
    );
    expect(idle).toEqual([]);
  });

  it('has the generator’s own where the catalogue says that they are of no caller', () => {
    const own = measuresOfValues.filter(([, { ofGenerator }]) => ofGenerator !== undefined);
    expect(own.map(([name]) => name).sort()).toEqual(
      metrics
        .filter(({ of }) => of === 'generator')
        .map(({ name }) => name)
        .sort(),
    );
  });
});

describe('the catalogue', () => {
  it('has each name once, and a label of each', () => {
    expect(new Set(metrics.map(({ name }) => name)).size).toBe(metrics.length);
    expect(metrics.filter(({ label }) => label.trim() === '')).toEqual([]);
  });

  it('is what docs/measurement.md defines', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/measurement.md'), 'utf8');
    const written = (name: string) =>
      page.includes(`\`${name}\``) ||
      /^(error|fallback)_rate[.]/.test(name) ||
      page.includes(`\`${name.replace('tokens', '')}\``);
    const inPairs = new Set(['network_down']);
    expect(metrics.map(({ name }) => name).filter((name) => !written(name) && !inPairs.has(name))).toEqual(
      [],
    );
  });

  it('knows which statistics mean something', () => {
    expect(statsOf('rate')).toEqual({ stats: ['rate', 'count'], implied: 'rate' });
    expect(statsOf('total')).toEqual({ stats: ['total', 'count'], implied: 'total' });
    expect(statsOf('sample').implied).toBeUndefined();
    expect(statsOf('sample').stats).toContain('p99_9');
  });
});
