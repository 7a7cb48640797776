import { join } from 'node:path';
import { assert } from '../../shared/lib/assert.ts';
import { SILENT_LOG } from '../../server/observability/log.ts';
import { ForecastThread } from '../../server/watch/forecast-thread.ts';
import { Forecasts } from '../../server/watch/forecasts.ts';
import type { ThreadPriority } from '../../server/watch/thread-priority.ts';
import { priorModel } from '../../shared/hall/forecast/learning/model-of.ts';
import { SqliteJournal } from '../../server/journal/sqlite-journal.ts';
import { teller } from '../support/played-hall.ts';
import { newId, ServedHub } from '../support/served-hub.ts';
import { SYSTEM_CLOCK, SYSTEM_TIMERS } from '../support/system-timers.ts';
import { testConfiguration } from '../support/test-configuration.ts';

/**
 * The hub of the bench: the product's own gateway, door, rights, writer and SQLite journal. Only limits are lifted that
 * would stop a single machine from playing thousands of people.
 *
 * Usage: hub-program.ts FOLDER [WAITING [on|off]]: so many people wait, and the hall is forecast. Answers `groups` with how many groups and entries were committed so far.
 */
const [folder = '.', waiting = '0', forecasting = 'off'] = process.argv.slice(2);
const UNLIMITED = 1_000_000_000;
/** One for each socket that sends commands, open; the last is the desk's of the fan-out, which opens it. */
const COUNTERS = 65;

const counters = Array.from({ length: COUNTERS }, (_each, index) => {
  const name = { zh: String(index + 1), en: String(index + 1) };
  return { id: index + 1, name, kind: 'counter' as const, serves: [['A', 'B']] };
});

const hub = await ServedHub.start({
  journal: SqliteJournal.open({ path: join(folder, 'journal.sqlite'), timers: SYSTEM_TIMERS }),
  configuration: testConfiguration({ counters }),
  socketsPerAddressMax: UNLIMITED,
  rate: { perSecond: UNLIMITED, burst: UNLIMITED },
});
hub.access.give('device:wall', ['display']);
hub.access.give('staff:2001', ['greeter']);
for (const { id: counter } of counters) {
  const actor = teller(counter);
  hub.access.give(actor.id, actor.roles);
  if (counter === COUNTERS) continue;
  for (const type of ['sign-in', 'open-counter'] as const) {
    const answer = await hub.hub.submit('demo', actor, { type, counter, id: newId() });
    assert(answer.ok, `counter ${counter} is staffed`);
  }
}

for (let issued = 0; issued < Number(waiting); issued += 1) {
  const answer = await hub.command({ type: 'issue-ticket', service: issued % 2 === 0 ? 'A' : 'B', printer: null });
  assert(answer.ok, 'a ticket is issued');
}

if (forecasting === 'on') forecastHall(hub);

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

/** As the hub of a hall does it that has learned when its customers come: some 80 an hour. */
function forecastHall({ hub: forecast }: ServedHub): void {
  const slots = Array.from({ length: 48 }, () => 20);
  const expected = new Map(['A', 'B'].map((service) => [service, new Map([['standard', slots]])]));
  const startEngine = (priority: ThreadPriority): ForecastThread => new ForecastThread(priority);
  new Forecasts({
    hub: forecast,
    clock: SYSTEM_CLOCK,
    monotonicMs: () => performance.now(),
    timers: SYSTEM_TIMERS,
    log: SILENT_LOG,
    startEngine,
    basisFor: (_hall, configuration, at) => {
      const services = configuration.services.map((service) => ({ ...service, typicalMinutes: 6 }));
      const model = { ...priorModel({ ...configuration, services }, at), arrivals: { slotMs: 1_800_000, expected } };
      return { model, calibrations: new Map() };
    },
  }).start();
}
