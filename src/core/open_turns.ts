/**
 * The turns of a call that are not written down yet, oldest first, and which of them what comes belongs to: what the agent
 * has heard, and the answers that it begins. A late answer belongs to the words it answers, not to whatever the caller is at
 * by then. Pure; instants in ms.
 */

import type { Application } from './application.ts';
import { Exchange, type ExchangeStart } from './exchange.ts';

export class OpenTurns {
  /** Oldest first. */
  readonly exchanges: Exchange[] = [];
  /** How many there have been in all. */
  count = 0;

  private readonly frameMs: number;
  private readonly application: Application;

  constructor(frameMs: number, application: Application) {
    this.frameMs = frameMs;
    this.application = application;
  }

  /** The newest. */
  get current(): Exchange | undefined {
    return this.exchanges.at(-1);
  }

  open(start: Omit<ExchangeStart, 'turn' | 'frameMs'>): Exchange {
    const exchange = this.create(start);
    this.exchanges.push(exchange);
    return exchange;
  }

  /** A turn that the agent began by itself, before the caller had said anything, even if it was just about to. */
  openUnasked(atMs: number): Exchange {
    const exchange = this.create({
      step: 0,
      kind: 'greeting',
      expectsAnswer: false,
      utterance: null,
      atMs,
      firstFrame: 0,
    });
    this.exchanges.unshift(exchange);
    return exchange;
  }

  private create(start: Omit<ExchangeStart, 'turn' | 'frameMs'>): Exchange {
    return new Exchange({ ...start, turn: this.count++, frameMs: this.frameMs });
  }

  /** The turn whose words the agent has heard last. A silence has none: what is heard during one was said before. */
  spoken(atMs: number): Exchange | undefined {
    const words = this.exchanges.findLast(
      (exchange) => exchange.start.kind !== 'silence' && exchange.begunBy(atMs),
    );
    return words === undefined || words.heard ? this.current : words;
  }

  /** The server has taken what it heard last: if it answers, it answers this, with all that it had taken before. */
  committed(itemId: string | null, atMs: number): void {
    for (const exchange of this.exchanges) exchange.owed = false;
    this.spoken(atMs)?.committed(itemId, atMs);
  }

  /**
   * The turn that an answer which begins now belongs to: the one that is owed an answer, however late that comes, and else
   * the newest that the agent can have heard anything of.
   */
  asked(atMs: number): Exchange {
    return (
      this.exchanges.find((exchange) => this.owed(exchange)) ??
      this.exchanges.findLast((exchange) => exchange.begunBy(atMs)) ??
      this.openUnasked(atMs)
    );
  }

  /** Whether an answer that begins now, or later, may be the oldest turn's. */
  mayAnswerOldest(atMs: number): boolean {
    const [oldest, next] = this.exchanges;
    if (oldest === undefined || next === undefined) return true;
    // Until the next words are audible, what the agent begins is still of this turn.
    if (this.owed(oldest) || !next.begunBy(atMs)) return true;
    // While the caller only keeps silent, its last words may still be taken, and answered.
    return oldest.untaken && this.current?.start.kind === 'silence';
  }

  private owed(exchange: Exchange): boolean {
    return exchange.owed || this.application.awaitsAnswer(exchange);
  }
}
