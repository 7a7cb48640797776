import type { Down } from '../../../shared/protocol/down.ts';

/** Engine.IO's `message` and Socket.IO's `event` in the main namespace. */
const ENGINE_MESSAGE = '4';
const SOCKET_EVENT = '2';
/** RFC 6455, section 5.2: the only frame of a text message; unmasked, as servers send. */
const FINAL_TEXT = 0x81;
const LENGTH_IN_7_BITS_MAX = 125;
const LENGTH_IN_16_BITS_MAX = 0xffff;

/** One message in the two forms in which it can be handed over. */
export interface EncodedMessage {
  /** What Engine.IO sends as a `message`. */
  readonly packet: string;
  /** The whole WebSocket frame: what goes over the wire, byte for byte. */
  readonly frame: Buffer;
}

/** Messages that the hub sends as one object to many lines. */
const NEWS: readonly Down['name'][] = ['forecast', 'ticket-forecasts', 'advice', 'receipts'];
const encodedNews = new WeakMap<Down, EncodedMessage>();

export function encodeMessage(message: Down): EncodedMessage {
  if (!NEWS.includes(message.name)) return encoded(message);
  const before = encodedNews.get(message);
  if (before !== undefined) return before;
  const news = encoded(message);
  encodedNews.set(message, news);
  return news;
}

function encoded(message: Down): EncodedMessage {
  const packet = SOCKET_EVENT + JSON.stringify([message.name, message.body]);
  return { packet, frame: textFrame(ENGINE_MESSAGE + packet) };
}

function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const headerLength = length <= LENGTH_IN_7_BITS_MAX ? 2 : length <= LENGTH_IN_16_BITS_MAX ? 4 : 10;
  const frame = Buffer.allocUnsafe(headerLength + length);
  frame[0] = FINAL_TEXT;
  if (headerLength === 2) frame[1] = length;
  else if (headerLength === 4) {
    frame[1] = LENGTH_IN_7_BITS_MAX + 1;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = LENGTH_IN_7_BITS_MAX + 2;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, headerLength);
  return frame;
}
