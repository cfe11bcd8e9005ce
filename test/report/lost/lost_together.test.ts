import { describe, expect, it } from 'vitest';
import { Random } from '../../../src/core/word/random.ts';
import type { LivedCall } from '../../../src/report/lost/lived_call.ts';
import { togetherOf, type LostTogether, type SharedTrait } from '../../../src/report/lost/lost_together.ts';

/** A call a second, each of which goes on for so long. */
function lived(call: number, lifeMs = 60_000, fields: Partial<LivedCall> = {}): LivedCall {
  const dialedMs = fields.dialedMs ?? call * 1000;
  return {
    call,
    fate: 'lived',
    caller: 'buyer',
    voice: 'slt',
    worker: null,
    closing: null,
    dialedMs,
    endedMs: dialedMs + lifeMs,
    ageMs: lifeMs,
    timedOut: false,
    faults: [],
    steps: [],
    ...fields,
  };
}

const lost = (call: number, lifeMs?: number, fields: Partial<LivedCall> = {}): LivedCall =>
  lived(call, lifeMs, { fate: 'lost', ...fields });
const many = (of: number, make: (call: number) => LivedCall): LivedCall[] =>
  Array.from({ length: of }, (_, call) => make(call));
/** Something else for each call, in no order. */
const spread = (call: number, to: number): number => (call * 7919 + 13) % to;

const traits = (found: LostTogether | undefined): readonly SharedTrait['trait'][] =>
  (found?.shared ?? []).map(({ trait }) => trait);
const told = (calls: readonly LivedCall[], trait: SharedTrait['trait']): SharedTrait | undefined =>
  togetherOf(calls)?.shared.find((one) => one.trait === trait);

