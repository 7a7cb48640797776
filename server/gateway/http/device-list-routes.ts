import { Router, type Request, type Response } from 'express';
import type { DeviceList } from '../../../shared/protocol/device-list.ts';
import { admitted, onlyFor, type Admission } from './admission.ts';
import type { HttpRooms } from './http-rooms.ts';

/** Which screens the hall has, and which of them are connected. For whoever answers for them. */
export function deviceListRoutes({ access, hub, screens: watched }: HttpRooms, { admit }: Admission): Router {
  const router = Router();
  const may = onlyFor('manager', 'admin');
  router.get('/api/halls/:hall/devices', admit, may, async (_request: Request, response: Response) => {
    const { hall } = admitted(response);
    const added = await access.devicesOf(hall);
    const { watchedSince, lines } = await hub.deviceLines(hall);
    const standings = await watched.standings(
      hall,
      added.map(({ id }) => id),
    );
    const devices = added.map((device) => {
      const { screens = 0, connectedSince = null, lastSeen: wentAt = null } = lines.get(device.id) ?? {};
      const { condition, health, lastSeen } = standings.get(device.id) ?? UNKNOWN;
      return { ...device, screens, connectedSince, lastSeen: wentAt ?? lastSeen, condition, health };
    });
    response.json({ watchedSince, devices } satisfies DeviceList);
  });
  return router;
}

const UNKNOWN = { condition: 'off', lastSeen: null, health: null } as const;
