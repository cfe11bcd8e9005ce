import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { html } from '../../../src/report/page/hypertext.ts';
import { anyText } from '../../any_text.ts';

it('takes its own markup for markup, and all else for text', () => {
  const inner = html`<b>${'<i>'}</b>`;
  expect(html`<p title="${'"x" & \'y\''}">${inner}${null}${[1, 'a']}</p>`.markup).toBe(
    '<p title="&quot;x&quot; &amp; &#39;y&#39;"><b>&lt;i&gt;</b>1a</p>',
  );
});

it('shows what would be obeyed: ends of lines, bidi marks, escapes, halves of characters', () => {
  expect(html`${'a\n\u202eb\u001b[2J\u2028\ud800'}`.markup).toBe('a\\n\\u202eb\\u001b[2J\\u2028\\ud800');
});

it('holds no sign of markup, whatever is put into it', () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      expect(html`${text}`.markup).not.toMatch(/[<>"']/);
    }),
  );
});