describe('of lost calls is told', () => {
  it('nothing where none or two were lost, or nothing is in common', () => {
    expect(togetherOf(many(100, (call) => lived(call)))).toBeUndefined();
    expect(togetherOf([...many(98, (call) => lived(call)), lost(98, 9000), lost(99, 9000)])).toBeUndefined();
    const at = (call: number): LivedCall =>
      call % 10 === 0 ? lost(call, 1000 + spread(call, 59_000)) : lived(call);
    expect(togetherOf(many(200, at))).toBeUndefined();
  });

  it('an age that none lived past: a configured ceiling', () => {
    const calls = many(40, (call) =>
      call % 5 === 0
        ? lost(call, call === 35 ? 20_000 : 150_000 + call * 10)
        : lived(call, 30_000 + spread(call, 100_000)),
    );
    expect(togetherOf(calls)).toEqual({
      lost: 8,
      chance: 0.01,
      more: 0,
      shared: [
        {
          trait: 'age',
          value: '150150',
          count: 7,
          of: 8,
          others: { count: 0, of: 32 },
          chance: expect.any(Number),
          text: '7 of 8 lost calls died 150.2 s after connecting (from 150 s to 150.3 s, a window of 3 s), and no call lived past it: a configured ceiling, on sessions or on connections',
          fromMs: 150_000,
          untilMs: 150_300,
          calls: [0, 5, 10, 15, 20, 25, 30],
        },
      ],
    });
  });

  it('no outage where an age explains as much: who dies at one age dies as they came', () => {
    const calls = many(20, (call) => (call < 8 ? lost(call, 150_000 + call) : lived(call, 60_000)));
    expect(traits(togetherOf(calls))).toEqual(['age']);
    // All at one instant, it may have been either.
    const atOnce = calls.map((call) => ({ ...call, dialedMs: 0, endedMs: call.ageMs }));
    expect(togetherOf(atOnce)?.shared.map(({ trait, sameAs }) => [trait, sameAs])).toEqual([
      ['age', undefined],
      ['instant', 0],
    ]);
  });

  it('an age that others lived past is no ceiling; nor is a deadline of the scenario’s', () => {
    const at = (timedOut: boolean) =>
      many(60, (call) =>
        call % 6 === 0 ? lost(call, 20_000 + call, { timedOut }) : lived(call, 30_000 + spread(call, 60_000)),
      );
    const age = told(at(false), 'age');
    expect(age?.text).toContain('50 of 60 calls lived past it');
    expect(age?.text).not.toContain('ceiling');
    expect(told(at(true), 'age')).toBeUndefined();
  });

  it('an instant: a restart; and a longer one: an outage', () => {
    const restart = many(100, (call) => {
      const dialedMs = call * 1000;
      const untilMs = 60_300 - dialedMs;
      return call >= 20 && call <= 45 && call % 3 === 0
        ? lost(call, untilMs + call * 20)
        : lived(call, 70_000 + spread(call, 10_000));
    });
    expect(told(restart, 'instant')).toMatchObject({
      count: 9,
      of: 9,
      others: null,
      calls: [21, 24, 27, 30, 33, 36, 39, 42, 45],
      text: '9 of 9 lost calls ended within 2 s, from 60.7 s to 61.2 s into the run, when 61 were up: as in a restart',
    });
    const outage = many(200, (call) =>
      call >= 90 && call < 130 ? lost(call, 5, { ageMs: null }) : lived(call, 30_000),
    );
    expect(told(outage, 'instant')?.text).toContain('40 of 40 lost calls ended within 60 s');
    expect(told(outage, 'instant')?.text).toContain('as in an outage');
  });

  it('a caller, a voice, a worker, a fault and a way of being closed', () => {
    const alike = (fields: Partial<LivedCall>, others: Partial<LivedCall>): LivedCall[] =>
      many(120, (call) =>
        call % 12 === 0
          ? lost(call, 1000 + spread(call, 59_000), fields)
          : lived(call, 60_000, call % 12 === 1 ? fields : others),
      );
    for (const [trait, fields, others, value] of [
      ['caller', { caller: 'refund' }, { caller: 'buyer' }, 'refund'],
      ['voice', { voice: 'awb' }, { voice: 'slt' }, 'awb'],
      ['worker', { worker: 2 }, { worker: 0 }, '2'],
      ['fault', { faults: ['noise', 'silence'] }, { faults: ['noise'] }, 'silence'],
      ['closing', { closing: 'closed with 4008 too long' }, {}, 'closed with 4008 too long'],
    ] as const) {
      const found = togetherOf(alike(fields, others));
      expect(traits(found)).toEqual([trait]);
      expect(found?.shared[0]).toMatchObject({ value, count: 10, of: 10, others: { count: 10, of: 110 } });
    }
  });

  it('nothing of what all calls are, and nothing of whom the harness ended', () => {
    const all = (fate: LivedCall['fate']) =>
      many(60, (call) =>
        call % 6 === 0
          ? lived(call, 1000 + spread(call, 59_000), { fate, worker: 1, caller: 'refund' })
          : lived(call, 60_000, { worker: fate === 'cut' ? 0 : 1, caller: 'refund' }),
      );
    expect(togetherOf(all('lost'))).toBeUndefined();
    expect(togetherOf(all('cut'))).toBeUndefined();
  });

  it('a step, against all that came to it', () => {
    const steps = (upTo: number) =>
      ['hello', 'number', 'goodbye'].slice(0, upTo).map((said, step) => ({ step: step * 2, said }));
    const calls = many(100, (call) =>
      call % 10 === 0
        ? lost(call, 1000 + spread(call, 59_000), { steps: steps(2) })
        : lived(call, 60_000, { steps: steps(3) }),
    );
    expect(told(calls, 'step')).toMatchObject({
      value: 'buyer 2',
      count: 10,
      of: 10,
      others: { count: 90, of: 100 },
      text: '10 of 10 lost calls ended in step 3 of “buyer” (“number”), which 100 calls came to',
    });
  });

  it('no step of a caller that has but one: that is the caller', () => {
    const steps = [{ step: 0, said: 'hello' }];
    const calls = many(120, (call) =>
      call % 12 === 0
        ? lost(call, 1000 + spread(call, 59_000), { steps, caller: 'refund' })
        : lived(call, 60_000, { steps }),
    );
    expect(traits(togetherOf(calls))).toEqual(['caller']);
  });

  it('that many were up, where it struck again and again', () => {
    // Ten quiet minutes of one call at a time; each has a crowd of ten at its end, of which one is lost.
    const calls = Array.from({ length: 10 }, (_, minute) =>
      many(20, (n) =>
        n < 10
          ? lived(minute * 20 + n, 6000, { dialedMs: minute * 70_000 + n * 6000 })
          : lived(minute * 20 + n, 5000 + n, {
              dialedMs: minute * 70_000 + 61_000,
              fate: n === 19 ? 'lost' : 'lived',
              endedMs: minute * 70_000 + 61_000 + (n === 19 ? 1000 + minute * 200 : 3000 + n * 150),
              ageMs: n === 19 ? 1000 + minute * 200 : 3000 + n * 150,
            }),
      ),
    ).flat();
    const crowd = told(calls, 'crowd');
    expect(crowd).toMatchObject({ value: '9', count: 10, of: 10, others: null });
    expect(crowd?.text).toContain('while more than 9 were up (at most 10;');
  });

  it('which of several things the same calls share, and that nobody can tell them apart', () => {
    const calls = many(90, (call) =>
      call % 9 === 0
        ? lost(call, 1000 + spread(call, 59_000), { caller: 'refund', voice: 'awb' })
        : lived(call, 60_000),
    );
    expect(togetherOf(calls)?.shared.map(({ trait, sameAs }) => [trait, sameAs])).toEqual([
      ['caller', undefined],
      ['voice', 0],
    ]);
  });

  it('what part of them share, once it is a quarter', () => {
    const some = (others: number) => [
      ...many(200, (call) => lived(call)),
      ...Array.from({ length: 4 }, (_, n) => lost(200 + n, 5000 * (n + 1), { caller: 'refund' })),
      ...Array.from({ length: others }, (_, n) => lost(300 + n, 1000 + spread(n, 59_000))),
    ];
    expect(told(some(12), 'caller')).toMatchObject({ count: 4, of: 16 });
    expect(told(some(13), 'caller')).toBeUndefined();
  });
});

