import { expect, it } from 'vitest';
import { everything } from '../../../src/page/choice.ts';
import { pick } from '../../../src/report/page/picked.ts';
import { recordedOf } from '../../../src/report/page/page_records.ts';
import { fallsOf, waterfall } from '../../../src/report/page/waterfall.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { call, footer, gathered, generator, header, turn } from '../log_builder.ts';

/** Twenty turns, the later the slower, all by the model; of the last nobody knows a part but the model's. */
const log = gathered([
  header({ load: { mode: 'open', plannedCalls: 20, maxConcurrency: 9 } }),
  ...Array.from({ length: 20 }, (_, index) => {
    const created = 2300;
    const content = created + 100 + index * 10;
    const last = index === 19;
    return [
      turn({
        call: index,
        rttMs: last ? null : 20,
        marks: {
          speechStart: 1000,
          speechEnd: 2000,
          speechEndDue: 2050,
          speechStoppedEvent: last ? null : 2260,
          answerCreated: created,
          firstContent: content,
          firstAudio: content + 50,
          firstPlayed: content + 80,
          firstHeard: content + 100,
        },
      }),
      call({ call: index }),
    ];
  }).flat(),
  generator(),
  footer({ calls: { planned: 20, completed: 20, failed: 0, blocked: 0, notStarted: 0 } }),
]);
const summary = summarize(log);
const recorded = recordedOf(log, summary);
const falls = fallsOf(pick(recorded, everything));

it('adds up, and what no part explains is one', () => {
  for (const { totalMs, parts } of falls) {
    expect(parts.reduce((sum, part) => sum + part.ms, 0)).toBeCloseTo(totalMs);
  }
  const [all] = falls;
  expect(all?.totalMs).toBe(595);
  expect(all?.parts.find(({ name }) => name === 'llmDelay')?.ms).toBe(195);
  // speech_stopped to response.created is 40 ms; of the last turn it is all but packetization, model, voice and playback.
  expect(all?.parts.at(-1)?.name).toBe('unexplained');
  expect(all?.parts.at(-1)?.ms).toBeCloseTo((19 * 40 + 250) / 20);
});

it('tells the middle from the slowest', () => {
  const [, middle, slowest] = falls;
  expect(middle?.totalMs).toBe(595);
  expect(slowest?.turns).toBe(2);
  expect(slowest?.totalMs).toBe(685);
});

it('says in words why there is nothing', () => {
  expect(waterfall({ version: 1, summary, recorded: null, inspected: null }, null).markup).toContain(
    'No data: the records are not at hand',
  );
  const nothing = pick(recorded, { ...everything, stretch: { fromMs: 90_000, untilMs: 95_000 } });
  expect(waterfall({ version: 1, summary, recorded, inspected: null }, nothing).markup).toContain(
    'No data: no turn',
  );
});
