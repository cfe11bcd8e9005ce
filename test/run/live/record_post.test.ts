import { describe, expect, it } from 'vitest';
import { RecordPost, type Batch } from '../../../src/run/live/record_post.ts';

function posting(mostCharacters?: number): { readonly post: RecordPost; readonly sent: Batch[] } {
  const sent: Batch[] = [];
  return { post: new RecordPost((batch) => sent.push(batch), mostCharacters), sent };
}

describe('the records on their way to the live view', () => {
  it('go in batches: nothing is posted for a record', () => {
    const { post, sent } = posting();
    for (let i = 0; i < 1000; i++) post.add(`{"i":${i}}`);
    expect(sent).toEqual([]);
    post.flush();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.lines.split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(
      Array.from({ length: 1000 }, (_, i) => ({ i })),
    );
    post.flush();
    expect(sent).toHaveLength(1);
  });

  it('cost as much the thousandth time as the first: a line is kept as it is, and not looked into', () => {
    const { post } = posting();
    const reads: string[] = [];
    const line = new Proxy({ length: 10 } as unknown as string & object, {
      get: (target, name, receiver: unknown) => {
        reads.push(String(name));
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
    post.add(line);
    const first = reads.splice(0);
    for (let i = 0; i < 1000; i++) post.add(line);
    expect(first.length).toBeGreaterThan(0);
    expect(new Set(reads)).toEqual(new Set(['length']));
    expect(reads.length).toBe(1000 * first.length);
  });

  it('wait here while the other side has two batches to read', () => {
    const { post, sent } = posting();
    for (const line of ['a', 'b', 'c', 'd']) {
      post.add(line);
      post.flush();
    }
    expect(sent.map(({ lines }) => lines)).toEqual(['a', 'b']);
    post.taken();
    post.flush();
    expect(sent.map(({ lines }) => lines)).toEqual(['a', 'b', 'c\nd']);
  });

  it('are left out beyond a bound, and counted, when nobody reads', () => {
    const { post, sent } = posting(10);
    for (let i = 0; i < 100; i++) post.add('12345');
    post.flush();
    expect(sent).toEqual([{ lines: '12345\n12345', missed: 98 }]);
    post.add('more');
    post.flush();
    expect(sent[1]).toEqual({ lines: 'more', missed: 0 });
  });

  it('all go at the end, whatever is under way', () => {
    const { post, sent } = posting();
    for (const line of ['a', 'b', 'c']) {
      post.add(line);
      post.flush();
    }
    post.flushAll();
    post.flushAll();
    expect(sent.map(({ lines }) => lines)).toEqual(['a', 'b', 'c']);
  });
});
