import { describe, expect, it } from 'vitest';
import { readYaml } from '../../src/config/yaml.ts';

const keys = (count: number, name: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => `${name(i)}: ${i}\n`).join('');

describe('a file with very many keys', () => {
  it('is read in time that grows with them, not with their square', () => {
    const text = keys(100_000, (i) => `key${i}`);
    const before = process.cpuUsage();
    const { source, errors } = readYaml(text, 'a.yaml', 'scenario');
    // CPU, which other work on the machine hardly changes: three seconds, and thirteen where each is compared with each.
    expect(process.cpuUsage(before).user).toBeLessThan(8_000_000);
    expect(Object.keys(source.data as object)).toHaveLength(100_000);
    expect(errors).toEqual([]);
  });

  it('that are all the same is told of a hundred of them', () => {
    const { errors } = readYaml(
      keys(20_000, () => 'k'),
      'a.yaml',
      'scenario',
    );
    expect(errors).toHaveLength(100);
    expect(errors[0]?.place).toMatchObject({ line: 2, column: 1 });
  });

  it('that has one of them of any length says so in few words', () => {
    const long = 'k'.repeat(900_000);
    const { errors } = readYaml(`? ${long}\n: 1\n? ${long}\n: 2\n`, 'a.yaml', 'scenario');
    expect(errors[0]?.message.length).toBeLessThan(500);
  });
});

it('a key that stands twice is found in every mapping, quoted or not', () => {
  const { errors } = readYaml('a: 1\nb: { "c": 1, c: 2 }\na: 3\n', 'a.yaml', 'scenario');
  expect(errors.map(({ message, place }) => [message.slice(0, 11), place.line])).toEqual([
    ['the key "a"', 3],
    ['the key "c"', 2],
  ]);
});
