import { io, type Socket } from 'socket.io-client';
import type { GatewayPlantedFault } from '../../server/gateway/socket/planted-fault.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/protocol-version.ts';
import { ServedHub } from '../support/served-hub.ts';
import { testConfiguration } from '../support/test-configuration.ts';

const FOREIGN_PAGE = 'https://evil.example';
const OTHER_HALL = 'other';
const WELCOME_MS_MAX = 2_000;

/** What came of a screen's attempt: the hall that it was let into, or null. */
async function letInto(hub: ServedHub, attempt: { token: string; origin?: string; hall?: string }): Promise<string | null> {
  const { hall, origin, token } = attempt;
  const headers = origin === undefined ? {} : { origin };
  const socket: Socket = io(hub.url, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth: { protocol: PROTOCOL_VERSION, resume: null, token },
    query: hall === undefined ? {} : { hall },
    extraHeaders: headers,
  });
  try {
    return await new Promise((resolve) => {
      const timer = setTimeout(() => resolve(null), WELCOME_MS_MAX);
      const end = (joined: string | null): void => {
        clearTimeout(timer);
        resolve(joined);
      };
      socket.on('welcome', (welcome: { readonly hall: string }) => end(welcome.hall));
      socket.on('goodbye', () => end(null));
      socket.on('connect_error', () => end(null));
      socket.on('disconnect', () => end(null));
    });
  } finally {
    socket.disconnect();
  }
}

/**
 * A page of a foreign site with a stolen token, and a kiosk that asks for another hall than its own, at the real gateway. Tells what they got
 * that they must not get; both must find nothing at a hub as it should be, where the hub's own page and the kiosk in its own hall come in.
 */
export async function uninvitedScreens(plantedFault: GatewayPlantedFault | null): Promise<string[]> {
  const hub = await ServedHub.start({ plantedFault });
  try {
    await hub.hub.seed(OTHER_HALL, testConfiguration());
    const token = hub.access.give('device:kiosk-1', ['kiosk']);
    const faults: string[] = [];
    if ((await letInto(hub, { token, origin: hub.url })) !== 'demo') faults.push("the hub's own page is not let in");
    if ((await letInto(hub, { token, origin: FOREIGN_PAGE })) !== null) faults.push(`a page of ${FOREIGN_PAGE} was let in`);
    const hall = await letInto(hub, { token, hall: OTHER_HALL });
    if (hall === OTHER_HALL) faults.push('a kiosk of one hall was let into the room of another');
    return faults;
  } finally {
    await hub.close();
  }
}
