/** What to do after a run, in a sentence or two. Pure. */

import type { FailureCode } from '../../core/log/failure.ts';
import { tooFarOff } from '../calibration.ts';
import { count, plural } from '../figure.ts';
import type { Summary } from '../summary.ts';
import { owedOf } from '../missing.ts';
import { unreachable, wasAnswered } from '../verdict.ts';

export interface NextStep {
  readonly text: string;
  /** To be typed as it stands. */
  readonly command: string | null;
  /** Where on the page to look, for whoever reads it there. */
  readonly link?: { readonly to: string; readonly text: string };
}

/** `on`: where it is read. A page with an inspector shows the calls that are elsewhere looked for in the log. */
export function nextStep(summary: Summary, on: 'text' | 'inspector' = 'text'): NextStep {
  const { verdict, generator, run, failures, repeat, calls } = summary;
  const say = (text: string, command: string | null = null): NextStep => ({ text, command });
  const show = (text: string, to: string, name: string): NextStep => ({
    ...say(text),
    link: { to, text: name },
  });
  const again = againOf(summary);
  if (run.ended === 'interrupted') return say(`${again} to its end:`, repeat.command);
  const worst = Object.keys(failures)[0] as FailureCode | undefined;
  const question = wayOut(worst, summary);
  if (unreachable(summary) && question !== null) return say(question);
  if (verdict.result === 'invalid') {
    return generator.saturated || tooFarOff(summary) !== null
      ? say(`${lighten(summary)}; then ${again[0]?.toLowerCase()}${again.slice(1)}:`, repeat.command)
      : say(`These figures are not of the whole plan. ${again}:`, repeat.command);
  }
  if (verdict.result === 'fail') {
    if (run.ended === 'budget') return say('Raise budget.max_usd, or run fewer or shorter calls.');
    if (run.ended === 'threshold') {
      return say('Mend what broke the threshold, or take its abort away to see the whole plan.');
    }
    if (question !== null) return say(question);
    if (worst !== undefined && calls.failed > 0) {
      if (on === 'inspector') {
        return show(
          `Look at the calls that failed with ${worst} first: choose ${worst} in place of “any end” there.`,
          '#inspector',
          'Calls',
        );
      }
      return say(
        `Look at the calls that failed with ${worst} first, ${whereOf(summary)}:`,
        `grep '"failure":"${worst}"' calls.ndjson`,
      );
    }
    if (wantsUsageAlone(summary)) {
      return say(
        'Have the target tell the usage of every response (response.done): without it no cost can be judged. Or leave the thresholds on cost out.',
      );
    }
    const unmet = unmetFirst(summary);
    if (unmet !== null) {
      const { call } = unmet.example;
      if (on === 'inspector') {
        return show(
          `See what was said and heard where this did not come: ${unmet.text}.`,
          `#call=${call}`,
          `Call ${count(call)}`,
        );
      }
      return say(
        `See what call ${call} said and heard, ${whereOf(summary)}, where this did not come: ${unmet.text}.`,
        `grep '"call":${call},' calls.ndjson`,
      );
    }
    const [advice] = summary.quality.recommendations;
    if (advice !== undefined) return say(advice.text);
    return on === 'inspector'
      ? show(
          'Look for the slowest answers, and at which part of their latency grew.',
          '#parts',
          'Parts of the latency',
        )
      : say('Look for the slowest turns in calls.ndjson, and at which part of their latency grew.');
  }
  if (!wasAnswered(summary)) {
    if (question !== null) return say(question);
    const doubt = 'Does the agent hear this audio, and does it reply by itself?';
    return on === 'inspector'
      ? show(
          `Find out why nobody answered: each call shows what was said and what came back. ${doubt}`,
          '#inspector',
          'Calls',
        )
      : say(
          `Find out why nobody answered: the turns in calls.ndjson tell what was said and what came back. ${doubt}`,
        );
  }
  if (calls.blocked > 0) {
    return say(
      'Raise load.max_concurrency (or --concurrency): the cap kept calls out before the target had to.',
    );
  }
  if (verdict.result === 'not_judged') {
    return say(
      "Say what must hold, under thresholds in the scenario, e.g. response_latency: 'p95 < 1400ms' and error_rate: '< 1%'.",
    );
  }
  return say(
    verdict.thresholds.some((threshold) => !threshold.enoughSamples)
      ? 'More calls would put the percentiles marked ~ on firm ground.'
      : 'Raise the load, or point it at your own agent with --target.',
  );
}

/** A run that was spread is made again by all of its shares: the command is that of one of them. */
function againOf({ shares: [spread] = [] }: Summary): string {
  return spread === undefined
    ? 'Run it again'
    : `Run all ${plural(spread.of, 'share')} again, under a new --run-id and each with its own --shard, which here is one's`;
}

/** Where its log is looked through. */
function whereOf({ shares = [] }: Summary): string {
  return shares.length === 0 ? 'in the run’s folder' : 'in the merged log, which merge --out <folder> keeps';
}

/** The first expectation that did not hold, where its rate is what failed. */
function unmetFirst({ verdict, expectations = [] }: Summary) {
  const failed = new Set(verdict.thresholds.filter(({ pass }) => !pass).map(({ metric }) => metric));
  for (const { example, goal, text } of expectations) {
    if (example !== null && failed.has(goal ? 'goal_rate' : 'expectation_rate')) return { example, text };
  }
  return null;
}

/** All that failed is what usage that was never told leaves open. */
function wantsUsageAlone({ verdict }: Summary): boolean {
  const failed = verdict.thresholds.filter(({ pass }) => !pass);
  return (
    failed.length > 0 &&
    failed.every(({ observed, metric }) => observed === null && owedOf(metric)?.ofBill !== undefined)
  );
}

/** More threads than cores help nobody. */
function lighten({ repeat }: Summary): string {
  return repeat.workers < repeat.host.cores
    ? 'Run fewer calls on this machine, give it more workers, or stop what else uses its processors'
    : 'Run fewer calls on this machine, or stop what else uses its processors';
}

/** Of failures that lie in how the target is reached, and not in what it does; null: of others. */
function wayOut(failure: FailureCode | undefined, { run, repeat, failures }: Summary): string | null {
  const { url, simulated } = run.target;
  const speaks = `Does ${url} speak ${repeat.dialect}? Its path and its model are part of that.`;
  switch (failure) {
    case 'connect_refused':
      return simulated
        ? 'The simulated agent was not there any more: `callstorm serve` runs it alone and shows what it says.'
        : `Is a server listening at ${url}?`;
    case 'connect_timeout':
    case 'connect_failed':
      if (/certificate/i.test(failures[failure]?.example ?? ''))
        return 'Its certificate is not trusted here: name the file of its authority in NODE_EXTRA_CA_CERTS (`callstorm serve --write-cert` writes that of a certificate made by --tls).';
      return `Can ${url} be reached from here? Look at its name, its port, TLS, and a proxy in between.`;
    case 'http_unauthorized':
    case 'auth_failed':
      return (
        'Check the key: target.key_env names the environment variable that holds it, and it has to be a key of this target' +
        `${failure === 'auth_failed' ? `, with access to ${run.target.model}` : ''}.`
      );
    case 'overloaded':
      return 'Run fewer calls at once: the target closes connections because it has too many, or restarts.';
    case 'http_rate_limited':
      return 'Run fewer calls at once, or raise the limit of the account: the target took no more of them.';
    case 'http_error':
    case 'setup_timeout':
      return speaks;
    default:
      return null;
  }
}
