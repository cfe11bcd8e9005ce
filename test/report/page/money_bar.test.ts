/** Where a run’s money went: pieces that fill the bar, the dearest first. */

import { describe, expect, it } from 'vitest';
import type { CostPart } from '../../../src/report/cost_summary.ts';
import { moneyBar } from '../../../src/report/page/money_bar.ts';

const part = (name: CostPart['part'], usd: number | null): CostPart => ({
  part: name,
  amount: 1,
  of: 'tokens',
  usd,
});

describe('the bar of a run’s cost', () => {
  it('is filled, the dearest first, and told in words', () => {
    const { markup = '' } =
      moneyBar([part('text in', 1), part('audio out', 6), part('audio in', 3), part('text cached', 0)]) ?? {};
    const pieces = [...markup.matchAll(/x="(\d+)" y="0" width="(\d+)"/g)].map(([, x, width]) =>
      [x, width].map(Number),
    );
    expect(pieces).toEqual([
      [0, 600],
      [600, 300],
      [900, 100],
    ]);
    expect(markup).toContain('audio out 60%, audio in 30%, text in 10%');
    expect(markup).toContain('<span class="key-2">audio in 30%</span>');
  });

  it('has colours for all, the last ones sharing one', () => {
    const many = (
      [
        'text in',
        'text cached',
        'text out',
        'audio in',
        'audio cached',
        'audio out',
        'image in',
        'image cached',
        'transcription',
        'session time',
      ] as const
    ).map((name, at) => part(name, 100 - at));
    const { markup = '' } = moneyBar(many) ?? {};
    expect(markup.match(/class="part-8"/g)).toHaveLength(3);
    expect(markup).not.toContain('part-9');
  });

  it('is none where nothing was paid for, or nobody knows', () => {
    expect(moneyBar([])).toBeNull();
    expect(moneyBar([part('audio in', null), part('audio out', 0)])).toBeNull();
  });
});
