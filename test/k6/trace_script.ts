/**
 * What the tests have k6's engine do beside Node: the inputs of some calls, as another engine had them, are given to the driver again, and
 * the records that come of it are told, with how long a step took.
 */

import { callOf } from '../../src/core/call/call_spec.ts';
import type { CallInput } from '../../src/core/call/effect.ts';
import type { CallReport } from '../../src/core/log/call_report.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { dialectOf } from '../../src/dialect/dialects.ts';
import { Driver } from '../../src/engine/drive.ts';
import type { Closing, Host } from '../../src/engine/host.ts';
import type { WireText } from '../../src/dialect/dialect.ts';
import { CallJudge } from '../../src/judge/call_judge.ts';

export type TracedInput =
  | { readonly call: number; readonly atMs: number; readonly begins: number }
  | { readonly call: number; readonly atMs: number; readonly input: CallInput }
  | { readonly call: number; readonly atMs: number; readonly connection: number; readonly text: string }
  | { readonly call: number; readonly atMs: number; readonly connection: number; readonly closing: Closing };

export interface Replayed {
  /** Of each record its line in a log. */
  readonly lines: readonly string[];
  readonly steps: number;
  readonly tookMs: number;
}

const ignored = (): void => {};

export function replay(
  plan: Plan,
  trace: readonly TracedInput[],
  /** A message as this engine has it. */
  wireOf: (text: string) => WireText,
): Replayed {
  const dialect = dialectOf(plan);
  const judge = new CallJudge(plan);
  judge.warm();
  const lines: string[] = [];
  const record = (report: CallReport): void => {
    if (report.type !== 'used') lines.push(JSON.stringify(judge.told(report)));
  };
  const host: Host = {
    dial: ignored,
    send: ignored,
    openMicrophone: ignored,
    speak: ignored,
    hush: ignored,
    wake: ignored,
    close: ignored,
    stay: ignored,
    drop: ignored,
    record,
    afflict: ignored,
    leave: ignored,
    dialBeside: ignored,
  };
  const drivers = new Map<number, Driver>();
  const fromMs = Date.now();
  for (const step of trace) {
    if ('begins' in step) {
      drivers.set(step.call, new Driver(plan, callOf(plan, step.call), step.begins, dialect, host));
      continue;
    }
    const driver = drivers.get(step.call);
    if (driver === undefined) continue;
    if ('input' in step) driver.input(step.input, step.atMs);
    else if ('text' in step) driver.message(step.connection, wireOf(step.text), step.atMs);
    else driver.closed(step.connection, step.closing, step.atMs);
  }
  return { lines, steps: trace.length, tookMs: Date.now() - fromMs };
}

/** What becomes of payloads that are not as usual. */
export function decodings(wireOf: (text: string) => WireText): string {
  return JSON.stringify(
    [
      'AAECAwQF',
      'AAECAw==',
      'AAEC/_-+',
      'AAE\nAwQF',
      'AA=CAwQF',
      'AAECAwQ',
      'AAECA',
      'AAé=',
      '',
      'AAECAwQFBgcICQoL',
    ].map((text) => {
      const into = new Uint8Array(9);
      const wire = wireOf(`"${text}"`);
      const length = wire.decode(1, 1 + text.length, into);
      return [length, length === -1 ? [] : Array.from(into.subarray(0, length))];
    }),
  );
}
