import { afterAll, beforeAll } from 'vitest';
import type { AccessDatabase } from '../../server/database/access-database.ts';
import { openPostgresDatabase } from '../../server/database/postgres-database.ts';
import { PostgresServer } from '../support/postgres-server.ts';
import type { DatabaseBench } from './database-bench.ts';
import { databaseContract } from './database-contract.ts';

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.start();
});
afterAll(() => server.remove());

async function newBench(): Promise<DatabaseBench> {
  const url = await server.newDatabase();
  const open: AccessDatabase[] = [];
  const another = async () => {
    const database = await openPostgresDatabase(url, { connectionsMax: 3 });
    open.push(database);
    return database;
  };
  return {
    open: another,
    ofAnotherHub: another,
    async dispose() {
      for (const each of open.splice(0)) await each.close();
    },
  };
}

databaseContract('PostgreSQL', newBench);
