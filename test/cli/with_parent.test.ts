import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watchParent, type Parent } from '../../src/cli/with_parent.ts';

class ActedParent implements Parent {
  now = 100;
  heard: (() => void) | null = null;
  pid(): number {
    return this.now;
  }
  onEnd(handle: () => void): () => void {
    this.heard = handle;
    return () => {
      this.heard = null;
    };
  }
}

describe('a run that belongs to its parent', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('ends once another process is its parent', () => {
    const parent = new ActedParent();
    const gone = vi.fn<() => void>();
    watchParent(gone, parent);
    vi.advanceTimersByTime(5000);
    expect(gone).not.toHaveBeenCalled();
    parent.now = 1;
    vi.advanceTimersByTime(5000);
    expect(gone).toHaveBeenCalledTimes(1);
    expect(parent.heard).toBeNull();
  });

  it('ends with standard input, once', () => {
    const parent = new ActedParent();
    const gone = vi.fn<() => void>();
    watchParent(gone, parent);
    const { heard } = parent;
    heard?.();
    heard?.();
    parent.now = 1;
    vi.advanceTimersByTime(5000);
    expect(gone).toHaveBeenCalledTimes(1);
  });

  it('no longer watches when it is told so', () => {
    const parent = new ActedParent();
    const gone = vi.fn<() => void>();
    watchParent(gone, parent)();
    parent.now = 1;
    vi.advanceTimersByTime(5000);
    expect(parent.heard).toBeNull();
    expect(gone).not.toHaveBeenCalled();
  });
});
