/**
 * What a file is that was given for a WAV, by its first bytes. Pure. A compressed one is named only where its frames follow one
 * another as they must: raw samples hold any two bytes somewhere, at their start too.
 */

/** In words; null where it is a RIFF/WAVE file or is too short to say. */
export function otherKind(bytes: Uint8Array): string | null {
  const head = textAt(bytes, 0, 4);
  if (head === 'RIFF') {
    if (bytes.length < 12 || textAt(bytes, 8, 4) === 'WAVE') return null;
    return `a RIFF file of another kind (${JSON.stringify(textAt(bytes, 8, 4))})`;
  }
  if (head === 'RF64' || head === 'BW64') return 'a 64-bit WAV (RF64), which is not read';
  if (head === 'RIFX') return 'a big-endian WAV (RIFX), which is not read';
  if (head === 'fLaC') return 'FLAC';
  if (head === 'OggS') return 'Ogg (Vorbis or Opus)';
  if (head === 'FORM') return 'AIFF';
  if (head === '.snd') return 'a Sun .au file';
  if (head.startsWith('ID3')) return 'MP3';
  if (textAt(bytes, 4, 4) === 'ftyp') return 'MP4 (M4A)';
  if (head === '\x1aE\xdf\xa3') return 'WebM or Matroska';
  if (isFramed(bytes, mpegFrameBytes)) return 'MP3';
  if (isFramed(bytes, adtsFrameBytes)) return 'AAC';
  if ('RIFF'.startsWith(head)) return null;
  if (/^[\x20-\x7e]*$/.test(head)) return `something that starts with ${JSON.stringify(head)}`;
  return `something without a header (raw samples?) that starts with ${JSON.stringify(head)}`;
}

export function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Whether a frame starts the file and, where the file is long enough, another follows it. */
function isFramed(bytes: Uint8Array, frameBytes: (bytes: Uint8Array, at: number) => number): boolean {
  const first = frameBytes(bytes, 0);
  if (first === 0) return false;
  return first + 4 > bytes.length || frameBytes(bytes, first) > 0;
}

const LAYER_3_KBPS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const LAYER_3_KBPS_LOW = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160] as const;
const MPEG_1_HZ = [44_100, 48_000, 32_000] as const;

/** The length of an MPEG layer 3 frame, 0 where there is none. */
function mpegFrameBytes(bytes: Uint8Array, at: number): number {
  const [sync = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  if (sync !== 0xff || (second & 0xe0) !== 0xe0 || (second & 0x06) !== 0x02) return 0;
  const version = (second >> 3) & 3;
  const first = version === 3;
  const kbps = (first ? LAYER_3_KBPS : LAYER_3_KBPS_LOW)[third >> 4];
  const hz = MPEG_1_HZ[(third >> 2) & 3];
  if (version === 1 || kbps === undefined || kbps === 0 || hz === undefined) return 0;
  const rate = first ? hz : version === 2 ? hz / 2 : hz / 4;
  return Math.floor(((first ? 144_000 : 72_000) * kbps) / rate) + ((third >> 1) & 1);
}

/** The same of AAC's (ADTS). */
function adtsFrameBytes(bytes: Uint8Array, at: number): number {
  const [sync = 0, second = 0, third = 0, fourth = 0, fifth = 0, sixth = 0] = bytes.subarray(at, at + 6);
  if (sync !== 0xff || (second & 0xf6) !== 0xf0 || ((third >> 2) & 15) > 12) return 0;
  const length = ((fourth & 3) << 11) | (fifth << 3) | (sixth >> 5);
  return length >= 7 ? length : 0;
}
