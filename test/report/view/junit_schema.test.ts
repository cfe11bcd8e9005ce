/** What junit.xml has in what, and its times, by what junit-10.xsd of Jenkins' xUnit plugin lets be, for runs of every kind. */

import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { RunLog } from '../../../src/report/log.ts';
import { summarize } from '../../../src/report/summarize.ts';
import { junitReport } from '../../../src/report/view/junit.ts';
import { gathered } from '../log_builder.ts';
import { once } from '../once.ts';
import { toolRun } from '../tool_run.ts';
import { damaged, good, metered, stopped, unreached } from '../view_runs.ts';

const CHILDREN: Readonly<Record<string, readonly string[]>> = {
  '': ['testsuites'],
  testsuites: ['testsuite'],
  testsuite: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  properties: ['property'],
  testcase: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
};
/** And no others. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  testsuites: ['name', 'time', 'tests', 'failures', 'errors'],
  testsuite: 'name tests failures errors skipped time timestamp group hostname id package file log url'.split(
    ' ',
  ),
  testcase: ['name', 'classname', 'time', 'group'],
  property: ['name', 'value'],
  skipped: ['type', 'message'],
  error: ['type', 'message'],
  failure: ['type', 'message'],
};
/** SUREFIRE_TIME. */
const TIME = /^(?:(?:\d{0,3},)*\d{3}|\d{0,3})*(?:\.\d*)?$/;

/** The schema is not ours to hand out: whoever has it names its file. */
const XSD = process.env['JUNIT_XSD'] ?? '';
const whyNotValidated =
  XSD === ''
    ? 'JUNIT_XSD names no junit-10.xsd of Jenkins’ xUnit plugin'
    : spawnSync('xmllint', ['--version']).status === 0
      ? null
      : 'there is no xmllint (libxml2-utils)';
const whyNotShown = whyNotValidated === null ? '' : ` (SKIPPED: ${whyNotValidated})`;

describe.each<[name: string, log: RunLog]>([
  ['good', good],
  ['stopped', stopped],
  ['damaged', damaged],
  ['unreached', unreached],
  ['metered', metered],
  ['tools', gathered(toolRun)],
])('junit.xml of the run %s', (_, log) => {
  const xmlOf = once(() => junitReport(summarize(log)));

  it('has in each element what may be in it', () => {
    const open = [''];
    const wrong: string[] = [];
    for (const [, close, name = '', single] of xmlOf().matchAll(/<(\/?)([a-z-]+)[^<>]*?(\/?)>/g)) {
      const within = open.at(-1) ?? '';
      if (close === '/') open.pop();
      else {
        if (CHILDREN[within]?.includes(name) !== true) wrong.push(`${name} in ${within}`);
        if (single === '') open.push(name);
      }
    }
    expect(wrong).toEqual([]);
    expect(open).toEqual(['']);
  });

  it('has no attribute that may not be there', () => {
    const wrong: string[] = [];
    for (const [, name = '', written = ''] of xmlOf().matchAll(
      /<([a-z-]+)((?:\s+[a-z]+="[^"]*")*)\s*\/?>/g,
    )) {
      for (const [, attribute = ''] of written.matchAll(/\s([a-z]+)="/g)) {
        if (ATTRIBUTES[name]?.includes(attribute) !== true) wrong.push(`${attribute} of ${name}`);
      }
    }
    expect(xmlOf()).toContain('<testsuites name="');
    expect(wrong).toEqual([]);
  });

  it.skipIf(whyNotValidated !== null)(`validates by the schema itself, by xmllint${whyNotShown}`, () => {
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', XSD, '-'], { input: xmlOf() });
    expect([status, stderr.toString()]).toEqual([0, '- validates\n']);
  });

  it('has times that can be read, and required attributes', () => {
    const times = [...xmlOf().matchAll(/ time="([^"]*)"/g)].map(([, time]) => time);
    expect(times.length).toBeGreaterThan(2);
    for (const time of times) expect(time).toMatch(TIME);
    for (const [suite] of xmlOf().matchAll(/<testsuite [^>]*>/g)) {
      for (const name of ['name', 'tests', 'failures', 'errors']) expect(suite).toContain(` ${name}="`);
    }
    for (const [each] of xmlOf().matchAll(/<testcase [^>]*>/g)) expect(each).toContain(' name="');
  });
});
