/** Tokens as the service reports them. Cached tokens are part of the input, not beside it. */

import type { Usage } from './record.ts';

export const noUsage: Usage = {
  textIn: 0,
  audioIn: 0,
  imageIn: 0,
  textCached: 0,
  audioCached: 0,
  imageCached: 0,
  textOut: 0,
  audioOut: 0,
  transcriptionSeconds: 0,
  transcriptionTokens: 0,
};

export function addUsage(a: Usage, b: Usage): Usage {
  return {
    textIn: a.textIn + b.textIn,
    audioIn: a.audioIn + b.audioIn,
    imageIn: a.imageIn + b.imageIn,
    textCached: a.textCached + b.textCached,
    audioCached: a.audioCached + b.audioCached,
    imageCached: a.imageCached + b.imageCached,
    textOut: a.textOut + b.textOut,
    audioOut: a.audioOut + b.audioOut,
    transcriptionSeconds: a.transcriptionSeconds + b.transcriptionSeconds,
    transcriptionTokens: a.transcriptionTokens + b.transcriptionTokens,
  };
}
