import { writeFileSync } from 'node:fs';
import { readAsked, type Asked, type KindName } from './asked.ts';
import { isGood, type ChaosReport } from './chaos-report.ts';
import { clockMoves } from './clock.ts';
import { cluster } from './cluster.ts';
import { databaseAway } from './database.ts';
import { diskFull } from './disk-full.ts';
import { failover } from './failover.ts';
import { hubKill } from './hub-kill.ts';
import { partition } from './partition.ts';
import { pauses } from './pause.ts';
import { plantedFaults } from './planted-faults.ts';
import type { RedisRunOptions } from './redis-run.ts';
import { severalHubsKilled } from './several-hubs.ts';
import { slowClients } from './slow-clients.ts';

const USAGE = `npm run chaos -- KIND [--rounds N] [--seed S] [--json FILE] [--hubs N] [--store sqlite|redis] [--copies strict|relaxed] [--level bare|product] [--cut namespaces|proxies]

KIND      hub-kill   kill -9 of the hub under load; every answer is held against the journal
                     (--store redis: of one of several hubs on one Redis with two replicas and three Sentinels)
          failover   the Redis master is killed, paused and restarted under load
          partition  lines between machines are cut under load, each side with a hub
          cluster    in a Redis Cluster the hall's slot is moved and masters are killed under load
          pause      a hub, the master or a replica stops for a while and goes on, under load
          database   the PostgreSQL of hubs is stopped, killed and paused under load; log-ins and the history are looked at, too
          disk-full  the disk of a hub is filled to the last byte under load and gets room again (needs root: a file system of its own)
          clock      the clock of a hub's machine is set forwards and back by hours and days, while it runs and while it does not
          slow-clients  among 200 screens that read, some stop reading, some bring a byte at a time, some are cut off without a word
          planted    known faults are planted one by one, and each must be noticed
--rounds  how often (default: hub-kill 100, failover 20, partition 4, cluster 6, pause 10, database 10, disk-full 10, clock 14, slow-clients 3; planted: kills for each fault, 6)
--seed    of the moments and of what people do (default 1)
--json    where to write the figures (exit code 0: every promise was kept; 1: one was broken; 2: the command was not understood)
--hubs    how many hubs (default: hub-kill and partition 3, else 2)
--copies  when a copy is lost: strict stops writing, relaxed goes on with fewer (default strict)
--level   on Redis: bare hubs without rooms, which start quickly, or the product with a PostgreSQL (default bare)
--cut     of partition: by the kernel, between network namespaces (needs root), or by a proxy in every line (default: as root namespaces)`;

type Kind = (asked: Asked) => Promise<{ readonly report: object; readonly isGood: boolean }>;

const KINDS = {
  'hub-kill': (asked) => {
    if (asked.isRedis) return judged(severalHubsKilled(redisOptions(asked, 100)));
    return judged(hubKill({ rounds: asked.rounds ?? 100, seed: asked.seed }));
  },
  failover: (asked) => judged(failover(redisOptions(asked, 20))),
  partition: (asked) => judged(partition({ ...redisOptions(asked, 4), cutBy: asked.cut })),
  cluster: (asked) => judged(cluster(redisOptions(asked, 6))),
  pause: (asked) => judged(pauses(redisOptions(asked, 10))),
  database: ({ hubs, rounds = 10, seed }) => judged(databaseAway({ rounds, seed, hubs })),
  'disk-full': ({ rounds = 10, seed }) => judged(diskFull({ rounds, seed })),
  clock: ({ rounds = 14, seed }) => judged(clockMoves({ rounds, seed })),
  'slow-clients': ({ rounds = 3, seed }) => judged(slowClients({ rounds, seed })),
  planted: async ({ rounds = 6, seed }) => {
    const report = await plantedFaults({ rounds, seed });
    return { report, isGood: report.missed.length === 0 && report.falseAlarms.length === 0 };
  },
} as const satisfies Readonly<Record<KindName, Kind>>;

function redisOptions({ copies, hubs, level, rounds, seed }: Asked, roundsUsual: number): RedisRunOptions {
  return { rounds: rounds ?? roundsUsual, seed, copies, level, ...(hubs === undefined ? {} : { hubs }) };
}

async function judged(running: Promise<ChaosReport>): ReturnType<Kind> {
  const report = await running;
  return { report, isGood: isGood(report) };
}

const asked = readAsked(process.argv.slice(2));
if (!asked.ok) {
  console.error(`chaos: ${asked.error}\n\n${USAGE}`);
  process.exitCode = 2;
} else if (asked.value === null) {
  console.log(USAGE);
} else {
  const { json, kind, seed } = asked.value;
  const run: Kind = KINDS[kind];
  const { report, isGood: isKept } = await run(asked.value);
  const text = `${JSON.stringify({ kind, seed, ...report }, null, 2)}\n`;
  if (json !== null) writeFileSync(json, text);
  process.stdout.write(text);
  process.exitCode = isKept ? 0 : 1;
}
