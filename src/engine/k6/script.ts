/**
 * The script that k6 runs, as `callstorm bundle` lays it beside a plan and its audio. Its VUs live as long as the run: each makes its
 * share of the calls, many at once, on k6's event loop, and prints their log. Which share is told by the VU's number among all of the
 * test, so that under `--execution-segment` each call is made exactly once.
 */

import { SharedArray } from 'k6/data';
import exec from 'k6/execution';
import type { Options } from 'k6/options';
import type { Plan, PlanTarget } from '../../core/plan/plan.ts';
import { CallJudge } from '../../judge/call_judge.ts';
import { unfitKey } from '../../dialect/credential.ts';
import { dialectOf } from '../../dialect/dialects.ts';
import { Address } from '../address.ts';
import { filledTarget } from '../filled_target.ts';
import { readyFor } from '../ready.ts';
import type { BundleFacts } from './bundle_facts.ts';
import { VuClock } from './clock.ts';
import { Punctuality } from '../punctuality.ts';
import { logLine } from './log_line.ts';
import { Meter } from './meter.ts';
import { startAtOf } from './start_at.ts';
import { vuHeader } from './vu_header.ts';
import { VuRun } from './vu_run.ts';

/** From the start of the VUs to instant 0. */
const HEAD_START_MS = 250;

const plan = JSON.parse(open('./plan.json')) as Plan;
const facts = JSON.parse(open('./callstorm.json')) as BundleFacts;
/** One text a message, in memory that all VUs share; an access makes a copy. */
const shared = new SharedArray('callstorm audio', () => open('./audio.txt').split('\n'));
const meter = new Meter(plan.judgement.thresholds);
const judge = new CallJudge(plan);
// Here, where nothing is due yet: k6 starts the test when all of its VUs have come so far.
judge.warm();

export const options = JSON.parse(open('./options.json')) as Options;

/** What this VU has had of them. */
const messages: string[] = [];

function message(index: number): string {
  return (messages[index] ??= shared[index] as string);
}

export default function callstorm(): void {
  const vu = exec.vu.idInTest;
  const { vus } = facts;
  if (exec.vu.iterationInScenario > 0) return;
  if (exec.scenario.executor !== 'per-vu-iterations' || vu > vus) {
    exec.test.abort(
      `the plan is cut into ${vus} shares, one for each VU of its own scenario: run it without --vus, --iterations, --duration and --stage`,
    );
    return;
  }
  const { CALLSTORM_TARGET, CALLSTORM_RUN, CALLSTORM_START_AT } = __ENV;
  const url = CALLSTORM_TARGET ?? plan.target.url;
  if (!/^wss?:\/\//.test(url)) {
    exec.test.abort(
      `expected a ws:// or wss:// URL of the target: k6 run -e CALLSTORM_TARGET=ws://… script.js`,
    );
    return;
  }
  const dueAtMs = startAtOf(CALLSTORM_START_AT, Date.now());
  if (typeof dueAtMs === 'string') {
    exec.test.abort(dueAtMs);
    return;
  }
  const startedAtMs = Math.max(exec.scenario.startTime + HEAD_START_MS, dueAtMs ?? 0);
  const { target, secrets, key } = dialing();
  const own: Plan = { ...plan, target };
  const dialect = dialectOf(own);
  const address = new Address(dialect, target, url, secrets, key);
  const gauge = new Punctuality();
  const clock = new VuClock(startedAtMs, gauge.loopLag);
  readyFor(own);
  const selection = { of: vus, share: vu - 1 };
  const { connection, redact } = address;
  const run =
    CALLSTORM_RUN ?? `k6-${new Date(startedAtMs).toISOString().slice(0, 19)}-${plan.id.slice(0, 8)}`;
  const named = CALLSTORM_RUN !== undefined;
  new VuRun({
    around: { plan: own, dialect, connection, redact, message, clock, gauge },
    selection,
    judge,
    header: vuHeader({ plan, facts, url, selection, startedAtMs, run, named, dueAtMs }),
    onRecord: (record) => {
      if (record.type === 'turn' || record.type === 'call') meter.feed(record);
      console.log(logLine(vu, record));
    },
  }).begin();
}

/** What the environment has for the target. The simulated agent is given nothing of it. */
function dialing(): {
  readonly target: PlanTarget;
  readonly secrets: string[];
  readonly key: string | undefined;
} {
  const { target } = plan;
  const secrets: string[] = [];
  if (target.url === 'simulator') {
    const { headers: _headers, query: _query, protocols: _protocols, keyProtocol: _key, ...rest } = target;
    return { target: rest, secrets, key: undefined };
  }
  const valueOf = (name: string): string => {
    const value = __ENV[name];
    if (value === undefined || value === '') {
      return exec.test.abort(`expected a value in the environment variable ${name}, found none`) as never;
    }
    secrets.push(value);
    return value;
  };
  const { keyEnv, tokenCommand } = target;
  const named = keyEnv ?? (tokenCommand === undefined ? undefined : 'CALLSTORM_KEY');
  const key = named === undefined ? undefined : valueOf(named);
  const unfit = key === undefined ? null : unfitKey(target, key);
  if (unfit !== null) exec.test.abort(`expected a key that fits in a handshake in ${named}; it has ${unfit}`);
  return { target: filledTarget(target, valueOf), secrets, key };
}
