import { once } from 'node:events';
import { WebSocket } from 'ws';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';

/** Position of the first letter of the message's name in `42["name",…`. */
const NAME_AT = 4;
const LETTER_E = 'e'.charCodeAt(0);
const LETTER_H = 'h'.charCodeAt(0);

export interface LineListeners {
  entries?: (frame: Buffer) => void;
  heartbeat?: () => void;
}

/**
 * The cheapest receiver there is, and the same for both sides: it looks at one byte of a frame to see what it is. What a
 * real client would do with it is left out, for it would be the same time on top of both.
 */
export class LightLine {
  readonly webSocket: WebSocket;

  private constructor(webSocket: WebSocket, listeners: LineListeners) {
    this.webSocket = webSocket;
    webSocket.on('message', (frame: Buffer) => {
      if (frame.length === 1) {
        if (frame[0] === '2'.charCodeAt(0)) webSocket.send('3');
        return;
      }
      const letter = frame[NAME_AT];
      if (letter === LETTER_E) listeners.entries?.(frame);
      else if (letter === LETTER_H) listeners.heartbeat?.();
    });
  }

  /** A line to the hub, after its first heartbeat; it answers pings, and heartbeats with `seen`, as a screen does. */
  static async toHub(port: number, token: string, listeners: LineListeners): Promise<LightLine> {
    const webSocket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`, { perMessageDeflate: false });
    let beat = (): void => undefined;
    const started = new Promise<void>((resolve) => {
      beat = resolve;
    });
    const heartbeat = (): void => {
      beat();
      webSocket.send('42["seen",{"version":0}]');
    };
    const line = new LightLine(webSocket, { ...listeners, heartbeat });
    await once(webSocket, 'open');
    webSocket.send(`40${JSON.stringify({ protocol: PROTOCOL_VERSION, token, resume: null })}`);
    await started;
    return line;
  }

  static async toRival(port: number, listeners: LineListeners): Promise<LightLine> {
    const webSocket = new WebSocket(`ws://127.0.0.1:${port}/`, { perMessageDeflate: false });
    const line = new LightLine(webSocket, listeners);
    await once(webSocket, 'open');
    return line;
  }

  send(frame: string | Buffer): void {
    this.webSocket.send(frame, { binary: false });
  }

  close(): void {
    this.webSocket.terminate();
  }
}

const OPENED_AT_ONCE = 50;

/** Opens `count` lines, some at a time. */
export async function openLines(count: number, open: (index: number) => Promise<LightLine>): Promise<LightLine[]> {
  const lines: LightLine[] = [];
  while (lines.length < count) {
    const batch = Array.from({ length: Math.min(OPENED_AT_ONCE, count - lines.length) }, (_each, index) =>
      open(lines.length + index),
    );
    lines.push(...(await Promise.all(batch)));
  }
  return lines;
}
