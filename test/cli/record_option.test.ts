import { describe, expect, it } from 'vitest';
import { recordingNotes, recordingSize } from '../../src/cli/record_option.ts';

const whole = { files: 12, bytes: 34_120_000, withoutMemory: 0, withoutRoom: 0, trouble: null };

describe('what is said of recordings', () => {
  it('is how many there are, and nothing more where all is there', () => {
    expect(recordingSize(whole)).toBe('12 calls, 34.1 MB');
    expect(recordingSize({ ...whole, files: 1, bytes: 0 })).toBe('1 call, 0.0 MB');
    expect(recordingNotes(whole)).toEqual([]);
  });

  it('blames the disk’s room where nothing else was said, and only there', () => {
    expect(recordingNotes({ ...whole, withoutRoom: 2 })).toEqual([
      '2 calls could not be recorded for want of room on the disk.',
    ]);
    const notes = recordingNotes({ ...whole, withoutRoom: 2, trouble: 'a file is in the way (ENOTDIR)' });
    expect(notes.join(' ')).not.toContain('want of room');
  });

  it('is what is missing, and why', () => {
    expect(
      recordingNotes({ ...whole, trouble: 'the disk is full (ENOSPC)', withoutRoom: 1, withoutMemory: 20 }),
    ).toEqual([
      'Recording stopped: the disk is full (ENOSPC).',
      '1 call could not be recorded.',
      '20 calls could not be recorded for want of memory: too much was going on at once. A sample (--record sample:<n>) needs less.',
    ]);
  });
});
