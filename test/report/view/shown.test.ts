import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../src/core/log/record.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { junitReport } from '../../../src/report/view/junit.ts';
import { markdownReport } from '../../../src/report/view/markdown.ts';
import { terminalReport } from '../../../src/report/view/terminal.ts';
import { answered, call, footer, gathered, generator, goodRun, header, judgement } from '../log_builder.ts';
import { toolCall } from '../tool_run.ts';

const EVIL =
  '\u001B[2J\u009B32m\u202E\nPASS\r\u0007 <b>&amp;</b> [x](https://evil.example) ![i](u) `code` @all | # ~~s~~';

/** Every text of a log that a view shows, from whoever could have written it. */
function evilRun(evil: string): LogRecord[] {
  const base = header();
  return [
    header({
      scenario: { ...base.scenario, name: evil, description: evil, file: evil },
      dialect: evil,
      target: { url: `wss://${evil}`, model: evil, simulated: false },
      load: { mode: 'open', plannedCalls: 2, maxConcurrency: 9 },
      judgement: {
        ...judgement,
        thresholds: [
          { metric: 'response_latency', caller: evil, stat: 'p95', op: '<', value: 1, text: evil },
        ],
        pricing: { model: evil, transcriptionModel: evil },
      },
      versions: { callstorm: evil, [evil]: '1' },
      host: { platform: evil, cores: 2, memoryMb: 1 },
      command: evil,
      run: evil,
      plan: evil,
      calibration: { sentinels: 2, asked: true },
    }),
    {
      ...answered(0, 0, 400),
      caller: evil,
      detail: evil,
      heardText: evil,
      transcript: evil,
      tools: [toolCall(evil, 1, 2, 3)],
    },
    call({ caller: evil, sessionId: evil }),
    call({ call: 1, outcome: 'failed', failure: 'agent_error', detail: evil, caller: 'other' }),
    { type: 'calibration_trouble', atMs: 1, detail: evil },
    generator(),
    footer({
      reason: 'threshold',
      detail: evil,
      calls: { planned: 2, completed: 1, failed: 1, blocked: 0, notStarted: 0 },
    }),
  ];
}

describe('text from outside', () => {
  const summary = summarize(gathered(evilRun(EVIL)));

  it.each([
    ['the terminal', terminalReport],
    ['report.md', markdownReport],
    ['junit.xml', junitReport],
  ])('drives nothing in %s, and is seen', (_, view) => {
    const text = view(summary);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\u202A-\u202E\u2066-\u2069\u2028\u2029]/u);
    expect(text).not.toMatch(/^PASS/m);
    expect(text).toContain('u202e');
  });

  it('is no markup, no link and no call to anybody in report.md', () => {
    // In a span of code, between single backticks, nothing is.
    const outside = markdownReport(summary)
      .replaceAll(/`[^`\n]*`/g, '')
      .replaceAll('<!-- -->', '§');
    expect(outside).not.toMatch(/(?<!\\)<(?!\/?details|\/?summary|\/?sub)/);
    expect(outside).not.toMatch(/(?<!\\)\[|@all|https:\/\/|(?<!\\)~~/);
    expect(outside).not.toContain('&amp;</b>');
  });

  it('keeps the tables of report.md whole', () => {
    for (const block of markdownReport(summary).split('\n\n')) {
      if (!block.startsWith('|')) continue;
      const cells = block
        .trimEnd()
        .split('\n')
        .map((line) => line.replaceAll('\\|', '').split('|').length);
      expect(new Set(cells).size).toBe(1);
    }
  });

  it('of any length makes no long report', () => {
    const long = summarize(gathered(evilRun('x'.repeat(300_000))));
    for (const view of [terminalReport, markdownReport, junitReport]) {
      expect(view(long).length).toBeLessThan(100_000);
      expect(view(long)).toContain('(cut: 300000 characters in all)');
    }
    const failed = goodRun(1, () => 400).map((record) =>
      record.type === 'call'
        ? call({ outcome: 'failed', failure: 'agent_error', detail: 'y'.repeat(1e6) })
        : record,
    );
    expect(JSON.stringify(summarize(gathered(failed))).length).toBeLessThan(50_000);
  });
});
