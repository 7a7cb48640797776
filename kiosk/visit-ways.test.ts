import { describe, expect, it } from 'vitest';
import { ok } from '../shared/lib/result.ts';
import { PRINTER, TouchedGlass } from '../test/support/touched-glass.ts';
import { ASK_MS } from './idle-watch.svelte.ts';
import { REPRINT_MS, REPRINTS_MAX } from './visit.svelte.ts';

const NEEDS = [
  { id: 'elderly', text: { zh: '老年人', en: 'Elderly' }, class: 'priority' },
  { id: 'infant', text: { zh: '抱婴者', en: 'With an infant' }, class: 'priority' },
];
const APPOINTMENTS = { earlyMinutes: 30, lateMinutes: 15, late: 'walk-in', place: 'booked-time' } as const;
const RECOGNISES = { kiosk: { identity: { kind: 'list' } }, appointments: APPOINTMENTS } as const;

describe('needs', () => {
  it('[K101] one need is a declaration, several are a page; the chosen one gives its class and can be taken back', () => {
    const glass = new TouchedGlass({ kiosk: { needs: NEEDS } });
    glass.touch(() => glass.visit.declareOrChoose());
    expect(glass.visit.page.is).toBe('needs');
    glass.touch(() => glass.visit.declare(NEEDS[1]!));
    expect([glass.visit.page.is, glass.visit.classId]).toEqual(['services', 'priority']);
    glass.touch(() => glass.visit.declareOrChoose());
    expect(glass.visit.classId).toBeUndefined();
    const none = new TouchedGlass({ kiosk: { needs: [] } });
    expect(none.visit.needs).toEqual([]);
    none.visit.declareOrChoose();
    expect(none.visit.page.is).toBe('services');
  });

  it('[K101] a need of a class that the hall lacks is not offered', () => {
    const lacking = [...NEEDS, { id: 'gold', text: { zh: '金卡', en: 'Gold' }, class: 'gold' }];
    expect(new TouchedGlass({ kiosk: { needs: lacking } }).visit.needs.map(({ id }) => id)).toEqual(['elderly', 'infant']);
  });
});

describe('who a customer is', () => {
  it('[K102] gives the class for this visit alone, and a scan needs no page', async () => {
    const glass = new TouchedGlass(RECOGNISES);
    glass.classFound = 'vip';
    glass.visit.scanned('13800138000');
    expect(glass.visit.page).toEqual({ is: 'identity', asking: true });
    await glass.settle();
    expect([glass.visit.page.is, glass.visit.classId]).toEqual(['services', 'vip']);
    glass.touch(() => glass.visit.choose(glass.service('A')));
    expect(glass.sent).toEqual([{ type: 'issue-ticket', service: 'A', class: 'vip' }]);
    await glass.answer();
    glass.touch(() => glass.visit.leave());
    expect(glass.visit.declared).toBeNull();
  });

  it('[K102] an unknown one is a customer like any other, and keeps the need that was declared', async () => {
    const glass = new TouchedGlass({ ...RECOGNISES, kiosk: { ...RECOGNISES.kiosk, needs: NEEDS } });
    glass.visit.scanned('6222021234567890');
    await glass.settle();
    expect([glass.visit.declared?.is, glass.visit.classId]).toEqual(['unknown', undefined]);
    glass.touch(() => glass.visit.declareOrChoose());
    glass.touch(() => glass.visit.declare(NEEDS[0]!));
    glass.visit.scanned('6222021234567890');
    await glass.settle();
    expect(glass.visit.classId).toBe('priority');
  });

  it('[K102] an answer that comes after the customer has gone is nobody’s', async () => {
    const glass = new TouchedGlass(RECOGNISES);
    glass.classFound = 'vip';
    glass.visit.scanned('13800138000');
    glass.visit.idle.end();
    await glass.settle();
    expect(glass.visit.declared).toBeNull();
  });

  it('[K102, K103] a hall that asks nobody who they are looks nothing up, nor does a kiosk that is not live', async () => {
    const silent = new TouchedGlass();
    silent.visit.scanned('13800138000');
    await silent.settle();
    expect(silent.identities).toEqual([]);
    const away = new TouchedGlass(RECOGNISES);
    away.hall.isLive = false;
    away.visit.scanned('13800138000');
    expect([away.identities, away.visit.page.is]).toEqual([[], 'services']);
  });
});

