/** Codecs that others have: through them and back, at a rate where they have one to choose. Which are there, the tools know. */

import { impairment } from './impairment.ts';

export const opus = impairment({
  name: 'opus',
  means: 'through Opus at so many kbit/s',
  stage: 'codec',
  args: { rate: { means: 'how much', kind: 'kbps', min: 6, max: 24, otherwise: 12 } },
  apply: (samples, sampleRate, { rate }, _random, { tools }) =>
    tools.codec('opus', samples, sampleRate, rate),
});

export const g722 = impairment({
  name: 'g722',
  means: 'through G.722 (16 kHz, needs ffmpeg)',
  stage: 'codec',
  args: {},
  apply: (samples, sampleRate, _args, _random, { tools }) => tools.codec('g722', samples, sampleRate, 64),
});

export const gsm = impairment({
  name: 'gsm',
  means: 'through GSM 06.10 (8 kHz, needs sox or ffmpeg)',
  stage: 'codec',
  args: {},
  apply: (samples, sampleRate, _args, _random, { tools }) => tools.codec('gsm', samples, sampleRate, 13),
});

export const amr = impairment({
  name: 'amr',
  means: 'through AMR-NB (8 kHz, needs sox or ffmpeg)',
  stage: 'codec',
  args: { rate: { means: 'how much', kind: 'kbps', min: 4.75, max: 12.2, otherwise: 12.2 } },
  apply: (samples, sampleRate, { rate }, _random, { tools }) => tools.codec('amr', samples, sampleRate, rate),
});
