/** What a watched run's page says of how far the run is. Words only. */

import type { LiveState } from '../page_data.ts';

/** `refused`: the server is there, and sends this page nothing. */
export type Link = 'connected' | 'trying' | 'gone' | 'refused';

/** What is told once, as it comes about. */
export function stateText(
  { state, folder }: LiveState,
  link: Link,
  paused: { readonly turns: number } | null,
): string {
  if (state === 'reported')
    return folder === null
      ? 'The run is over. Its report could not be written: this page is all there is of it.'
      : `The run is over. Its report is in ${folder}; this page stays as it is.`;
  if (state === 'ended')
    return link === 'gone' || link === 'refused'
      ? 'The run is over, and does not answer any more: its report lies where it was asked for.'
      : 'The run is over. Its report is being written.';
  if (link === 'gone')
    return 'The run does not answer any more: it has ended, or was ended. This is the last that came of it.';
  if (link === 'refused')
    return 'Nothing more comes to this page: too many watch the run, or it has ended. Load it again to see.';
  if (link === 'trying') return 'The connection to the run was lost: trying again.';
  if (paused !== null) {
    const turns = `${paused.turns} ${paused.turns === 1 ? 'turn has' : 'turns have'}`;
    return `Paused: the run goes on, and ${turns} come since.`;
  }
  return state === 'stopping' ? 'Stopping: the calls that are going on are being ended.' : 'The run goes on.';
}

/** What changes all the time. */
export function figuresText(live: LiveState): string {
  const { atMs, goingOn, ended, planned, turns, spentUsd, maxUsd, missed } = live;
  const cap = maxUsd === undefined ? '' : ` of $${maxUsd.toFixed(2)}`;
  return [
    clock(atMs),
    `${number(goingOn)} ${goingOn === 1 ? 'call' : 'calls'} going on`,
    `${number(ended)}${planned === null ? '' : ` of ${number(planned)}`} ended`,
    `${number(turns)} ${turns === 1 ? 'turn' : 'turns'}`,
    ...(spentUsd === null ? [] : [`$${spentUsd.toFixed(2)}${cap}`]),
    ...(missed === 0 ? [] : [`${number(missed)} records not read in time`]),
  ].join(' · ');
}

function clock(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${hours === 0 ? '' : `${hours}:`}${two(minutes)}:${two(seconds % 60)}`;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}
