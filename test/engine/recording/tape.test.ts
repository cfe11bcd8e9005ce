import { describe, expect, it } from 'vitest';
import { buffersOf, FLUSH, Tape, TapeMemory, type Copyable } from '../../../src/engine/recording/tape.ts';

function text(content: string): Copyable & { readonly length: number } {
  const bytes = Buffer.from(content);
  return { length: bytes.length, copy: (from, to, into, at) => into.set(bytes.subarray(from, to), at) };
}

function arrive(tape: Tape, content: string, from = 0, to = content.length): void {
  tape.arrives(text(content), from, to);
}

const plenty = (): TapeMemory => new TapeMemory(2 ** 24);

describe('Tape', () => {
  it('keeps which message each frame was, from each opening on', () => {
    const tape = new Tape(plenty());
    tape.opened(1000);
    for (let i = 0; i < 300; i++) tape.frame(i);
    tape.opened(50_000.25);
    tape.frame(0);
    const content = tape.eject();
    expect(content?.openings).toEqual([
      { dueMs: 1000, firstFrame: 0 },
      { dueMs: 50_000.25, firstFrame: 300 },
    ]);
    expect([...(content?.frames ?? [])]).toEqual([...Array.from({ length: 300 }, (_, i) => i), 0]);
  });

  it('keeps of the audio what is played, its instants, and what is cut off', () => {
    const tape = new Tape(plenty());
    tape.opened(0);
    arrive(tape, '..AAAA..', 2, 6);
    tape.played(10, 60);
    // Of an answer already cut off: nobody tells that it is played.
    arrive(tape, 'XXXX');
    arrive(tape, 'BBBB');
    tape.played(10, 70.5);
    tape.flushed(75);
    const content = tape.eject();
    expect([...(content?.pieces ?? [])]).toEqual([60, 4, 70.5, 4, 75, FLUSH]);
    expect(Buffer.concat(content?.base64 ?? []).toString()).toBe('AAAABBBB');
  });

  it('copies audio: what comes next in the same memory changes nothing', () => {
    const tape = new Tape(plenty());
    tape.opened(0);
    const bytes = Buffer.from('AAAA');
    tape.arrives({ copy: (from, to, into, at) => into.set(bytes.subarray(from, to), at) }, 0, 4);
    tape.played(1, 1);
    bytes.fill(66);
    expect(Buffer.concat(tape.eject()?.base64 ?? []).toString()).toBe('AAAA');
  });

  it('keeps a delta that is larger than what it takes of memory at once', () => {
    const tape = new Tape(plenty());
    tape.opened(0);
    const long = Array.from({ length: 50_000 }, (_, i) => String(i % 10_000).padStart(4, '0')).join('');
    arrive(tape, 'AAAA');
    tape.played(1, 1);
    arrive(tape, long);
    tape.played(1, 2);
    expect(Buffer.concat(tape.eject()?.base64 ?? []).toString()).toBe(`AAAA${long}`);
  });

  it('has nothing where the microphone never opened', () => {
    const memory = new TapeMemory(100_000);
    const tape = new Tape(memory);
    expect(tape.eject()).toBeNull();
    expect(tape.givenUp).toBe(true);
  });

  it('gives itself up where memory is short, lets go of what it has, and says so', () => {
    const memory = new TapeMemory(70_000);
    const tape = new Tape(memory);
    tape.opened(0);
    tape.frame(1);
    arrive(tape, 'A'.repeat(60_000));
    tape.played(1, 1);
    expect(tape.givenUp).toBe(false);
    arrive(tape, 'A'.repeat(60_000));
    tape.played(1, 2);
    expect(tape.givenUp).toBe(true);
    tape.frame(2);
    arrive(tape, 'A');
    tape.played(1, 3);
    expect(tape.eject()).toBeNull();
    expect(memory.take(70_000)).toBe(true);
  });

  it('holds its memory until somebody gives back what it says it takes', () => {
    const memory = new TapeMemory(70_000);
    const tape = new Tape(memory);
    tape.opened(0);
    tape.frame(1);
    arrive(tape, 'AAAA');
    tape.played(1, 1);
    const content = tape.eject();
    expect(content?.bytes).toBeGreaterThanOrEqual(65_536);
    expect(memory.take(65_536)).toBe(false);
    memory.give(content?.bytes ?? 0);
    expect(memory.take(70_000)).toBe(true);
  });

  it('lies in buffers that can be handed over', () => {
    const tape = new Tape(plenty());
    tape.opened(0);
    tape.frame(7);
    arrive(tape, 'AAAA');
    tape.played(1, 1);
    const content = tape.eject();
    if (content === null) throw new Error('nothing on it');
    const moved = structuredClone(content, { transfer: buffersOf(content) });
    expect([...moved.frames]).toEqual([7]);
    expect(content.frames.length).toBe(0);
  });
});
