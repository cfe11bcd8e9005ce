/**
 * The bar above the page of a run that is being watched: how far it is, Pause (of the page, not of the run) and Stop (of the run,
 * politely, asked for twice). Only a watched run's page has it, and nothing else of a run can be changed from there.
 */

import type { LiveState } from '../page_data.ts';
import { figuresText, stateText, type Link } from './live_text.ts';

export interface LiveBarActions {
  readonly onPause: (paused: boolean) => void;
  /** Rejects where the run could not be told. */
  readonly onStop: () => Promise<void>;
}

export class LiveBar {
  private readonly state = made('p', 'live-state');
  private readonly figures = made('p', 'live-figures');
  private readonly buttons = made('p', 'live-buttons');
  private readonly pause = button('Pause');
  private readonly stop = button('Stop the run');
  private readonly question = made('span', 'live-question');
  private readonly actions: LiveBarActions;
  private shown: LiveState;
  private newest: LiveState;
  private link: Link = 'connected';
  private paused = false;
  private told = '';

  constructor(live: LiveState, actions: LiveBarActions) {
    this.shown = live;
    this.newest = live;
    this.actions = actions;
    const bar = made('section', 'live-bar');
    bar.setAttribute('aria-label', 'Live');
    this.state.setAttribute('role', 'status');
    this.pause.setAttribute('aria-pressed', 'false');
    this.pause.addEventListener('click', () => this.setPaused(!this.paused));
    this.stop.addEventListener('click', () => this.ask(true));
    const yes = button('Yes, stop it');
    const no = button('No');
    yes.addEventListener('click', () => void this.stopRun());
    no.addEventListener('click', () => this.ask(false));
    this.question.append('End the run now, for all who watch? ', yes, ' ', no);
    this.question.hidden = true;
    this.buttons.append(this.pause, ' ', this.stop, this.question);
    bar.append(this.state, this.figures, this.buttons);
    document.body.prepend(bar);
    this.draw();
  }

  show(live: LiveState): void {
    this.newest = live;
    if (!this.paused) this.shown = live;
    this.draw();
  }

  setLink(link: Link): void {
    this.link = link;
    this.draw();
  }

  private setPaused(paused: boolean): void {
    this.paused = paused;
    this.pause.textContent = paused ? 'Resume' : 'Pause';
    this.pause.setAttribute('aria-pressed', String(paused));
    if (!paused) this.shown = this.newest;
    this.actions.onPause(paused);
    this.draw();
  }

  private ask(asking: boolean): void {
    this.question.hidden = !asking;
    this.stop.hidden = asking;
    if (asking) this.question.querySelector('button')?.focus();
    else this.stop.focus();
  }

  private async stopRun(): Promise<void> {
    this.ask(false);
    try {
      await this.actions.onStop();
      this.stop.disabled = true;
    } catch {
      this.say('The run could not be told to stop: it does not answer.');
    }
  }

  private draw(): void {
    const { state } = this.newest;
    const paused = this.paused ? { turns: this.newest.turns - this.shown.turns } : null;
    this.say(stateText(this.newest, this.link, paused));
    this.figures.textContent = figuresText(this.shown);
    const over = state === 'ended' || state === 'reported' || this.link === 'gone';
    if (over || state === 'stopping') {
      this.stop.disabled = true;
      this.question.hidden = true;
      this.stop.hidden = false;
    }
    // Who had paused the page may still want to see the rest.
    this.buttons.hidden = over && !this.paused;
    document.documentElement.dataset['live'] = this.link === 'gone' && state !== 'reported' ? 'gone' : state;
  }

  /** Only when it has changed: it is read out. */
  private say(text: string): void {
    if (text === this.told) return;
    this.told = text;
    this.state.textContent = text;
  }
}

function made(tag: 'p' | 'section' | 'span', name: string): HTMLElement {
  const element = document.createElement(tag);
  element.className = name;
  return element;
}

function button(text: string): HTMLButtonElement {
  const element = document.createElement('button');
  element.type = 'button';
  element.textContent = text;
  return element;
}
