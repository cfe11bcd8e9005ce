/**
 * What a target says, as it may be kept: without the run's secrets, and no longer than anybody reads. All of a target's words
 * come in through here, before anything is made of them: what is cut or counted later has no secret in it.
 */

import type { Closing } from './host.ts';
import { showAll, shownThrough, type Redact } from '../core/word/redaction.ts';

/** Longer than any transcript of an answer. */
const KEPT_CHARACTERS = 10_000;
/** Arguments of tools are read, not only shown. */
const KEPT_ARGUMENTS = 100_000;
/** Names by which the target's events belong together: compared, kept a call long, and sent back. */
const KEPT_NAME = 1000;
/** What a secret may have at the end of what is looked at. */
const MARGIN = 8192;

/** Words of ours, and names by which the target's events belong together: never shown. */
const OWN = new Set(['type', 'status', 'fatal', 'responseId', 'itemId', 'callId', 'payload', 'arguments']);

export class OutsideText {
  private readonly redact: Redact;
  private readonly show: Redact;

  constructor(redact: Redact = showAll) {
    this.redact = redact;
    this.show = (text) => this.kept(text, KEPT_CHARACTERS);
  }

  text(text: string): string {
    return this.show(text);
  }

  closing(closing: Closing): Closing {
    const { reason, detail } = closing;
    return { ...closing, reason: this.show(reason), detail: detail === null ? null : this.show(detail) };
  }

  event<E extends { readonly type: string }>(event: E): E {
    const shown = withNamesCut(shownThrough(event, this.show, OWN));
    if (!('arguments' in shown) || typeof shown.arguments !== 'string') return shown;
    const kept = this.kept(shown.arguments, KEPT_ARGUMENTS);
    return kept === shown.arguments ? shown : { ...shown, arguments: kept };
  }

  private kept(text: string, most: number): string {
    if (text.length <= most) return this.redact(text);
    // A secret that the end of what is looked at cuts in two stands in the margin, which is not kept.
    const shown = this.redact(text.slice(0, most + MARGIN));
    const end = text.length > most + MARGIN ? shown.length - MARGIN : shown.length;
    return `${shown.slice(0, Math.max(0, Math.min(most, end)))}… (cut: it has ${text.length} characters)`;
  }
}

const NAMES = ['responseId', 'itemId', 'callId'] as const;

/**
 * A name that is longer than any service's is cut, to the same for the same. It keeps its beginning and its length, and no
 * note: it is sent back as it is.
 */
function withNamesCut<E extends object>(event: E): E {
  let cut: E = event;
  for (const name of NAMES) {
    const value = (event as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'string' && value.length > KEPT_NAME) {
      cut = { ...cut, [name]: `${value.slice(0, KEPT_NAME)}…${value.length}` };
    }
  }
  return cut;
}
