import { must } from '../../shared/lib/assert.ts';
import type { Link, Transport, TransportListeners } from '../../shared/client/transport.ts';
import type { Handshake, Up } from '../../shared/protocol/up.ts';

/** One attempt of a client to reach the hub, and the hub's end of it. */
export class FakeLine {
  readonly handshake: Handshake;
  readonly hub: TransportListeners;
  readonly sent: Up[] = [];
  isClosed = false;

  constructor(handshake: Handshake, hub: TransportListeners) {
    this.handshake = handshake;
    this.hub = hub;
  }

  get commandIds(): string[] {
    return this.sent.flatMap((message) => (message.name === 'command' ? [message.body.id] : []));
  }

  get resumes(): Up[] {
    return this.sent.filter((message) => message.name === 'resume');
  }
}

/** Lines that do exactly what a test says. */
export class FakeTransport implements Transport {
  readonly lines: FakeLine[] = [];

  get line(): FakeLine {
    return must(this.lines.at(-1), 'the client has tried to connect');
  }

  connect(handshake: Handshake, listeners: TransportListeners): Link {
    const line = new FakeLine(handshake, listeners);
    this.lines.push(line);
    return {
      send: (message) => {
        if (!line.isClosed) line.sent.push(message);
      },
      close: () => {
        line.isClosed = true;
      },
    };
  }
}
