/**
 * The phases of a call, and every way from one to another, as one table: for each phase the inputs that it knows, what is done
 * with each, and the phases that may lead to. A phase may always stay what it is; any other way than the ones listed here is a
 * defect. So is an input that a phase does not know: where one may come and means nothing, the table says `ignore`.
 *
 *   waiting      its time has not come
 *   dialing      the connection and its handshake are under way
 *   configuring  the socket is open; the session's settings have been sent and not yet confirmed
 *   talking      the script runs
 *   parting      the agent has ended the call, as the script lets it; what it said is heard out
 *   between      the connection broke in the middle of the script; the call waits to dial again
 *   closing      the call is decided; the socket is being closed
 *   ended        its record is written
 *
 * What comes from a connection that is no longer the call's own (given up, lost, closed) does not get as far as this table. The
 * script does not stand still while a call dials again: in `between`, and in `dialing` and `configuring` after it, the caller may
 * run out of patience or words, as it may while it talks.
 */

import type { CallInput } from './effect.ts';

export type Phase =
  | 'waiting'
  | 'dialing'
  | 'configuring'
  | 'talking'
  | 'parting'
  | 'between'
  | 'closing'
  | 'ended';

/** What a call does with an input, by the name of the one who does it. */
export type Act =
  | 'begin'
  | 'configure'
  | 'setUp'
  | 'hear'
  | 'overhear'
  | 'goOn'
  | 'ping'
  | 'tick'
  | 'lose'
  | 'end'
  | 'stop'
  | 'breakOff'
  | 'ignore';

type Of<T extends CallInput['type']> = Extract<CallInput, { type: T }>;

/** Whoever does it. */
export interface Handlers extends Record<Act, (input: never, atMs: number) => void> {
  setUp(input: Of<'event'>, atMs: number): void;
  hear(input: Of<'event'>, atMs: number): void;
  overhear(input: Of<'event'>, atMs: number): void;
  ping(input: Of<'rtt'>, atMs: number): void;
  lose(input: Of<'closed'>, atMs: number): void;
  end(input: Of<'closed'>, atMs: number): void;
  stop(input: Of<'stop'>, atMs: number): void;
  breakOff(input: Of<'broken'>, atMs: number): void;
}

export interface Rule {
  readonly act: Act;
  readonly to: readonly Phase[];
}

export type Table = Readonly<Record<Phase, Readonly<Partial<Record<CallInput['type'], Rule>>>>>;

export const table: Table = {
  waiting: {
    begin: { act: 'begin', to: ['dialing'] },
    stop: { act: 'stop', to: ['ended'] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  dialing: {
    opened: { act: 'configure', to: ['configuring'] },
    // A second handshake that takes too long is given up for a third.
    timer: { act: 'tick', to: ['between', 'closing', 'ended'] },
    closed: { act: 'lose', to: ['between', 'ended'] },
    stop: { act: 'stop', to: ['closing'] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  configuring: {
    // Straight to closing: the session is refused, or there was nothing (left) to say. Between: it is over for its age already.
    event: { act: 'setUp', to: ['talking', 'between', 'closing'] },
    // A session that does not come about is given up for another, or the call with it.
    timer: { act: 'tick', to: ['between', 'closing', 'ended'] },
    rtt: { act: 'ping', to: [] },
    closed: { act: 'lose', to: ['between', 'ended'] },
    stop: { act: 'stop', to: ['closing'] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  talking: {
    // An error may say that the session is over, before the connection is.
    event: { act: 'hear', to: ['dialing', 'between', 'closing'] },
    // Dialing: the server has announced that it will close, and nothing is going on.
    spoken: { act: 'goOn', to: ['dialing', 'closing'] },
    timer: { act: 'tick', to: ['dialing', 'closing'] },
    rtt: { act: 'ping', to: [] },
    closed: { act: 'lose', to: ['parting', 'dialing', 'between', 'ended'] },
    stop: { act: 'stop', to: ['closing'] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  parting: {
    timer: { act: 'tick', to: ['ended'] },
    stop: { act: 'stop', to: ['ended'] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  between: {
    timer: { act: 'tick', to: ['dialing', 'ended'] },
    stop: { act: 'stop', to: ['ended'] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  closing: {
    event: { act: 'overhear', to: [] },
    timer: { act: 'tick', to: ['ended'] },
    closed: { act: 'end', to: ['ended'] },
    // The handshake was over as the call gave it up; a pong was on its way; the run is stopped as the call ends.
    opened: { act: 'ignore', to: [] },
    rtt: { act: 'ignore', to: [] },
    stop: { act: 'ignore', to: [] },
    broken: { act: 'breakOff', to: ['ended'] },
  },
  ended: {
    // A wake-up asked for before; a run that is stopped; a defect met as the record was carried out.
    timer: { act: 'ignore', to: [] },
    stop: { act: 'ignore', to: [] },
    broken: { act: 'ignore', to: [] },
  },
};
