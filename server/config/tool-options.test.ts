import { describe, expect, it } from 'vitest';
import { DEMO_OPTIONS, DEMO_USAGE } from './demo-options.ts';
import { helpText } from './read-options.ts';
import { DEVICE_OPTIONS, DEVICE_USAGE, HALL_OPTIONS, HALL_USAGE } from './tool-options.ts';

describe('--help of the tools', () => {
  it('[A67] device', () => {
    expect(helpText(DEVICE_USAGE, DEVICE_OPTIONS)).toMatchInlineSnapshot(`
      "Screens of a hall: who they are, and which of them may come in.

      Usage: npm run device -- add --kind kiosk|wall|window|rating --label TEXT [--counter N] [--printer ID] [--display ID]
             npm run device -- list
             npm run device -- revoke ID
             npm run device -- pin                     the PIN of the hall's kiosks, asked for or read from standard input

      Options:
        --data PATH                     Folder of journal.sqlite, database.sqlite and hall.yaml; made when missing.
                                        (HALLCALL_DATA, default: ./data)
        --database URL                  PostgreSQL with accounts, devices, records and history when there are many hubs.
                                        (HALLCALL_DATABASE, default: none, the database is in the data folder)
        --redis URL                     Where the journal is when there are many hubs.
                                        (HALLCALL_REDIS, default: none, the journal is in the data folder)
        --redis-replicas N              Nodes besides the first that must have an entry before it counts.
                                        (HALLCALL_REDIS_REPLICAS, default: 2)
        --redis-copies strict|relaxed   When one of them is lost: strict stops writing until an operator acts, relaxed goes on with fewer.
                                        (HALLCALL_REDIS_COPIES, default: strict)
        --redis-allow LIST              Settings of Redis, by name and commas, that are accepted although the promises do not hold with them.
                                        (HALLCALL_REDIS_ALLOW, default: none)
        --url URL                       Where the hub is.
                                        (default: this machine, port as below)
        --port N                        Port of a hub on this machine.
                                        (HALLCALL_PORT, default: that of the hub which has the data folder, else 8080)
        --hall TEXT                     Which hall.
                                        (default: the only one that there is)
        --kind kiosk|wall|window|rating
                                        What the screen shows.
                                        (default: none)
        --label TEXT                    Where it stands, in your words.
                                        (default: none)
        --counter N                     The counter of a window or a rating tablet.
                                        (default: none)
        --printer TEXT                  Where a kiosk prints.
                                        (default: the first of the hall)
        --display TEXT                  Which of the hall’s displays a wall shows.
                                        (default: the first of the hall)
        --help                          this text
      "
    `);
  });

  it('[A67] hall', () => {
    expect(helpText(HALL_USAGE, HALL_OPTIONS)).toMatchInlineSnapshot(`
      "A hall's configuration and its staff.

      Usage: npm run hall -- apply [FILE]              hall.yaml of the data folder, or FILE, comes into force
             npm run hall -- add FILE                  one hall more, where many hubs share a journal
             npm run hall -- export [FILE]             what is in force is printed, or written to FILE
             npm run hall -- rebuild-history [HALL]    waits and what was learned of them, anew from the journal
             npm run hall -- accept-lost-end HALL N    the log ends at version N and lost what came after: it goes on there
             npm run hall -- staff list
             npm run hall -- staff add NUMBER --roles teller,greeter
             npm run hall -- staff roles NUMBER --roles manager
             npm run hall -- staff password NUMBER     also brings an ended account back
             npm run hall -- staff end NUMBER
             npm run hall -- staff end-demo            ends every account that still has the demo password

      Passwords are asked for, or read as one line from standard input. The hub that has the data folder open, or that
      --url names, does apply and export itself, for a manager or an administrator who signs in (--as); else the files are used.

      Options:
        --data PATH                     Folder of journal.sqlite, database.sqlite and hall.yaml; made when missing.
                                        (HALLCALL_DATA, default: ./data)
        --database URL                  PostgreSQL with accounts, devices, records and history when there are many hubs.
                                        (HALLCALL_DATABASE, default: none, the database is in the data folder)
        --redis URL                     Where the journal is when there are many hubs.
                                        (HALLCALL_REDIS, default: none, the journal is in the data folder)
        --redis-replicas N              Nodes besides the first that must have an entry before it counts.
                                        (HALLCALL_REDIS_REPLICAS, default: 2)
        --redis-copies strict|relaxed   When one of them is lost: strict stops writing until an operator acts, relaxed goes on with fewer.
                                        (HALLCALL_REDIS_COPIES, default: strict)
        --redis-allow LIST              Settings of Redis, by name and commas, that are accepted although the promises do not hold with them.
                                        (HALLCALL_REDIS_ALLOW, default: none)
        --url URL                       Where the hub is.
                                        (default: this machine, port as below)
        --port N                        Port of a hub on this machine.
                                        (HALLCALL_PORT, default: that of the hub which has the data folder, else 8080)
        --hall TEXT                     Which hall.
                                        (default: the only one that there is)
        --as TEXT                       Staff number that signs in at a running hub.
                                        (default: 9001)
        --roles TEXT                    Roles of an account, by commas: teller, greeter, guard, manager, admin.
                                        (default: none)
        --help                          this text
      "
    `);
  });

  it('[A67] demo', () => {
    expect(helpText(DEMO_USAGE, DEMO_OPTIONS)).toMatchInlineSnapshot(`
      "Simulated customers and tellers on a running hub, through its API.

      Usage: npm run demo -- [options]

      Options:
        --url URL                       Where the hub is.
                                        (default: this machine, port as below)
        --port N                        Port of a hub on this machine.
                                        (HALLCALL_PORT, default: 8080)
        --hall TEXT                     Which hall.
                                        (default: demo)
        --speed X                       How many minutes of the hall pass in a minute. Ticket times stay real.
                                        (default: 10)
        --visitors N                    Ends when so many have come and been served.
                                        (default: 0, for ever)
        --per-hour X                    Visitors in an hour of the hall, at random moments.
                                        (default: 90)
        --counters N                    How many counters are staffed, the first ones.
                                        (default: 8)
        --password TEXT                 Password of the simulated staff (1001 to 1008, 2001, 3001).
                                        (HALLCALL_PASSWORD, default: hallcall-demo)
        --seed N                        The same seed makes the same customers.
                                        (default: another one each time)
        --help                          this text
      "
    `);
  });
});
