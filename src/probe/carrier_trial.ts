/**
 * One carrier tried on a telephone server: what came of it, as plain data, and what follows for whose call the server takes. Pure. What
 * carriers send is alike enough that many a server answers several; that is said, and not hidden behind the one that is chosen.
 */

import type { CarrierName } from '../core/plan/carrier.ts';
import { carrierOf } from '../dialect/twilio/carriers.ts';
import type { CarrierEvidence, Coding } from './carrier_evidence.ts';

export type CallingName = 'twilio' | CarrierName;

export interface CarrierTrial {
  readonly carrier: CallingName;
  readonly result: TrialResult;
}

export type TrialResult =
  /** It is spoken to as this carrier's server is, and speaks so. */
  | { readonly type: 'answered'; readonly afterMs: number; readonly named: boolean }
  /** It said something, which this carrier's caller would not have heard, or not as it was meant. */
  | { readonly type: 'misunderstood'; readonly why: string }
  | { readonly type: 'silent' }
  | { readonly type: 'closed'; readonly code: number; readonly reason: string }
  | { readonly type: 'unreachable'; readonly detail: string };

/** SignalWire's streams are Twilio's, and are not tried again. */
const TRIED: readonly CallingName[] = ['twilio', 'telnyx', 'plivo', 'exotel'];

/** `first`: what somebody takes it for. */
export function carriersToTry(first: CallingName | undefined): readonly CallingName[] {
  if (first === undefined) return TRIED;
  return [first, ...TRIED.filter((name) => name !== first && !(first === 'signalwire' && name === 'twilio'))];
}

/** Of what was heard until nothing more was waited for. */
export function resultOf(carrier: CallingName, evidence: CarrierEvidence): TrialResult {
  const { audio, streamKey, streamIsNamed } = carrierOf(carrier);
  const { heardMs, wrong, named, coding } = evidence;
  if (heardMs !== null) {
    if (coding !== null && coding !== audio.format)
      return {
        type: 'misunderstood',
        why: `its audio sounds like ${CODINGS[coding]}; ${carrier} has ${CODINGS[audio.format as Coding]}`,
      };
    if (streamIsNamed && !named)
      return { type: 'misunderstood', why: `its audio names no ${streamKey}, or another` };
    return { type: 'answered', afterMs: Math.round(heardMs), named };
  }
  if (wrong !== null) return { type: 'misunderstood', why: wrong };
  return { type: 'silent' };
}

const CODINGS: Readonly<Record<Coding, string>> = { pcm16: 'PCM of 16 bits', g711_ulaw: 'µ-law' };

/** Those whose server it is by what it says, the likeliest first: whoever was asked for, then whoever's stream it names. */
export function answeredAs(trials: readonly CarrierTrial[], asked?: CallingName): readonly CallingName[] {
  const answered = trials.flatMap(({ carrier, result }) =>
    result.type === 'answered' ? [{ carrier, named: result.named }] : [],
  );
  const rank = ({ carrier, named }: (typeof answered)[number]): number =>
    carrier === asked ? 0 : named ? 1 : 2;
  return answered.toSorted((a, b) => rank(a) - rank(b)).map(({ carrier }) => carrier);
}
