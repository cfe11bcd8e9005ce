import { expect, it } from 'vitest';
import { RecordingRoom } from '../../../src/report/page/recording_room.ts';

const MINUTE_MS = 60_000;

it('is for an hour of recordings to be looked at, and the one with which it is over', () => {
  const room = new RecordingRoom();
  expect(room.isOpen).toBe(true);
  room.look(59 * MINUTE_MS);
  expect(room.isOpen).toBe(true);
  room.look(MINUTE_MS - 1);
  expect(room.isOpen).toBe(true);
  room.look(1);
  expect(room.isOpen).toBe(false);
  room.look(5 * MINUTE_MS);
  expect(room.isOpen).toBe(false);
});

it('is for twelve minutes of sound; what is too long leaves room for what is shorter', () => {
  const room = new RecordingRoom();
  expect(room.maySound(12 * MINUTE_MS + 1)).toBe(false);
  expect(room.maySound(10 * MINUTE_MS)).toBe(true);
  expect(room.maySound(3 * MINUTE_MS)).toBe(false);
  expect(room.maySound(2 * MINUTE_MS)).toBe(true);
  expect(room.maySound(1)).toBe(false);
});

it('is for four megabytes of it; what is too large leaves room for what is smaller', () => {
  const room = new RecordingRoom();
  expect(room.keeps(4_000_001)).toBe(false);
  expect(room.keeps(3_000_000)).toBe(true);
  expect(room.keeps(1_000_001)).toBe(false);
  expect(room.maySound(1000)).toBe(true);
  expect(room.keeps(1_000_000)).toBe(true);
  expect(room.maySound(1000)).toBe(false);
});
