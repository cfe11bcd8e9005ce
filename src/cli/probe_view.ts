/** What a probe found, for people: what was tried, what the service does and how long that took, and a target to paste. */

import { stringify } from 'yaml';
import { withoutSecrets } from '../core/word/secret.ts';
import { visible } from '../core/word/visible.ts';
import type { Attempt } from '../probe/attempt.ts';
import { answeredAs, type CarrierTrial } from '../probe/carrier_trial.ts';
import type { Finding } from '../probe/findings.ts';
import type { Probed } from '../probe/probe.ts';
import { ms } from '../report/figure.ts';
import { table } from '../report/view/columns.ts';
import type { Style } from '../report/view/terminal_style.ts';

export function probeText(probed: Probed, paint: Style): string {
  const { url, guess, tried, carriers, target, call, findings } = probed;
  const { bold, dim, red } = paint;
  const head = `${bold(visible(withoutSecrets(url)))}${guess === null ? '' : `  ${dim(guess.protocol)}`}\n`;
  if (guess !== null && guess.dialect === null && tried.length === 0) {
    return `${head}${red('This is no protocol that callstorm speaks.')}\n`;
  }
  const tries = tried.map(({ quirks, attempt }) => {
    const name = Object.keys(quirks).length === 0 ? 'as the protocol is' : flow(quirks);
    return ['tried', visible(name), cameTo(attempt)];
  });
  const found = findings.map((finding) => [
    mark(finding, paint),
    finding.what,
    timed(finding),
    dim(visible(finding.detail ?? '')),
  ]);
  const failed =
    call?.failure == null
      ? ''
      : `${red('the call failed')}: ${call.failure}${call.detail === null ? '' : `: ${visible(call.detail)}`}\n`;
  return [
    head,
    table([...tries, ...carriers.map((trial) => ['called as', trial.carrier, visible(trialCameTo(trial))])]),
    several(probed),
    found.length === 0 ? '' : `\n${table(found, ['left', 'left', 'right'])}`,
    failed,
    target === null ? `${red('There was no session to be had.')}${wayOut(tried.at(-1)?.attempt)}\n` : '',
  ].join('');
}

/** A server that answers more than one carrier may be made for any of them. */
function several({ carriers, target }: Probed): string {
  const names = answeredAs(carriers);
  if (names.length < 2) return '';
  const chosen = target?.carrier ?? 'twilio';
  const others = names.filter((name) => name !== chosen).join(', ');
  return `It answers several carriers: what follows is of ${chosen}; --quirks calls it as another (${others}).\n`;
}

function trialCameTo({ carrier, result }: CarrierTrial): string {
  switch (result.type) {
    case 'answered': {
      const alike = carrier === 'twilio' ? ' (a stream of SignalWire’s is the same)' : '';
      const named = result.named ? 'on a stream that it names' : 'on no stream that it names';
      return `answered ${ms(result.afterMs)} after its start, in the carrier’s words, ${named}${alike}`;
    }
    case 'misunderstood':
      return `not taken for it: ${result.why}`;
    case 'silent':
      return 'it said nothing that can be heard';
    case 'closed':
      return closedWith(result);
    case 'unreachable':
      return `no connection: ${result.detail}`;
  }
}

function closedWith({ code, reason }: { readonly code: number; readonly reason: string }): string {
  return `closed with ${code}${reason === '' ? '' : `: ${reason}`}`;
}

/** As a scenario has it; `target` as it was found. */
export function targetBlock(target: Readonly<Record<string, unknown>>): string {
  return stringify({ target }, { lineWidth: 0 });
}

function wayOut(last: Attempt | undefined): string {
  switch (last?.result.type) {
    case 'refused':
      return ' Is it the right key (--key-env), carried as this service wants it (target.key_header, target.key_protocol)?';
    case 'silent':
      return ' A server that is called in another protocol waits for other words: --dialect.';
    default:
      return '';
  }
}

function mark({ found }: Finding, { green, red, dim }: Style): string {
  if (found === null) return dim('?');
  return found ? green('yes') : red('no');
}

function timed({ ms: length }: Finding): string {
  return length === null ? '' : ms(length);
}

function cameTo({ result, connectedMs }: Attempt): string {
  const dialled = connectedMs === null ? '' : ` (dialled in ${ms(connectedMs)})`;
  switch (result.type) {
    case 'ready':
      return `a session ${ms(result.afterMs)} after it opened${result.greets ? ', and greets by itself' : ''}${dialled}`;
    case 'rejected':
      return `refused: ${result.message}`;
    case 'unconfirmed':
      return 'its settings were not confirmed';
    case 'silent':
      return 'it said nothing: it may wait for another protocol’s first words';
    case 'refused':
      return `refused: ${result.detail}`;
    case 'closed':
      return closedWith(result);
    case 'unreachable':
      return `no connection: ${result.detail}`;
  }
}

function flow(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}
