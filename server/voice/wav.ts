import { failed, ok, type Result } from '../../shared/lib/result.ts';

/** One channel, samples from -1 to 1. */
export interface Sound {
  readonly rate: number;
  readonly samples: Float32Array;
}

const RATES = { min: 8_000, max: 192_000 } as const;
const PCM = 1;
const FLOAT = 3;
const EXTENSIBLE = 0xfffe;
const HEADER_BYTES = 44;

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly rate: number;
  readonly bits: number;
}

/** RIFF WAVE with whole numbers of 8 to 32 bits or floats of 32; several channels become one. The failure is for who recorded it. */
export function readWav(bytes: Buffer): Result<Sound, string> {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') {
    return failed('is not a WAV file');
  }
  const chunks = chunksOf(bytes);
  const format = formatOf(chunks.get('fmt '));
  if (format === null) return failed('does not say how it is recorded');
  const { bits, channels, code, rate } = format;
  const isKnown = (code === PCM && [8, 16, 24, 32].includes(bits)) || (code === FLOAT && bits === 32);
  if (!isKnown)
    return failed(`is recorded in a way that is not read here (format ${code}, ${bits} bits): save it as PCM, 16 bits`);
  if (channels < 1 || rate < RATES.min || rate > RATES.max) return failed(`has ${channels} channels at ${rate} Hz`);
  const data = chunks.get('data');
  if (data === undefined || data.length < (bits / 8) * channels) return failed('holds no sound');
  return ok({ rate, samples: mixed(data, format) });
}

/** 16 bits, one channel. */
export function writeWav({ rate, samples }: Sound): Buffer {
  const bytes = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(bytes.length - 8, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(PCM, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => {
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), HEADER_BYTES + index * 2);
  });
  return bytes;
}

/** A file that was cut off, or whose length was never written, has what is there. */
function chunksOf(bytes: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (!chunks.has(name)) chunks.set(name, bytes.subarray(at + 8, Math.min(bytes.length, at + 8 + length)));
    at += 8 + length + (length % 2);
  }
  return chunks;
}

function formatOf(chunk: Buffer | undefined): Format | null {
  if (chunk === undefined || chunk.length < 16) return null;
  const code = chunk.readUInt16LE(0);
  const isExtensible = code === EXTENSIBLE && chunk.length >= 26;
  return {
    code: isExtensible ? chunk.readUInt16LE(24) : code,
    channels: chunk.readUInt16LE(2),
    rate: chunk.readUInt32LE(4),
    bits: chunk.readUInt16LE(14),
  };
}

function mixed(data: Buffer, { bits, channels, code }: Format): Float32Array {
  const width = bits / 8;
  const samples = new Float32Array(Math.floor(data.length / (width * channels)));
  for (let index = 0; index < samples.length; index += 1) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel += 1)
      sum += sampleAt(data, (index * channels + channel) * width, { bits, code });
    const sample = sum / channels;
    samples[index] = Number.isFinite(sample) ? sample : 0;
  }
  return samples;
}

function sampleAt(data: Buffer, at: number, { bits, code }: Pick<Format, 'bits' | 'code'>): number {
  if (code === FLOAT) return data.readFloatLE(at);
  // Eight bits count from the middle, all others from zero.
  if (bits === 8) return (data.readUInt8(at) - 128) / 128;
  return data.readIntLE(at, bits / 8) / 2 ** (bits - 1);
}
