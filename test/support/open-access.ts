import { randomFillSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Access } from '../../server/access/access.ts';
import { seedDemoAccounts } from '../../server/access/demo-accounts.ts';
import { openAccessDatabase, type AccessDatabase } from '../../server/database/access-database.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { idsFrom } from '../../shared/lib/ids.ts';
import { VirtualTime } from './virtual-time.ts';

/** A hundredth of the real work, so that a test may sign in as often as it likes. */
export const CHEAP_PASSWORDS = { memoryCost: 256, timeCost: 1 };
export const newId = idsFrom((bytes) => randomFillSync(bytes));

/** The real access room over a real `database.sqlite` with the demo accounts, in virtual time. */
export interface OpenAccess {
  readonly access: Access;
  readonly database: AccessDatabase;
  readonly path: string;
  readonly time: VirtualTime;
  /** Another connection to the same file, as a command-line tool has it. */
  asTool<Result>(run: (database: AccessDatabase) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

export async function openAccess(hall = 'demo'): Promise<OpenAccess> {
  const folder = await mkdtemp(join(tmpdir(), 'hallcall-access-'));
  const path = join(folder, 'database.sqlite');
  const time = new VirtualTime();
  const database = await openAccessDatabase(path);
  await seedDemoAccounts(database, hall, CHEAP_PASSWORDS);
  const access = await Access.open({
    database,
    clock: time,
    timers: time,
    newId,
    log: SILENT_LOG,
    passwordCost: CHEAP_PASSWORDS,
  });
  return {
    access,
    database,
    path,
    time,
    async asTool(run) {
      const tool = await openAccessDatabase(path);
      try {
        return await run(tool);
      } finally {
        await tool.close();
      }
    },
    async close() {
      await access.close();
      await database.close();
      await rm(folder, { recursive: true });
    },
  };
}
