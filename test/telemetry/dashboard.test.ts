import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { meterFacts, meterNames, prometheusName } from '../../src/telemetry/meter_catalogue.ts';
import { dashboard, expressionsOf } from './dashboard.ts';

/** Each name that a query may have, with the labels that it may ask for. */
const known = new Map<string, ReadonlySet<string>>(
  meterNames.flatMap((name) => {
    const { kind, labels } = meterFacts(name);
    const own = prometheusName(name);
    if (kind !== 'histogram' && kind !== 'kept') return [[own, new Set(labels)] as const];
    return [
      [`${own}_bucket`, new Set([...labels, 'le'])] as const,
      [`${own}_sum`, new Set(labels)] as const,
      [`${own}_count`, new Set(labels)] as const,
    ];
  }),
);

describe('the dashboard', () => {
  it('asks only for metrics and labels that there are', () => {
    const expressions = expressionsOf(dashboard);
    expect(expressions.length).toBeGreaterThan(20);
    for (const expression of expressions) {
      const asked = [...expression.matchAll(/(callstorm_[a-z_]+)(?:\{([^}]*)\})?/g)];
      expect([expression, asked.length > 0]).toEqual([expression, true]);
      for (const [, name = '', selectors = ''] of asked) {
        const labels = known.get(name);
        expect([name, labels !== undefined]).toEqual([name, true]);
        for (const [, label = ''] of selectors.matchAll(/([a-z_]+)=/g)) {
          expect([name, label, label === 'instance' || labels?.has(label)]).toEqual([name, label, true]);
        }
      }
    }
  });

  it('groups only by labels of what it groups, and shows only those', () => {
    for (const { targets = [], title } of dashboard.panels) {
      for (const { expr, legendFormat } of targets) {
        const by = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '));
        const [, name = ''] = /(callstorm_[a-z_]+)/.exec(expr) ?? [];
        for (const label of by)
          expect([title, label, known.get(name)?.has(label)]).toEqual([title, label, true]);
        for (const [, label = ''] of legendFormat.matchAll(/\{\{(\w+)\}\}/g)) expect(by).toContain(label);
      }
    }
  });

  it('is laid out: each panel with a number, a place and queries of its own', () => {
    const { panels } = dashboard;
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    const taken = new Set<string>();
    for (const { gridPos, targets = [], type, title } of panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect([title, taken.has(`${x},${y}`)]).toEqual([title, false]);
          taken.add(`${x},${y}`);
        }
      }
      expect(targets.length > 0).toBe(type !== 'row');
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
    }
  });

  it('stands beside a page that names every metric', () => {
    const page = readFileSync(fileURLToPath(new URL('../../docs/telemetry.md', import.meta.url)), 'utf8');
    for (const name of meterNames) expect(page).toContain(`\`${prometheusName(name)}`);
    const names = new Set([...known.keys(), ...meterNames.map(prometheusName)]);
    for (const [name = ''] of page.matchAll(/callstorm_[a-z_]+/g)) {
      expect([name, names.has(name)]).toEqual([name, true]);
    }
  });
});
