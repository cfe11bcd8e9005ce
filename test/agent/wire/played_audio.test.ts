import { expect, it } from 'vitest';
import { PlayedAudio } from '../../../src/agent/wire/played_audio.ts';

it('marks each second of an item, and its end', () => {
  const audio = new PlayedAudio();
  const marks = [
    audio.sends('a', 600, 0),
    audio.sends('a', 600, 10),
    audio.sends('a', 100, 20),
    audio.ends('a'),
  ];
  expect(marks).toEqual([null, 'a:0', null, 'a:1']);
  expect(audio.ends('a')).toBeNull();
});

it('takes what was before a mark that came back for heard, and no more', () => {
  const audio = new PlayedAudio();
  audio.sends('a', 1000, 0);
  audio.sends('a', 500, 10);
  expect(audio.playing).toBe(true);
  audio.played('a:0', 1100);
  expect(audio.clear(1300)).toEqual([{ itemId: 'a', heardMs: 1200 }]);
  expect(audio.playing).toBe(false);
});

it('takes no more for heard than was sent, and nothing of what waits behind it', () => {
  const audio = new PlayedAudio();
  audio.sends('a', 300, 0);
  audio.ends('a');
  audio.sends('b', 300, 0);
  expect(audio.clear(5000)).toEqual([
    { itemId: 'a', heardMs: 300 },
    { itemId: 'b', heardMs: 0 },
  ]);
});

it('is silent once all marks are back, in whatever order, and knows no others', () => {
  const audio = new PlayedAudio();
  audio.sends('a', 1000, 0);
  audio.sends('b', 1000, 0);
  audio.played('else', 50);
  audio.played('b:1', 2000);
  expect(audio.playing).toBe(false);
  audio.played('a:0', 2001);
  expect(audio.playing).toBe(false);
});
