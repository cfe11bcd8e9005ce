/** One call, opened: its head, its timeline with the playhead, its transcript, its happenings as a table, and its raw records. */

import { madeCall } from '../../report/timeline.ts';
import { copyButton } from './copy_button.ts';
import { happeningTable } from './happening_table.ts';
import { happeningsOf } from './happenings.ts';
import type { Listed } from './call_list.ts';
import type { Inspected } from './inspected_call.ts';
import { clock, element, type Child } from './inspector_element.ts';
import { lanesOf, waitsOf } from './lanes.ts';
import { mulawWav } from './mulaw_wav.ts';
import { Player } from './player.ts';
import { rawRecords } from './raw_records.ts';
import { soundFile } from './sound_file.ts';
import { Timeline } from './timeline_view.ts';
import { beginningOf, transcript } from './transcript_view.ts';
import { unpacked } from './unpack.ts';

const SOUND_RATE = 8000;
const RATES = [0.5, 1, 1.5, 2] as const;

export interface CallView {
  readonly node: HTMLElement;
  readonly heading: HTMLElement;
  /** Once it is in the page: its width is known. */
  readonly draw: () => void;
  readonly toggle: () => void;
  /** To the beginning of the next turn, or back. */
  readonly turn: (step: 1 | -1) => void;
  readonly zoom: (factor: number) => void;
  readonly dispose: () => void;
}

export function callView({ id, facts, inspected: call }: Listed, inspected: Inspected): CallView {
  const { sound, words } = call;
  const story = madeCall(
    call.records.filter((record) => record.type !== 'started'),
    call.call,
  );
  const { turns } = story;
  const happenings = happeningsOf(story, inspected.expectations);
  const startMs = facts.startMs;
  const fromMs = Math.min(startMs, sound?.originMs ?? startMs, happenings[0]?.atMs ?? startMs);
  const ends = happenings.map(({ atMs, endMs }) => Math.max(atMs, endMs ?? atMs));
  const lastMs = ends.reduce((most, end) => Math.max(most, end), facts.endMs);
  const toMs = Math.max(lastMs, sound === null ? 0 : sound.originMs + sound.durationMs, fromMs + 1000) + 250;

  const time = element('output', { class: 'ci-time', attributes: { 'aria-label': 'Position' } });
  const slider = element('input', {
    attributes: {
      type: 'range',
      min: '0',
      max: `${Math.round(toMs - fromMs)}`,
      step: '10',
      value: '0',
      'aria-label': 'Position in the call',
    },
    on: { input: () => player.seek(fromMs + Number(slider.value)) },
  });
  const play = element(
    'button',
    {
      class: 'ci-play',
      attributes: { type: 'button', 'aria-keyshortcuts': 'Space' },
      on: { click: () => toggle() },
    },
    'Play',
  );
  const trouble = element('p', { class: 'ci-note', attributes: { role: 'status' } });

  const player = new Player(fromMs, toMs, ({ atMs, playing }) => {
    timeline.point(atMs);
    script.follow(atMs);
    slider.value = `${Math.round(atMs - fromMs)}`;
    slider.setAttribute('aria-valuetext', clock(atMs - startMs));
    time.textContent = `${clock(atMs - startMs)} / ${clock(toMs - startMs)}`;
    play.textContent = playing ? 'Pause' : 'Play';
  });
  const seek = (atMs: number): void => player.seek(atMs);
  const toggle = (): void => {
    player.toggle().catch(() => (trouble.textContent = 'The browser does not play this recording.'));
  };
  const timeline = new Timeline(
    {
      lanes: lanesOf(turns),
      waits: waitsOf(turns, story.call),
      happenings,
      sound,
      bands: inspected.bands,
      startMs,
      fromMs,
      toMs,
    },
    `Timeline of call ${id}: ${turns.length} turns in ${clock(toMs - startMs)}. The table “What happened” below says the same in words.`,
    seek,
  );
  const script = transcript(turns, startMs, inspected.bands, words, seek);
  const packed = inspected.sounds[id];
  play.disabled = packed === undefined;
  const rate = element(
    'select',
    { attributes: { 'aria-label': 'Speed' }, on: { change: () => player.pace(Number(rate.value)) } },
    ...RATES.map((one) => element('option', { attributes: { value: `${one}` } }, `${one}×`)),
  );
  rate.value = '1';
  rate.disabled = play.disabled;
  if (packed !== undefined && sound !== null)
    void unpacked(packed).then((lanes) =>
      player.load(new Blob([mulawWav(lanes, SOUND_RATE)], { type: 'audio/wav' }), sound.originMs),
    );
  const ownFile = soundFile(packed !== undefined, sound?.file ?? null, call.replayCommand, (file) => {
    player.load(file, sound?.originMs ?? startMs);
    play.disabled = false;
    rate.disabled = false;
    play.focus();
  });

  const heading = element(
    'h3',
    { attributes: { tabindex: '-1' } },
    `Call ${id}`,
    facts.caller === null ? '' : ` · ${facts.caller}`,
  );
  const button = (label: string, name: string, act: () => void, keys = ''): HTMLButtonElement =>
    element(
      'button',
      {
        attributes: {
          type: 'button',
          'aria-label': name,
          ...(keys === '' ? {} : { 'aria-keyshortcuts': keys, title: `${name} (${keys})` }),
        },
        on: { click: act },
      },
      label,
    );
  const turn = (step: 1 | -1): void => {
    const beginnings = turns.map(beginningOf).filter((atMs) => atMs !== null);
    const { atMs } = player.place;
    const to =
      step === 1 ? beginnings.find((one) => one > atMs + 1) : beginnings.findLast((one) => one < atMs - 1);
    if (to !== undefined) seek(to);
  };
  const note =
    sound === null
      ? 'Not recorded: the blocks say from when to when each side was audible, they are no waveforms.'
      : null;
  const node = element(
    'article',
    { class: 'ci-call', attributes: { 'aria-label': `Call ${id}` } },
    element(
      'div',
      {},
      heading,
      element('p', { class: 'ci-facts' }, ...factsLine(facts, story.call)),
      ...detailOf(story.call?.detail ?? null),
      call.reason === '' ? null : element('p', { class: 'ci-soft' }, `Inside because: ${call.reason}`),
    ),
    element(
      'div',
      { class: 'ci-bar' },
      play,
      button('◂ turn', 'Previous turn', () => turn(-1), 'ArrowLeft'),
      button('turn ▸', 'Next turn', () => turn(1), 'ArrowRight'),
      rate,
      time,
      element('span', { class: 'ci-gap' }),
      button('−', 'Zoom out', () => timeline.zoom(1 / 1.6), '['),
      button('+', 'Zoom in', () => timeline.zoom(1.6), ']'),
      button('whole call', 'Show the whole call', () => timeline.all()),
      copyButton('Copy link', `${location.href.replace(/#.*$/s, '')}#call=${id}`),
      call.replayCommand === null ? null : copyButton('Copy replay command', call.replayCommand),
    ),
    timeline.node,
    slider,
    element(
      'p',
      { class: 'ci-note' },
      note ?? '',
      element(
        'span',
        { class: 'ci-legend' },
        ...LEGEND.map(([kind, text]) => element('span', { class: `ci-key ci-key-${kind}` }, text)),
      ),
    ),
    ownFile,
    trouble,
    words
      ? null
      : element(
          'p',
          { class: 'ci-note' },
          'The lines of its log could not be read again: what was said and heard is not here.',
        ),
    element(
      'div',
      { class: 'ci-columns' },
      element('section', {}, element('h4', {}, 'Transcript'), script.node),
      element('section', {}, element('h4', {}, 'What happened'), happeningTable(happenings, startMs, seek)),
    ),
    call.replayCommand === null
      ? null
      : element('p', { class: 'ci-command' }, element('code', {}, call.replayCommand)),
    rawRecords(call.records),
  );
  const draw = (): void => {
    timeline.draw();
    player.seek(fromMs);
  };
  const resize = (): void => timeline.draw();
  addEventListener('resize', resize);
  const dispose = (): void => {
    removeEventListener('resize', resize);
    player.dispose();
  };
  return { node, heading, draw, toggle, turn, zoom: (factor) => timeline.zoom(factor), dispose };
}

