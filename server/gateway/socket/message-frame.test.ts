import type { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import * as webSockets from 'ws';
import type { Down } from '../../../shared/protocol/down.ts';
import { encodeMessage } from './message-frame.ts';

/** Exported, and missing in the types. */
const { Receiver } = webSockets as unknown as {
  readonly Receiver: new (options: { readonly isServer: boolean }) => Writable;
};

/** What a WebSocket client reads from the bytes. */
async function read(frame: Buffer): Promise<string> {
  const receiver = new Receiver({ isServer: false });
  const message = new Promise<string>((resolve, reject) => {
    receiver.on('message', (data: Buffer) => resolve(data.toString()));
    receiver.on('error', reject);
  });
  receiver.write(frame);
  return message;
}

function goodbye(detail: string): Down {
  return { name: 'goodbye', body: { kind: 'internal', detail } };
}

describe('encodeMessage', () => {
  const around = encodeMessage(goodbye('')).packet.length + 1;

  it.each([0, 125 - around, 126 - around, 65_535 - around, 65_536 - around, 200_000])(
    '[P9] makes the very frame of a message with %i more bytes',
    async (length) => {
      const { frame, packet } = encodeMessage(goodbye('x'.repeat(length)));
      expect(await read(frame)).toBe(`4${packet}`);
    },
  );

  it('[P9] counts bytes, not letters', async () => {
    const message = goodbye('请到3号柜台'.repeat(20));
    expect(JSON.parse((await read(encodeMessage(message).frame)).slice(2))).toEqual([message.name, message.body]);
  });
});
