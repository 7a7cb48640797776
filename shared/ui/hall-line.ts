import { HallClient } from '../client/hall-client.ts';
import { localStorageOutbox, type KeyValueStorage } from '../client/local-storage-outbox.ts';
import { webSocketTransport } from '../client/web-socket-transport.ts';
import type { BrowserParts } from './browser-parts.ts';
import { browserSocket } from './browser-socket.ts';
import { TickingClock } from './clock.svelte.ts';
import { LiveHall } from './hall.svelte.ts';
import { Hearing } from './hearing.ts';

/** A running line to the hall and what a screen reads from it. */
export interface HallLine {
  readonly hall: LiveHall;
  readonly clock: TickingClock;
  readonly hearing: Hearing;
  /** The device's or the person's, for what does not go over the line. */
  readonly token: string;
  /** For commands that an earlier page had sent and for `lost` ones; screens read `hall`. */
  readonly client: HallClient;
  /** Idempotent. */
  close(): void;
}

/**
 * Connects a screen to the hub it came from. `storage` keeps unanswered commands: `localStorage` for a device,
 * `sessionStorage` for a person, whose commands are nobody else's.
 */
export function openHallLine(options: {
  readonly window: Window;
  readonly parts: BrowserParts;
  readonly token: string;
  readonly storage: KeyValueStorage;
}): HallLine {
  const { window, parts } = options;
  const hearing = new Hearing();
  const client = new HallClient({
    transport: hearing.through(
      webSocketTransport({
        url: window.location.origin.replace(/^http/, 'ws'),
        timers: parts.timers,
        open: browserSocket,
      }),
    ),
    clock: parts.clock,
    timers: parts.timers,
    newId: parts.newId,
    random: parts.random,
    token: options.token,
    outboxStorage: localStorageOutbox(options.storage),
  });
  const hall = new LiveHall(client);
  const wake = (): void => client.wake();
  const visible = (): void => {
    if (window.document.visibilityState === 'visible') client.wake();
  };
  window.addEventListener('online', wake);
  window.addEventListener('pageshow', wake);
  window.document.addEventListener('visibilitychange', visible);
  client.start();
  return {
    hall,
    client,
    hearing,
    token: options.token,
    clock: new TickingClock({ now: () => hall.now(), timers: parts.timers }),
    close: () => {
      window.removeEventListener('online', wake);
      window.removeEventListener('pageshow', wake);
      window.document.removeEventListener('visibilitychange', visible);
      client.close();
    },
  };
}