const LEGEND = [
  ['caller', 'caller'],
  ['agent', 'agent'],
  ['good', 'latency and its parts: excellent, good'],
  ['warn', 'acceptable, poor'],
  ['bad', 'unacceptable, no answer'],
  ['fault', 'faults'],
  ['trouble', 'trouble'],
] as const;

function factsLine(facts: Listed['facts'], call: ReturnType<typeof madeCall>['call']): readonly Child[] {
  const bad = facts.outcome !== 'completed';
  const chip = (kind: string, text: string): Child => element('span', { class: `ci-chip ${kind}` }, text);
  return [
    chip(bad ? 'ci-bad' : 'ci-excellent', facts.outcome),
    facts.code === null ? null : chip('ci-bad', facts.ofTurn ? `a turn: ${facts.code}` : facts.code),
    facts.unmet.length === 0 ? null : chip('ci-bad', `${facts.unmet.length} not met`),
    ...facts.faults.map((fault) => chip('ci-warn', fault)),
    chip('', facts.turns === 1 ? '1 turn' : `${facts.turns} turns`),
    chip('', clock(facts.endMs - facts.startMs)),
    call === null ? null : chip('', `${call.voice ?? 'no'} voice`),
    call?.closeCode === null || call?.closeCode === undefined ? null : chip('', `close ${call.closeCode}`),
    call?.sessionId === null || call?.sessionId === undefined ? null : chip('', call.sessionId),
  ];
}

function detailOf(detail: string | null): readonly Child[] {
  return detail === null || detail === '' ? [] : [element('p', { class: 'ci-detail' }, detail)];
}
