/** The little of XML that TwiML is written in: what is read, what is refused, and that nothing makes it throw or hang. */

import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/dialect/twilio/little_xml.ts';
import { Random } from '../../../src/core/word/random.ts';

const whole = `<?xml version="1.0" encoding="UTF-8"?>
<!-- said to a stream -->
<Response>
  <Say voice='alice'>One &amp; two &#60;three&#x3E;<![CDATA[ <raw> & more ]]></Say>
  <Connect><Stream url="wss://a.example/s"><Parameter name="q" value="&quot;x&apos; &lt;"/></Stream ></Connect>
</Response>
`;

describe('a document', () => {
  it('is its elements, their attributes and their text', () => {
    const root = readXml(whole);
    if ('mistake' in root) throw new Error(root.mistake);
    expect(root.children.map(({ name }) => name)).toEqual(['Say', 'Connect']);
    expect(root.children[0]?.text).toBe('One & two <three> <raw> & more ');
    expect(root.children[0]?.attributes.get('voice')).toBe('alice');
    const stream = root.children[1]?.children[0];
    expect(stream?.attributes.get('url')).toBe('wss://a.example/s');
    expect(stream?.children[0]?.attributes.get('value')).toBe('"x\' <');
    expect(readXml('\uFEFF<a/>')).toMatchObject({ name: 'a', children: [], text: '' });
  });

  it.each([
    ['', 'there is no element in it'],
    ['{"a":1}', 'text outside of its element, in line 1'],
    ['<a>', '<a> is never closed'],
    ['<a></b>', 'a tag that closes nothing'],
    ['</a>', 'a tag that closes nothing'],
    ['<a/>\n<b/>', 'a second element at its root, in line 2'],
    ['<a>x</a>y', 'text outside of its element'],
    ['<a b=c/>', 'a tag that is none'],
    ['<a b="1" b="2"/>', 'a tag that is none'],
    ['<a b="<"/>', 'a tag that is none'],
    ['< a/>', 'a tag that is none'],
    ['<a>&nbsp;</a>', 'an entity that it does not know'],
    ['<a>a & b</a>', 'an entity that it does not know'],
    ['<a>&constructor;</a>', 'an entity that it does not know'],
    ['<a>&#0;</a>', 'an entity that it does not know'],
    ['<a>&#x110000;</a>', 'an entity that it does not know'],
    ['<a><!-- </a>', 'a comment without an end'],
    ['<?xml <a/>', 'an instruction without an end'],
    ['<a><![CDATA[ </a>', 'CDATA where there is none'],
    ['<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'a document type, which TwiML has not'],
    [`<a>${'<b>'.repeat(40)}${'</b>'.repeat(40)}</a>`, 'more than 20 deep'],
    [`<a>${' '.repeat(64_000)}</a>`, 'more than the 64000'],
  ])('is refused where it is none: %j', (text, words) => {
    expect(readXml(text)).toEqual({ mistake: expect.stringContaining(words) as string });
  });

  it('comes to something whatever is cut out of one, or put into it', () => {
    const random = new Random(7, 'little-xml');
    const odd = ['<', '>', '&', '"', "'", '/', '<!', '<?', ']]>', '\0', '&#x', '\u{1F600}', '<![CDATA['];
    for (let i = 0; i < 3000; i++) {
      const from = random.below(whole.length);
      const piece = random.below(2) === 0 ? '' : (odd[random.below(odd.length)] ?? '');
      const text = whole.slice(0, from) + piece + whole.slice(from + random.below(20));
      const root = readXml(text);
      expect('mistake' in root ? typeof root.mistake : typeof root.name).toBe('string');
    }
  });
});
