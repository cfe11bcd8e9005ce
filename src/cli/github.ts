/**
 * What GitHub Actions gets of a run by itself: the report in the summary of the step, and an annotation for each threshold that
 * failed and for a run that is invalid. Elsewhere nothing. Words from outside are words there, too.
 */

import { appendFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { visible } from '../core/word/visible.ts';
import { reasonOf } from '../disk/disk_trouble.ts';
import { told } from '../report/judge.ts';
import type { Summary } from '../report/summary.ts';
import { markdownReport } from '../report/view/markdown.ts';
import { verdictWord } from '../report/view/outline.ts';
import type { Io } from './io.ts';

/** The runner takes no more of a step, and drops all of it beyond that. */
const MOST_BYTES = 1 << 20;
/** It shows ten of a kind a step. */
const MOST_ANNOTATIONS = 10;

/** Never throws: a report that could not be handed on there is told of, and is in the run's folder all the same. */
export function tellGitHub(io: Io, summary: Summary): void {
  const { GITHUB_STEP_SUMMARY: file, GITHUB_ACTIONS: actions } = io.env;
  if (file !== undefined && file !== '') {
    try {
      appendFileSync(file, fitting(summary, sizeOf(file)));
    } catch (error) {
      io.err(`warning the step's summary could not be written: ${reasonOf(error)}\n`);
    }
  }
  if (actions !== 'true') return;
  const text = annotations(io, summary).join('');
  if (io.annotate === undefined) io.err(text);
  else io.annotate(text);
}

/** The whole report where there is room for it, else its verdict: half a table is none. */
function fitting(summary: Summary, taken: number): string {
  const whole = `${markdownReport(summary)}\n`;
  if (taken + bytesOf(whole) <= MOST_BYTES) return whole;
  const short = markdownReport({
    ...summary,
    callers: [],
    tools: [],
    agentErrors: [],
    failures: {},
    notes: [],
  });
  if (taken + bytesOf(short) <= MOST_BYTES)
    return `${short}\nShortened for want of room here: report.md of the run has it all.\n`;
  return '';
}

/** Lines of their own, each a workflow command. */
function annotations({ cwd, env }: Io, { verdict, repeat }: Summary): readonly string[] {
  const file = placeOf(repeat.scenario.file, cwd, env['GITHUB_WORKSPACE']);
  const command = (kind: 'error' | 'warning', title: string, message: string): string => {
    const properties = [`title=${property(title)}`, ...(file === null ? [] : [`file=${property(file)}`])];
    return `::${kind} ${properties.join(',')}::${data(visible(message))}\n`;
  };
  const failed = verdict.thresholds.filter(({ pass }) => !pass);
  const byThreshold = new Set(failed.map(told));
  const errors = [
    ...failed.map((result) => command('error', 'Threshold failed', told(result))),
    ...(verdict.result === 'invalid' || verdict.result === 'fail'
      ? verdict.reasons
          .filter((reason) => !byThreshold.has(reason))
          .map((reason) =>
            command('error', verdict.result === 'invalid' ? 'Run invalid' : 'Run failed', reason),
          )
      : []),
  ];
  const warnings = [
    ...(verdict.result === 'not_judged'
      ? [command('warning', verdictWord(verdict), verdict.reasons.join('; '))]
      : []),
    ...verdict.warnings.map((warning) => command('warning', 'Verdict', warning)),
  ];
  return [...errors.slice(0, MOST_ANNOTATIONS), ...warnings.slice(0, MOST_ANNOTATIONS)];
}

/** The scenario as the repository has it, where it is in there. */
function placeOf(file: string | null, cwd: string, workspace: string | undefined): string | null {
  if (file === null || workspace === undefined || workspace === '') return file;
  const within = relative(workspace, resolve(cwd, file));
  return within.startsWith('..') ? file : within;
}

/** As the runner's own toolkit escapes them. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
