import type { Books, Expect, Fact, NaiveLease } from './naive-books.ts';

export type LeaseFact = Fact<'numbers-leased' | 'lease-continued' | 'leases-frozen' | 'numbers-voided' | 'offline-ticket-late'>;

/** Blocks of numbers as a clerk would keep them: which were lent to whom, and which papers came back. */
export function applyLease(books: Books, event: LeaseFact, at: number, expect: Expect): void {
  switch (event.type) {
    case 'numbers-leased':
      return lent(books, event, at, expect);
    case 'lease-continued':
      expect(leaseIn(books, event.lease) !== undefined, `${event.lease} lives on and was never lent`);
      return;
    case 'leases-frozen':
      for (const id of event.leases) {
        const lease = leaseIn(books, id);
        expect(lease?.kiosk === event.kiosk && !lease.isFrozen, `${id} was frozen twice, or is not ${event.kiosk}'s`);
        if (lease !== undefined) lease.isFrozen = true;
      }
      return;
    case 'numbers-voided':
      return voided(books, event, expect);
    case 'offline-ticket-late':
      expect(!isOpenDay(books, event.day), `${event.number} of ${event.day} is no late paper`);
      return paperCame(books, event, expect);
  }
}

/** Of an issued ticket too: a paper is of its block, and came once. */
export function paperCame(
  books: Books,
  { number, offline, serial }: Pick<Fact<'offline-ticket-late'>, 'number' | 'offline' | 'serial'>,
  expect: Expect,
): void {
  const lease = leaseIn(books, offline.lease);
  expect(lease !== undefined, `${number} is of ${offline.lease}, which was never lent`);
  if (lease === undefined) return;
  expect(serial >= lease.from && serial <= lease.to, `${number} is outside its block`);
  expect(!lease.used.includes(serial), `the paper ${number} came twice`);
  lease.used.push(serial);
}

/** When the customer took it: neither before the block was lent nor later than now, whatever the kiosk's clock says. */
export function arrivalOf(books: Books, { lease: id, takenAt }: Fact<'offline-ticket-late'>['offline']): number {
  return Math.min(Math.max(takenAt, leaseIn(books, id)?.at ?? 0), books.at);
}

function lent(books: Books, event: Fact<'numbers-leased'>, at: number, expect: Expect): void {
  const { day, from, kiosk, lease, letter, to } = event;
  expect(isOpenDay(books, day), `${lease} was lent for ${day}, which is not open`);
  const others = books.leases.filter((each) => each.letter === letter && each.day === day);
  expect(
    others.every((each) => to < each.from || from > each.to),
    `${letter}${from} to ${to} were lent twice`,
  );
  const given = books.serials.find((series) => series.letter === letter)?.last ?? 0;
  expect(from > given, `${letter}${from} was given out before it was lent`);
  expect(!books.leases.some((each) => each.kiosk === kiosk && each.day === day && each.isFrozen), `${kiosk} is frozen`);
  books.leases.push({ id: lease, kiosk, letter, day, from, to, at, used: [], isFrozen: false, isVoid: false });
}

function voided(books: Books, { leases, numbers }: Fact<'numbers-voided'>, expect: Expect): void {
  let unused = 0;
  for (const id of leases) {
    const lease = leaseIn(books, id);
    expect(lease !== undefined && !lease.isVoid, `${id} was voided twice`);
    if (lease === undefined) continue;
    lease.isVoid = true;
    for (let serial = lease.from; serial <= lease.to; serial += 1) if (!lease.used.includes(serial)) unused += 1;
  }
  expect(unused === numbers, `${unused} numbers were left, not ${numbers}`);
}

/** Whether the hub itself may give this number. */
export function isLent(books: Books, letter: string, serial: number): boolean {
  return books.leases.some(
    (each) => each.letter === letter && each.day === books.day?.id && serial >= each.from && serial <= each.to,
  );
}

function leaseIn(books: Books, id: string): NaiveLease | undefined {
  return books.leases.find((lease) => lease.id === id);
}

function isOpenDay({ day: today }: Books, day: string): boolean {
  return today?.isOpen === true && today.id === day;
}
