/**
 * The finished recordings of a run, by merit: it says which to keep and which has to go, so that there are never more of them,
 * nor more bytes, than there is room for. Pure: the files are somebody else's.
 */

import { compareMerits, type Merit } from './which_calls.ts';

export interface Shelved {
  readonly call: number;
  readonly merit: Merit;
  readonly bytes: number;
}

export class Shelf<T extends Shelved> {
  private readonly places: number;
  private readonly roomBytes: number;
  private usedBytes = 0;
  /** By merit, the least first. */
  private kept: T[] = [];

  constructor(places: number, roomBytes: number) {
    this.places = places;
    this.roomBytes = roomBytes;
  }

  /** By number of the call. */
  get all(): readonly T[] {
    return this.kept.toSorted((a, b) => a.call - b.call);
  }

  get bytes(): number {
    return this.usedBytes;
  }

  /** Whether a recording of this merit would be kept, were there bytes enough. */
  wants(merit: Merit): boolean {
    const [least] = this.kept;
    return this.kept.length < this.places || least === undefined || compareMerits(merit, least.merit) > 0;
  }

  /**
   * What has to go for one of this merit and size, so that it can be put here. Null: there is no room, whatever goes. Only what is
   * of less merit goes, and among equals the first come stay.
   */
  clear(merit: Merit, bytes: number): readonly T[] | null {
    let places = this.kept.length;
    let used = this.usedBytes;
    const going: T[] = [];
    for (const item of this.kept) {
      if (places < this.places && used + bytes <= this.roomBytes) break;
      if (compareMerits(item.merit, merit) >= 0) break;
      going.push(item);
      places--;
      used -= item.bytes;
    }
    if (places >= this.places || used + bytes > this.roomBytes) return null;
    for (const item of going) this.remove(item);
    return going;
  }

  put(item: T): void {
    const place = this.kept.findIndex((other) => compareMerits(other.merit, item.merit) > 0);
    if (place === -1) this.kept.push(item);
    else this.kept.splice(place, 0, item);
    this.usedBytes += item.bytes;
  }

  private remove(item: T): void {
    this.kept = this.kept.filter((other) => other !== item);
    this.usedBytes -= item.bytes;
  }
}
