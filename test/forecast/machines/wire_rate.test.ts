import { describe, expect, it } from 'vitest';
import { wireRate } from '../../../src/forecast/machines/wire_rate.ts';

describe('a call on the network', () => {
  const frame = { audioBytes: 4800, encodedBytes: 6400, messageBytes: 6448 };

  it('is what its layers add up to', () => {
    const { layers, bytesPerSecond, packetsPerSecond, messageBytesPerSecond } = wireRate(frame, 10, {
      toServer: true,
      secure: true,
    });
    // 6,448 + 8 of a masked header + 22 of one record: 6,478 bytes, five segments of at most 1,448.
    expect(layers).toEqual({
      audio: 48_000,
      base64: 16_000,
      message: 480,
      websocket: 80,
      tls: 220,
      tcp_ip: 5 * 52 * 10,
    });
    expect(bytesPerSecond).toBe(Object.values(layers).reduce((sum, bytes) => sum + bytes, 0));
    expect(packetsPerSecond).toBe(50);
    expect(messageBytesPerSecond).toBe(64_480);
  });

  it('has no TLS where there is none, no mask from the server, and a longer header for a longer message', () => {
    const rate = (messageBytes: number, toServer: boolean) =>
      wireRate({ audioBytes: 0, encodedBytes: 0, messageBytes }, 1, { toServer, secure: false }).layers;
    expect(rate(100, false)).toMatchObject({ websocket: 2, tls: 0 });
    expect(rate(100, true).websocket).toBe(6);
    expect(rate(126, false).websocket).toBe(4);
    expect(rate(70_000, true).websocket).toBe(14);
  });

  it('needs a record of TLS for each 16 KiB', () => {
    const tls = (messageBytes: number) =>
      wireRate({ audioBytes: 0, encodedBytes: 0, messageBytes }, 1, { toServer: false, secure: true }).layers
        .tls;
    expect([tls(16_380), tls(16_381)]).toEqual([22, 44]);
  });
});