describe('chance', () => {
  it('is told of in no more than one run of a hundred', () => {
    let loud = 0;
    const RUNS = 400;
    for (let run = 0; run < RUNS; run++) {
      const random = new Random('lost', run);
      const rate = 1 / (20_000 + random.below(200_000));
      const calls = many(30 + random.below(100), (call) => {
        const diesMs = -Math.log(1 - random.next()) / rate;
        const lifeMs = Math.min(diesMs, 20_000 + random.below(60_000));
        const steps = Array.from({ length: 1 + Math.floor(lifeMs / 15_000) }, (_, step) => ({
          step,
          said: 'a',
        }));
        return lived(call, lifeMs, {
          fate: lifeMs === diesMs ? 'lost' : 'lived',
          dialedMs: call * 900 + random.below(900),
          caller: ['buyer', 'refund', 'lost-card'][random.below(3)] as string,
          voice: ['slt', 'awb'][random.below(2)] as string,
          worker: random.below(4),
          faults: random.below(3) === 0 ? ['noise'] : [],
          steps,
        });
      });
      if (togetherOf(calls) !== undefined) loud++;
    }
    expect(loud).toBeLessThanOrEqual(RUNS / 100);
  });

  it('does not hide a plan: seven of eight at one age are found in 50 runs of 50', () => {
    for (let run = 0; run < 50; run++) {
      const random = new Random('ceiling', run);
      const calls = many(100, (call) => {
        const dialedMs = random.below(600_000);
        if (call < 7) return lost(call, 150_000 + random.below(900), { dialedMs });
        if (call === 7) return lost(call, random.below(150_000), { dialedMs });
        return lived(call, 40_000 + random.below(110_000), { dialedMs });
      });
      expect(traits(togetherOf(calls))).toContain('age');
    }
  });
});
