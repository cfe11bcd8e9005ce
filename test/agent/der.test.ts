import { describe, expect, it } from 'vitest';
import { bits, der, identifier, sequence, time, told, wrapped } from '../../src/agent/der.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('DER', () => {
  it.each([
    [0, '0400'],
    [127, '047f'],
    [128, '048180'],
    [255, '0481ff'],
    [256, '04820100'],
    [65_536, '0483010000'],
  ])('says the length of %i bytes in as few as will do', (length, head) => {
    const written = der(4, Buffer.alloc(length));
    expect(hex(written.subarray(0, written.length - length))).toBe(head);
  });

  it.each([
    ['2.5.29.17', '0603551d11'],
    ['1.2.840.10045.4.3.2', '06082a8648ce3d040302'],
    ['1.3.6.1.5.5.7.3.1', '06082b06010505070301'],
  ])('names %s', (dotted, written) => {
    expect(hex(identifier(dotted))).toBe(written);
  });

  it('has years of two digits until 2049, and of four from then on', () => {
    const textOf = (iso: string): string => time(Date.parse(iso)).toString('latin1');
    expect(textOf('2026-11-27T09:05:01.900Z')).toBe('\u0017\r261127090501Z');
    expect(textOf('2049-12-31T23:59:59Z')).toBe('\u0017\r491231235959Z');
    expect(textOf('2050-01-01T00:00:00Z')).toBe('\u0018\u000F20500101000000Z');
  });

  it('puts parts into each other', () => {
    expect(hex(sequence(bits(Buffer.of(0x80), 7), told(2, Buffer.from('a'))))).toBe('300703020780820161');
    expect(hex(wrapped(3, sequence()))).toBe('a3023000');
  });
});
