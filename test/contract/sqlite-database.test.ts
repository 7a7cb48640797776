import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openAccessDatabase, type AccessDatabase } from '../../server/database/access-database.ts';
import type { DatabaseBench } from './database-bench.ts';
import { databaseContract } from './database-contract.ts';

function newBench(): Promise<DatabaseBench> {
  const folder = mkdtempSync(join(tmpdir(), 'hallcall-database-'));
  const open: AccessDatabase[] = [];
  return Promise.resolve({
    async open() {
      const database = await openAccessDatabase(join(folder, 'database.sqlite'));
      open.push(database);
      return database;
    },
    ofAnotherHub: (database) => Promise.resolve(database),
    async dispose() {
      for (const each of open.splice(0)) await each.close();
      rmSync(folder, { recursive: true });
    },
  });
}

databaseContract('SQLite', newBench);
