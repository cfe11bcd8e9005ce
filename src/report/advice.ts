/**
 * What to do about a run: one rule a line of advice, each with the metric and the figure that speak for it, what to change and how
 * much of the whole it explains, the most first: of what callers hear, then of what it costs. Pure. A rule says nothing where nothing was measured.
 */

import type { Judgement } from '../core/plan/plan.ts';
import { EFFECTS } from './advice_effect.ts';
import type { Rule } from './advice_rule.ts';
import { rules } from './advice_rules.ts';
import type { Monitored } from './monitored.ts';
import type { Recommendation } from './summary.ts';

export function recommend(monitored: Monitored, limits: Judgement['monitor']): Recommendation[] {
  const found: { readonly place: number; readonly said: Recommendation }[] = [];
  for (const rule of rules) {
    const because = rule.because(monitored, limits);
    if (because === null) continue;
    const { metric, text, setting, effect } = rule;
    const share = effect.share(monitored);
    const explained = { share, text: share === null ? null : effect.text(share) };
    const said = { metric, text, because, setting, effect: explained, ...evidenceOf(rule, monitored) };
    found.push({ place: EFFECTS.indexOf(effect.on), said });
  }
  // Of those whose effect is not known, and of the same, in the order of the rules.
  found.sort((a, b) => a.place - b.place || (b.said.effect.share ?? -1) - (a.said.effect.share ?? -1));
  return found.map(({ said }) => said);
}

function evidenceOf({ metric, stat }: Rule, { metrics }: Monitored): Pick<Recommendation, 'n' | 'interval'> {
  const figures = metrics[metric];
  if (figures === undefined) return { n: null, interval: null };
  if (figures.kind === 'rate') return { n: figures.of, interval: figures.ci };
  return { n: figures.count, interval: stat === undefined ? null : (figures.ci[stat] ?? null) };
}
