/**
 * Text from outside (a target's words, names in a log) as people may be shown it: what a terminal or a page would obey, or
 * what turns the order of letters round, is an escape that can be read. Pure. Markup is a view's own to neutralise.
 */

/** Controls of both sets, formats such as the bidi overrides, ends of lines and paragraphs, halves of characters. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
/** What joins letters and signs in some scripts, and does nothing else. */
const JOINERS: ReadonlySet<string> = new Set(['\u200C', '\u200D']);
const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Nothing of it is obeyed: nearly every text. */
const PLAIN = /^[ -~]*$/;

/** `\n`, `\u001b`, `\u202e`, `\u{e0041}`: on one line, whatever it was. */
export function visible(text: string): string {
  if (PLAIN.test(text)) return text;
  return text.replaceAll(OBEYED, (sign) => (JOINERS.has(sign) ? sign : (SHORT[sign] ?? escapeOf(sign))));
}

function escapeOf(sign: string): string {
  const digits = (sign.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
  return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
}

/** At most so many characters of a text, and then how many there were: `all`, where the text is the beginning of another. */
export function cut(text: string, most: number, all = text.length): string {
  if (Math.max(text.length, all) <= most) return text;
  return `${beginning(text, most)}… (cut: ${all} characters in all)`;
}

/** At most so many characters, and not through the middle of one. */
export function beginning(text: string, most: number): string {
  if (text.length <= most) return text;
  const code = text.charCodeAt(most - 1);
  return text.slice(0, code >= 0xd800 && code <= 0xdbff ? most - 1 : most);
}
