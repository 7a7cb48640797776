import { describe, expect, it } from 'vitest';
import { failed, ok, type Result } from '../shared/lib/result.ts';
import { VirtualTime } from '../test/support/virtual-time.ts';
import { Corner, CORNER_HOLD_MS, CORNER_IDLE_MS } from './corner.svelte.ts';
import type { PinFault } from './kiosk-api.ts';

class Staff {
  readonly time = new VirtualTime();
  readonly did: string[] = [];
  answer: Result<null, PinFault> = ok(null);
  printer: string | null = 'front';
  readonly corner = new Corner({
    timers: this.time,
    api: {
      pin: (pin) => {
        this.did.push(`pin ${pin}`);
        return Promise.resolve(this.answer);
      },
      testPrint: (printer) => {
        this.did.push(`test ${printer}`);
        return Promise.resolve({ is: 'printed' });
      },
    },
    printer: () => this.printer,
    setPaperChange: (printer, on) => Promise.resolve(this.did.push(`paper ${printer} ${on}`)),
    keepLanguage: (language) => this.did.push(language),
    reload: () => this.did.push('reload'),
  });

  async pin(pin: string): Promise<void> {
    for (const digit of pin) this.corner.pin.press(digit);
    await this.corner.enter();
  }
}

describe('the hidden corner', () => {
  it('[K110] opens after three seconds, to the PIN and no further', () => {
    const { corner, time, did } = new Staff();
    corner.hold();
    time.advance(CORNER_HOLD_MS - 1);
    corner.release();
    time.advance(CORNER_HOLD_MS);
    expect(corner.isOpen).toBe(false);
    corner.hold();
    time.advance(CORNER_HOLD_MS);
    expect(corner.page).toMatchObject({ is: 'pin', fault: null });
    void corner.beginPaperChange();
    void corner.testPrint();
    corner.chooseLanguage('en');
    corner.reload();
    expect(did).toEqual([]);
  });

  it('[K110, K111] a wrong PIN stays outside and is told why; the right one is forgotten at once', async () => {
    const staff = new Staff();
    staff.corner.askPin('desk');
    for (const fault of [{ is: 'wrong' }, { is: 'wait', seconds: 30 }, { is: 'not-set' }, { is: 'hub-away' }] as const) {
      staff.answer = failed(fault);
      await staff.pin('123987');
      expect(staff.corner.page).toMatchObject({ is: 'pin', fault, asking: false });
    }
    staff.answer = ok(null);
    await staff.pin('864209');
    expect([staff.corner.page.is, staff.corner.pin.value]).toEqual(['desk', '']);
    await staff.corner.testPrint();
    expect(staff.corner.page).toEqual({ is: 'desk', test: { is: 'printed' } });
    staff.corner.chooseLanguage('en');
    staff.corner.reload();
    expect(staff.did.slice(4)).toEqual(['pin 864209', 'test front', 'en', 'reload']);
  });

  it('[K112] paper is changed from behind the PIN, and being through with it needs the PIN again', async () => {
    const staff = new Staff();
    staff.corner.askPin('desk');
    await staff.pin('864209');
    await staff.corner.beginPaperChange();
    expect(staff.corner.isOpen).toBe(false);
    staff.corner.askPin('paper-changed');
    staff.answer = failed({ is: 'wrong' });
    await staff.pin('111222');
    expect(staff.did).not.toContain('paper front false');
    staff.answer = ok(null);
    await staff.pin('864209');
    expect(staff.corner.isOpen).toBe(false);
    expect(staff.did.filter((each) => each.startsWith('paper'))).toEqual(['paper front true', 'paper front false']);
  });

  it('[K110] closes by itself when nobody does anything, and leaves no timer', async () => {
    const staff = new Staff();
    staff.corner.askPin('desk');
    await staff.pin('864209');
    staff.time.advance(CORNER_IDLE_MS - 1);
    staff.corner.touched();
    staff.time.advance(CORNER_IDLE_MS - 1);
    expect(staff.corner.isOpen).toBe(true);
    staff.time.advance(1);
    expect(staff.corner.isOpen).toBe(false);
    expect(staff.time.timersLeft).toBe(0);
  });
});
