/**
 * What one call is on the network, layer by layer: the audio, what base64 and the message around it add, and the headers of WebSocket,
 * TLS and TCP/IP. By the standards (RFC 6455, 8446, 9293), at an MTU of 1,500 bytes over IPv4. Pure. Not counted: Ethernet's own framing,
 * acknowledgements without data, and handshakes.
 */

export const WIRE_LAYERS = ['audio', 'base64', 'message', 'websocket', 'tls', 'tcp_ip'] as const;
export type WireLayer = (typeof WIRE_LAYERS)[number];

export interface MessageShape {
  /** Of audio, decoded. */
  readonly audioBytes: number;
  /** The same as it stands in the message: longer where it is base64. */
  readonly encodedBytes: number;
  /** The whole message. */
  readonly messageBytes: number;
}

export interface WireRate {
  readonly layers: Readonly<Record<WireLayer, number>>;
  /** Of all layers, while the call goes on. */
  readonly bytesPerSecond: number;
  /** Of the WebSocket's messages alone, without any header. */
  readonly messageBytesPerSecond: number;
  readonly packetsPerSecond: number;
}

/** Of 1,500 bytes, less IPv4, TCP and its time stamps. */
const SEGMENT_BYTES = 1448;
const TCP_IP_BYTES = 52;
/** Of TLS 1.3: header, tag and type of a record, which holds 16 KiB at the most. */
const RECORD_BYTES = 22;
const RECORD_HOLDS = 16_384;
const MASK_BYTES = 4;

/** `toServer`: a client masks what it sends. */
export function wireRate(
  { audioBytes, encodedBytes, messageBytes }: MessageShape,
  perSecond: number,
  { toServer, secure }: { readonly toServer: boolean; readonly secure: boolean },
): WireRate {
  const header = (messageBytes < 126 ? 2 : messageBytes < 65_536 ? 4 : 10) + (toServer ? MASK_BYTES : 0);
  const framed = messageBytes + header;
  const tls = secure ? Math.ceil(framed / RECORD_HOLDS) * RECORD_BYTES : 0;
  const packets = Math.ceil((framed + tls) / SEGMENT_BYTES);
  const layers = {
    audio: audioBytes * perSecond,
    base64: (encodedBytes - audioBytes) * perSecond,
    message: (messageBytes - encodedBytes) * perSecond,
    websocket: header * perSecond,
    tls: tls * perSecond,
    tcp_ip: packets * TCP_IP_BYTES * perSecond,
  };
  return {
    layers,
    bytesPerSecond: (framed + tls + packets * TCP_IP_BYTES) * perSecond,
    messageBytesPerSecond: messageBytes * perSecond,
    packetsPerSecond: packets * perSecond,
  };
}
