import { describe, expect, it } from 'vitest';
import { isObjectName, labelValue, longestJobName, objectName } from '../../src/kubernetes/object_name.ts';

describe('a name in Kubernetes', () => {
  it.each(['a', '1', 'a-b', 'x'.repeat(63)])('is %j', (text) => expect(isObjectName(text)).toBe(true));
  it.each(['', '-a', 'a-', 'A', 'a.b', 'a_b', 'ä', 'x'.repeat(64), 'a b'])('is not %j', (text) =>
    expect(isObjectName(text)).toBe(false),
  );

  it('is made of any text', () => {
    expect(objectName('Support line (night)')).toBe('support-line-night');
    expect(objectName('Störung am Abend')).toBe('storung-am-abend');
    expect(objectName('🎉')).toBe('run');
    expect(objectName('-'.repeat(80))).toBe('run');
    expect(objectName(`${'a'.repeat(62)} b`)).toBe('a'.repeat(62));
    for (const text of ['Ünï çødé', ' a ', 'a__b', `${'x'.repeat(62)}-y`, '1.2.3']) {
      expect(isObjectName(objectName(text))).toBe(true);
    }
  });

  it('of a Job leaves room for the index of its last pod', () => {
    for (const shards of [1, 10, 11, 10_000]) {
      expect(isObjectName(`${'x'.repeat(longestJobName(shards))}-${shards - 1}`)).toBe(true);
      expect(isObjectName(`${'x'.repeat(longestJobName(shards) + 1)}-${shards - 1}`)).toBe(false);
    }
  });

  it('as the value of a label keeps what it may', () => {
    expect(labelValue('0.1.0-rc.1+build')).toBe('0.1.0-rc.1-build');
    expect(labelValue('+')).toBe('');
  });
});
