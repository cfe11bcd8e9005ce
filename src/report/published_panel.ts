/**
 * Rows of τ-voice's public table, to lay a run beside: the overall figures (mean over its domains) as its maintainers published them.
 * Source of each: github.com/sierra-research/tau2-bench, web/leaderboard/public/submissions/<submission>/submission.json,
 * `interaction_metrics.overall`, version 1.0. Rounded to what the table shows; what it hides is null. Not a ranking, and not complete.
 */

import type { PanelId } from './panel.ts';

export interface PublishedRow {
  readonly model: string;
  /** Name of the folder that the figures are from. */
  readonly submission: string;
  readonly date: string;
  /** Version of the simulated user. */
  readonly user: string;
  readonly values: Readonly<Record<PanelId, number | null>>;
  readonly selectivity: number | null;
}

export const publishedRows: readonly PublishedRow[] = [
  {
    model: 'gpt-realtime-2',
    submission: 'gpt-realtime-2_openai_2026-06-24',
    date: '2026-06-29',
    user: 'v2.0',
    values: {
      L_R: 1.94,
      L_Y: 0.61,
      R_R: 0.97,
      R_Y: 0.998,
      I_A: 0.21,
      S_BC: 0.011,
      S_VT: 0.113,
      S_ND: 0.203,
    },
    selectivity: 0.109,
  },
  {
    model: 'gemini-3.5-flash-live (low)',
    submission: 'gemini-3-5-flash-live-preview-thinking-low_google_2026-08-03',
    date: '2026-08-03',
    user: 'v1.0',
    values: {
      L_R: 1.44,
      L_Y: 0.78,
      R_R: 0.985,
      R_Y: 0.532,
      I_A: 0.163,
      S_BC: 0.833,
      S_VT: 0.389,
      S_ND: 0.198,
    },
    selectivity: 0.473,
  },
  {
    // One of its domains had two backchannels: the table hides that rate, and the mean that needs it.
    model: 'gpt-live-1-diamond-alpha',
    submission: 'gpt-live-1-diamond-alpha_openai_2026-09-09',
    date: '2026-09-09',
    user: 'v1.0',
    values: {
      L_R: 2.54,
      L_Y: 1.08,
      R_R: 0.955,
      R_Y: 0.359,
      I_A: 0.22,
      S_BC: null,
      S_VT: 0.588,
      S_ND: 0.457,
    },
    selectivity: null,
  },
];
