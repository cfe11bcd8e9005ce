/** Columns of calls and turns, and where each of them lies in a page. */

import { expect, it } from 'vitest';
import { add, columnsOf, packedCalls, packedTurns, PARTS } from '../../../src/report/page/page_columns.ts';
import { unpacked, unpackedSteps } from '../../../src/report/page/packed_column.ts';

it('grow by a row at a time, each value in the column of its name', () => {
  const columns = columnsOf('call', 'code');
  expect(columns).toEqual({ call: [], code: [] });
  add(columns, { code: null, call: 7 });
  add(columns, { call: 8, code: 2 });
  expect(columns).toEqual({ call: [7, 8], code: [null, 2] });
});

it('of calls are packed each by itself, and numbers that go up as steps', () => {
  const packed = packedCalls({
    call: [3, 9],
    run: [0, 1],
    caller: [null, 2],
    atMs: [1000, 1500],
    durationMs: [800, 30],
    outcome: [1, 4],
    code: [5, null],
    unmet: [0, 6],
  });
  const { call, atMs, ...others } = packed;
  expect([call, atMs].map(unpackedSteps)).toEqual([
    [3, 9],
    [1000, 1500],
  ]);
  expect(Object.fromEntries(Object.entries(others).map(([name, text]) => [name, unpacked(text)]))).toEqual({
    run: [0, 1],
    caller: [null, 2],
    durationMs: [800, 30],
    outcome: [1, 4],
    code: [5, null],
    unmet: [0, 6],
  });
});

it('of turns are packed so too, with each part of the latency in a column of its own', () => {
  const columns = columnsOf('place', 'atMs', 'latencyMs', 'lost', 'code', 'fallback', ...PARTS);
  const [packetization, vadDelay, llmDelay, ttsDelay] = [20, 200, 300, 100];
  const [networkDown, playbackDelay, leadIn] = [40, 60, 90];
  const parts = { packetization, vadDelay, llmDelay, ttsDelay, networkDown, playbackDelay, leadIn };
  const none = Object.fromEntries(PARTS.map((name) => [name, null])) as Record<keyof typeof parts, null>;
  add(columns, { place: 2, atMs: 5000, latencyMs: 810, lost: 0, code: null, fallback: 1, ...parts });
  add(columns, { place: 4, atMs: 7000, latencyMs: null, lost: 1, code: 3, fallback: null, ...none });
  const { place, atMs, parts: told, ...others } = packedTurns(columns);
  expect([place, atMs].map(unpackedSteps)).toEqual([
    [2, 4],
    [5000, 7000],
  ]);
  expect(Object.fromEntries(Object.entries(others).map(([name, text]) => [name, unpacked(text)]))).toEqual({
    latencyMs: [810, null],
    lost: [0, 1],
    code: [null, 3],
    fallback: [1, null],
  });
  expect(Object.entries(told).map(([name, text]) => [name, ...unpacked(text)])).toEqual([
    ['packetization', 20, null],
    ['vadDelay', 200, null],
    ['llmDelay', 300, null],
    ['ttsDelay', 100, null],
    ['networkDown', 40, null],
    ['playbackDelay', 60, null],
    ['leadIn', 90, null],
  ]);
});

it('without a value where there is always one stand for 0', () => {
  const packed = packedCalls({
    ...columnsOf('run', 'caller', 'durationMs', 'outcome', 'code', 'unmet'),
    call: [4, null, 6],
    atMs: [null],
  });
  expect(unpackedSteps(packed.call)).toEqual([4, 0, 6]);
  expect(unpackedSteps(packed.atMs)).toEqual([0]);
});
