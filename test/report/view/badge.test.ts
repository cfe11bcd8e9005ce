import { describe, expect, it } from 'vitest';
import { summarize } from '../../../src/report/summarize.ts';
import { badge as made } from '../../../src/report/view/badge.ts';
import type { Summary } from '../../../src/report/summary.ts';
import { gathered, goodRun, header } from '../log_builder.ts';
import { unreached } from '../view_runs.ts';

/** Blanks within a tag mean nothing. */
const badge = (summary: Summary): string =>
  made(summary)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/ ?(>|\/>)/g, '$1');

describe('badge.svg', () => {
  it('has the verdict and the p95, and says both to a screen reader', () => {
    const svg = badge(summarize(gathered(goodRun(300, () => 1250))));
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="\d+" height="20" role="img"/);
    expect(svg).toContain('<title id="title">voice load of support-line: not judged, p95 1.25 s</title>');
    expect(svg.match(/<text [^>]*>([^<]*)<\/text>/g)).toHaveLength(2);
    expect(svg).toContain('>not judged, p95 1.25 s</text>');
    // The text is as wide as it is given room.
    const [width = 0] = [...svg.matchAll(/<svg[^>]* width="(\d+)"/g)].map(([, each]) => Number(each));
    const texts = [...svg.matchAll(/textLength="(\d+)"/g)].map(([, each]) => Number(each) + 12);
    expect(texts.reduce((a, b) => a + b)).toBe(width);
  });

  it('names no latency that nobody measured, and is of another colour for each verdict', () => {
    const summary = summarize(unreached);
    expect(badge(summary)).toMatch(/: (?:fail|invalid)<\/title>/);
    const colours = (['pass', 'fail', 'invalid', 'not_judged'] as const).map(
      (result) =>
        /z" fill="(#\w+)"/.exec(badge({ ...summary, verdict: { ...summary.verdict, result } }))?.[1],
    );
    expect(new Set(colours).size).toBe(4);
  });

  it('asks for nothing from anywhere, and takes no name for markup', () => {
    const scenario = { ...header().scenario, name: `</title><script>x</script>"'&\u202E` };
    const svg = badge(summarize(gathered(goodRun(3, () => 400, { scenario }))));
    expect(svg).not.toMatch(/<script|href|url\(|@import|\u202E/);
    expect(svg).toContain('&lt;/title&gt;&lt;script&gt;x&lt;/script&gt;&quot;&#39;&amp;\\u202e');
  });
});
