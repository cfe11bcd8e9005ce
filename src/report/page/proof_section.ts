/** Why the figures can be believed: how well the generator kept up, its own error, the quality monitor, and how to do it again. Pure. */

import type { Summary } from '../summary.ts';
import { calibrationText } from '../calibration.ts';
import { count, ms, plural } from '../figure.ts';
import { workersText } from '../shares.ts';
import { momentTexts, reasonText } from '../view/monitor_text.ts';
import { generatorFacts, healthText } from '../view/outline.ts';
import { commandBox } from './first_screen.ts';
import { html, type Hypertext } from './hypertext.ts';
import { noData, tableOf } from './table.ts';

export function generatorTable(summary: Summary): Hypertext {
  const { generator } = summary;
  const own = html`<p>Own error, ${calibrationText(summary)}.</p>`;
  if (generator.workers.length === 0)
    return html`${own}${noData('in virtual time there is no generator that could come late')}`;
  const timings = [
    ['a frame is due → it is handed to the socket', generator.sendLateness],
    ['a timer is due → it fires', generator.loopLag],
    ['a call’s scheduled start → it reaches its worker', generator.startLateness],
  ] as const;
  return html`<p>
      ${
        generator.saturated
          ? html`<strong class="fail">It could not keep up:</strong> ${generator.reasons.join('; ')}`
          : html`<strong class="pass">It kept up.</strong>`
      }
    </p>
    ${own}
    ${tableOf({
      caption: 'How late the generator was',
      head: ['from → to', 'n', 'p50', 'p95', 'p99', 'max'],
      rows: timings.map(([name, { count: n, p50, p95, p99, max }]) => [
        name,
        count(n),
        ms(p50),
        ms(p95),
        ms(p99),
        ms(max),
      ]),
    })}
    <p class="note">${generatorFacts(generator).slice(2).join(' · ')}</p>`;
}

export function healthList(summary: Summary): Hypertext {
  const { quality } = summary;
  if (quality.healthScore === null) return noData('no turn was made');
  const alerts = [...quality.alerts.map(({ text }) => text), ...momentTexts(quality)];
  return html`<p>${healthText(summary)}</p>
    ${
      alerts.length === 0
        ? noData('nothing reached a level at which the monitor alerts')
        : html`<ul class="remarks">
            ${alerts.map((text) => html`<li>${text}</li>`)}
          </ul>`
    }
    ${
      quality.recommendations.length === 0
        ? noData('no figure speaks for a change')
        : html`<h3>What to change</h3>
            <ol>
              ${quality.recommendations.map((advice) => html`<li>${reasonText(advice)}. ${advice.text}</li>`)}
            </ol>`
    }`;
}

export function repeatTable(summary: Summary): Hypertext {
  const { repeat, run } = summary;
  const facts: readonly (readonly [string, string])[] = [
    ['seed', String(repeat.seed)],
    [
      'scenario',
      `${repeat.scenario.file ?? repeat.scenario.name} (sha256 ${repeat.scenario.sha256.slice(0, 12)})`,
    ],
    ['plan', repeat.plan],
    ['target', `${run.target.url} (${run.target.model})`],
    ['dialect', repeat.dialect],
    [
      'load',
      `${run.load.mode}, at most ${count(run.load.maxConcurrency)} at once, ${count(run.peakConcurrency)} reached`,
    ],
    ['engine', `${repeat.engine}, ${workersText(summary)}`],
    [
      'host',
      `${repeat.host.platform}, ${plural(repeat.host.cores, 'core')}, ${count(repeat.host.memoryMb)} MB`,
    ],
    [
      'versions',
      Object.entries(repeat.versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
    ['run', `${run.ids.join(', ')}, started ${run.startedAt}, ended: ${run.ended}`],
  ];
  return html`${commandBox(repeat.command, 'repeat-command')}
  ${tableOf({ caption: 'What was run, and on what', head: ['', ''], rows: facts, words: [0, 1] })}`;
}
