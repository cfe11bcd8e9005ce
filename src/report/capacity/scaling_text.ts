/** What the law of scaling says of a target, in sentences; and what it cannot say. Pure. */

import { FEWEST_LEVELS, type Estimate, type Peak, type Scaling } from '../../forecast/scaling/scaling.ts';
import { count, ms } from '../figure.ts';

export function scalingSentences(scaling: Scaling): readonly string[] {
  const { of, levels, verdict, law, estimates, seen, misfit, peak } = scaling;
  const what = of === 'throughput' ? 'Throughput' : 'The response time';
  const fell = retrogradeSentence(scaling);
  if (verdict === 'too_few' || law === null) {
    return [
      `${what}: no law can be fitted, which takes ${FEWEST_LEVELS} levels of different size with a scatter of their own; there are ${levels.length}.`,
      ...fell,
    ];
  }
  if (verdict === 'poor' || estimates === null) {
    return [
      `${what} does not follow the Universal Scalability Law: its levels lie further off than their scatter lets them (χ² ${digits(misfit?.chiSquared ?? 0)} of ${misfit?.degrees ?? 0} degrees of freedom, p ${chance(misfit?.p ?? 0)}). The curve is drawn, and nothing is reckoned from it: the levels themselves say what holds.`,
      ...fell,
    ];
  }
  const told = of === 'throughput' ? 'turns a second' : '';
  const alone = (value: number): string => (of === 'throughput' ? digits(value) : ms(value));
  const tested =
    misfit === null
      ? 'How well it fits was not tested: the levels’ scatter is not known.'
      : `It fits: χ² ${digits(misfit.chiSquared)} of ${misfit.degrees} degrees of freedom, p ${chance(misfit.p)}.`;
  return [
    `${what} by the Universal Scalability Law: one call alone ${interval(estimates.scale, alone)}${told === '' ? '' : ` ${told}`}, contention σ ${interval(estimates.sigma, digits)}, coherence κ ${interval(estimates.kappa, digits)}. ${tested}`,
    ...(seen !== null && !seen.sigma && !seen.kappa
      ? [
          `All levels are below saturation: neither contention nor coherence can be told from none. Known are bounds alone: σ at most ${bound(estimates.sigma.high)}, κ at most ${bound(estimates.kappa.high)}.`,
        ]
      : []),
    ...(peak === null ? [] : peakSentences(peak, scaling)),
    ...fell,
  ];
}

function peakSentences(peak: Peak, { measured }: Scaling): readonly string[] {
  const { value, low, high, beyondMeasured } = peak;
  const highest = Math.round(measured?.[1] ?? 0);
  const from = low === null ? null : count(Math.floor(low));
  if (high === null || value === null) {
    const least = from === null ? '' : ` If there is one, it is above ${from} calls at once.`;
    return [`No peak of throughput can be told from these levels, which end at ${count(highest)}.${least}`];
  }
  const range = `${from ?? '…'} to ${count(Math.ceil(high))}`;
  const seen = beyondMeasured
    ? `, which is beyond what was measured (${count(highest)}): the law says so, nobody saw it`
    : '';
  return [
    `Throughput is highest at ${count(Math.round(value))} calls at once (${range})${seen}; with more, less gets done.`,
  ];
}

function retrogradeSentence({ retrograde }: Scaling): readonly string[] {
  if (retrograde === null) return [];
  const { best, worse } = retrograde;
  return [
    `Throughput fell, by more than scatter: ${digits(best.value)} turns a second with ${count(Math.round(best.concurrency))} calls at once, ${digits(worse.value)} with ${count(Math.round(worse.concurrency))}.`,
  ];
}

function interval({ value, low, high }: Estimate, told: (value: number) => string): string {
  return `${told(value)} (${low === null ? '…' : told(low)} to ${high === null ? '…' : told(high)})`;
}

function bound(value: number | null): string {
  return value === null ? 'anything' : digits(value);
}

function chance(p: number): string {
  return p < 0.001 ? '< 0.001' : String(Number(p.toPrecision(2)));
}

/** Three that count; of very small ones with their power of ten. */
export function digits(value: number): string {
  if (value === 0) return '0';
  return Math.abs(value) < 1e-4
    ? value
        .toExponential(1)
        .replace('e-', ' × 10⁻')
        .replace(/⁻(\d+)$/, (_, power: string) => `⁻${superscript(power)}`)
    : String(Number(value.toPrecision(3)));
}

function superscript(text: string): string {
  return Array.from(text, (digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)] ?? '').join('');
}
