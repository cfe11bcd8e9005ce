import { describe, expect, it } from 'vitest';
import { textOf } from '../../src/config/text_file.ts';
import { ConfigError } from '../../src/core/word/config_error.ts';

const read = (bytes: Uint8Array): string => textOf(bytes, 'x.yaml', 'encoding');
const refusal = (bytes: Uint8Array): string => {
  try {
    return `none: ${read(bytes)}`;
  } catch (error) {
    if (error instanceof ConfigError) return error.describe();
    throw error;
  }
};
const utf16 = (text: string, mark: string): Buffer => Buffer.from(`${mark}${text}`, 'utf16le');

describe('a file of text', () => {
  it('is read with and without its mark, in any script', () => {
    expect(read(Buffer.from('\uFEFFname: Zoë 日本 🙂'))).toBe('name: Zoë 日本 🙂');
    expect(read(new Uint8Array())).toBe('');
  });

  it.each([
    ['UTF-16 (little-endian)', utf16('name: x\n', '\uFEFF')],
    ['UTF-16 (little-endian)', utf16('name: x\n', '')],
    ['UTF-16 (big-endian)', utf16('name: x\n', '\uFEFF').swap16()],
    ['UTF-16 (big-endian)', utf16('name: x\n', '').swap16()],
    ['UTF-32 (little-endian)', Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])],
  ])('is named where it is %s', (name, bytes) => {
    expect(refusal(bytes)).toContain(`x.yaml: expected text in UTF-8, found ${name}\n  iconv`);
  });

  it('is named where it is Latin-1, with the place', () => {
    const latin = Buffer.from('name: a\ndescription: Müller\n', 'latin1');
    expect(refusal(latin)).toMatch(
      /^x\.yaml:2:15: .*the byte FC: probably Latin-1 or Windows-1252\n {2}iconv/,
    );
    // Columns count characters, not bytes.
    const both = Buffer.concat([Buffer.from('é: '), Buffer.from([0xe9])]);
    expect(refusal(both)).toMatch(/^x\.yaml:1:4: .*byte E9/);
  });

  it('is none where there are zeros in it', () => {
    expect(refusal(Buffer.from('name: \0x plain text that goes on for a while\n'))).toMatch(
      /^x\.yaml:1:7: .*no text/,
    );
  });
});
