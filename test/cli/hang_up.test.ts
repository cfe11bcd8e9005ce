import { describe, expect, it } from 'vitest';
import { hangUpIsIgnored } from '../../src/cli/hang_up.ts';

const nothing = { env: {}, parentStatus: () => '', output: () => '' };

describe('the end of a terminal', () => {
  it.each([
    ['nothing asks for that', nothing, false],
    ['nohup was what the shell called', { ...nothing, env: { _: '/usr/bin/nohup' } }, true],
    ['the shell called something else', { ...nothing, env: { _: '/usr/bin/node' } }, false],
    ['the output goes where nohup has it', { ...nothing, output: () => '/home/a/nohup.out' }, true],
    [
      'the parent ignores it',
      { ...nothing, parentStatus: () => 'SigBlk:\t0\nSigIgn:\t0000000000001001\n' },
      true,
    ],
    ['the parent ignores others', { ...nothing, parentStatus: () => 'SigIgn:\t0000000000001006\n' }, false],
  ])('is heeded or not where %s', (_, traces, ignored) => {
    expect(hangUpIsIgnored(traces)).toBe(ignored);
  });
});
