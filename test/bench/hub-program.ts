import { join } from 'node:path';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { ServedHub } from '../support/served-hub.ts';
import { SYSTEM_TIMERS } from '../support/system-timers.ts';
import { testConfiguration } from '../support/test-configuration.ts';

/**
 * The hub of the bench: the product's own gateway, door, rights, writer and SQLite journal. Only limits are lifted that
 * would stop a single machine from playing thousands of people.
 *
 * Usage: hub-program.ts FOLDER. Answers `groups` with how many groups and entries were committed so far.
 */
const [folder = '.'] = process.argv.slice(2);
const UNLIMITED = 1_000_000_000;

const hub = await ServedHub.start({
  journal: SqliteJournal.open({ path: join(folder, 'journal.sqlite'), timers: SYSTEM_TIMERS }),
  configuration: testConfiguration(),
  socketsPerAddressMax: UNLIMITED,
  rate: { perSecond: UNLIMITED, burst: UNLIMITED },
});
hub.access.give('device:wall', ['display']);
hub.access.give('staff:1001', ['teller']);
hub.access.give('staff:2001', ['greeter']);

let groups = 0;
let entries = 0;
hub.hub.onCommitted((_hall, committed) => {
  groups += 1;
  entries += committed.length;
});

process.on('message', () => process.send?.({ groups, entries }));
process.on('disconnect', () => {
  void hub.close().then(() => process.exit(0));
});
process.send?.({ port: hub.port });