describe('an appointment', () => {
  it('[K104] is checked in by its code, scanned or typed, with the kiosk’s own printer', async () => {
    const glass = new TouchedGlass({ ...RECOGNISES, printers: [PRINTER] });
    glass.hall.welcome = { device: { printer: 'front' } };
    glass.booked.set('K4821', { service: 'B' });
    glass.visit.scanned('k4821');
    expect(glass.sent).toEqual([{ type: 'check-in', code: 'k4821', printer: 'front' }]);
    expect(glass.visit.page).toMatchObject({ is: 'asking', service: { id: 'B' } });
    await glass.answer(ok({ version: 9, result: { ticket: 't', number: 'B001', ahead: 0 } }));
    expect(glass.visit.page).toMatchObject({ is: 'ticket', number: 'B001', service: { id: 'B' } });
    expect(glass.identities).toEqual([]);
  });

  it('[K104] a typed code goes to the hub whatever it is; what is no code goes nowhere', () => {
    const glass = new TouchedGlass(RECOGNISES);
    glass.touch(() => glass.visit.openCheckIn());
    glass.visit.checkIn('');
    glass.visit.checkIn('a b');
    glass.visit.checkIn('\u202e4821');
    expect(glass.sent).toEqual([]);
    glass.visit.checkIn('ZZ99');
    expect(glass.sent).toEqual([{ type: 'check-in', code: 'ZZ99' }]);
    const without = new TouchedGlass();
    without.visit.checkIn('ZZ99');
    expect([without.sent, without.visit.checksIn]).toEqual([[], false]);
  });
});

describe('printing again', () => {
  async function issued(): Promise<TouchedGlass> {
    const glass = new TouchedGlass({ printers: [PRINTER] });
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer();
    return glass;
  }

  it('[K105] is offered for the last ticket, on its page and until the next customer begins, for a minute', async () => {
    const glass = await issued();
    glass.paper = 'requested';
    expect(glass.visit.reprintable).toBeNull();
    glass.paper = 'printed';
    expect(glass.visit.reprintable).toMatchObject({ number: 'A001' });
    glass.touch(() => glass.visit.leave());
    expect(glass.visit.reprintable).toMatchObject({ number: 'A001' });
    glass.touch(() => glass.visit.declareOrChoose());
    expect(glass.visit.reprintable).toBeNull();
    glass.visit.declareOrChoose();
    glass.time.advance(REPRINT_MS);
    expect(glass.visit.reprintable).toBeNull();
  });

  it('[K105] goes to the printer of the ticket, so many times', async () => {
    const glass = await issued();
    glass.paper = 'failed';
    for (let times = 0; times < REPRINTS_MAX; times += 1) {
      glass.time.advance(600);
      void glass.visit.reprint();
      expect(glass.visit.reprintable).toBeNull();
      await glass.answer();
    }
    glass.time.advance(600);
    void glass.visit.reprint();
    expect(glass.sent.slice(1)).toEqual(Array(REPRINTS_MAX).fill({ type: 'reprint-ticket', ticket: 'ticket-1' }));
  });

  it('[K105] is not offered where there is no printer', async () => {
    const glass = new TouchedGlass();
    glass.touch(() => glass.visit.choose(glass.service('A')));
    await glass.answer();
    expect(glass.visit.reprintable).toBeNull();
  });
});

describe('where nobody stands', () => {
  it('[K106] the page that invites comes after a while, and goes at a touch that chooses nothing', () => {
    const glass = new TouchedGlass({ kiosk: { idleSeconds: 10 } });
    glass.visit.touched();
    glass.time.advance(10_000);
    expect(glass.visit.page.is).toBe('attract');
    expect(glass.visit.isUntouched).toBe(true);
    glass.visit.wake();
    glass.visit.choose(glass.service('A'));
    expect([glass.visit.page.is, glass.sent.length]).toEqual(['services', 0]);
    glass.touch(() => glass.visit.choose(glass.service('A')));
    expect(glass.sent).toHaveLength(1);
  });

  it('[K106] a hall that says nothing of its kiosks begins with the services', () => {
    const glass = new TouchedGlass();
    glass.visit.touched();
    glass.time.advance(120_000);
    expect(glass.visit.page.is).toBe('services');
  });

  it('[K100] who answers no has the first page left to the next at once', () => {
    const glass = new TouchedGlass({ kiosk: { idleSeconds: 10 } });
    glass.touch(() => glass.visit.choose(glass.service('B')));
    glass.time.advance(10_000);
    expect(glass.visit.idle.secondsLeft).toBe(ASK_MS / 1_000);
    glass.visit.idle.end();
    expect([glass.visit.idle.secondsLeft, glass.visit.page.is]).toEqual([null, 'attract']);
  });

  it('[K107] a ticket for large type is printed large', () => {
    const glass = new TouchedGlass();
    glass.glass.toggleBigType();
    glass.touch(() => glass.visit.choose(glass.service('A')));
    expect(glass.sent).toEqual([{ type: 'issue-ticket', service: 'A', large: true }]);
  });
});
