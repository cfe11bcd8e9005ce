/** What a turn or a call used, as columns: each has the name of its unit. Pure. */

import type { Usage } from '../../core/log/record.ts';
import type { Column } from './csv.ts';

const NAMES = {
  textIn: 'text_in_tokens',
  audioIn: 'audio_in_tokens',
  imageIn: 'image_in_tokens',
  textCached: 'text_cached_tokens',
  audioCached: 'audio_cached_tokens',
  imageCached: 'image_cached_tokens',
  textOut: 'text_out_tokens',
  audioOut: 'audio_out_tokens',
  transcriptionSeconds: 'transcription_seconds',
  transcriptionTokens: 'transcription_tokens',
  unsplitIn: 'unsplit_in_tokens',
  unsplitCached: 'unsplit_cached_tokens',
  unsplitOut: 'unsplit_out_tokens',
  unreported: 'responses_without_usage',
} as const satisfies Partial<Record<keyof Usage, string>>;

export function usageColumns<Row>(usageOf: (row: Row) => Usage | null): readonly Column<Row>[] {
  return Object.entries(NAMES).map(([kind, name]) => ({
    name,
    of: (row) => usageOf(row)?.[kind as keyof typeof NAMES],
  }));
}
