import { describe, expect, it } from 'vitest';
import type { Role } from '../shared/hall/actor.ts';
import { panelParts } from '../test/support/panel-parts.ts';
import { PlayedHall, teller } from '../test/support/played-hall.ts';
import { StaffedHall } from '../test/support/staffed-hall.ts';
import { StoredItems } from '../test/support/stored-items.ts';
import type { KeyPress } from './keys/desk-keys.ts';
import { StaffPanel } from './staff-panel.svelte.ts';

function panelOf(roles: readonly Role[], played = new PlayedHall(), storage = new StoredItems()) {
  const line = new StaffedHall({ ...teller(1), roles }, played);
  const panel = new StaffPanel(panelParts(line, { storage }));
  return { line, panel, played };
}

const press = (key: string): KeyPress => ({ key, code: key, repeat: false, withModifier: false, focus: 'none' });

describe('staff panel', () => {
  it.each([
    [['teller'], ['desk', 'records']],
    [['greeter'], ['greeter', 'records']],
    [['guard'], ['greeter', 'records']],
    [['manager'], ['hall', 'desk', 'greeter', 'setup', 'records', 'accuracy']],
    [['admin'], ['setup', 'records', 'accuracy']],
    [
      ['teller', 'greeter'],
      ['desk', 'greeter', 'records'],
    ],
    [['display'], []],
  ] as [Role[], string[]][])('[S4] %j sees %j, the first of them first', (roles, tabs) => {
    const { panel } = panelOf(roles);
    expect(panel.tabs).toEqual(tabs);
    expect(panel.tab).toBe(tabs[0] ?? null);
  });

  it('[S4] goes to another panel, and never to one that the role has not', () => {
    const { panel } = panelOf(['manager']);
    panel.chooseTab('greeter');
    expect(panel.tab).toBe('greeter');
    const greeter = panelOf(['greeter']).panel;
    greeter.chooseTab('hall');
    expect(greeter.tab).toBe('greeter');
  });

  it('[S5] has no desk until somebody signs in at a counter, wherever that is done', async () => {
    const { panel, played } = panelOf(['teller'], new PlayedHall().staff(2));
    expect(panel.desk).toBeNull();
    expect(panel.choice.tiles.map(({ setup, teller: there }) => [setup.id, there])).toEqual([
      [1, null],
      [2, '1002'],
      [3, null],
    ]);
    await panel.choice.take(3);
    expect(panel.desk?.counter).toBe(3);
    expect(panel.desk?.view?.sign.mode).toBe('closed');
    const elsewhere = panelOf(['teller'], played).panel;
    expect(elsewhere.desk?.counter).toBe(3);
    played.done({ type: 'sign-out', counter: 3 }, teller(1));
    expect([panel.desk, elsewhere.desk]).toEqual([null, null]);
  });

  it('[S5] keeps the same desk, with what was noted there, while the counter is the same', () => {
    const { panel, played } = panelOf(['teller'], new PlayedHall().staff(1));
    const { desk } = panel;
    const ticket = played.issue('A');
    desk?.details.add(ticket, 'A', 1);
    expect(panel.desk).toBe(desk);
    expect(panel.desk?.details.count(ticket, 'A')).toBe(1);
  });

  it('[S22] does with one key what its button does', () => {
    const { line, panel, played } = panelOf(['teller'], new PlayedHall().staff(1));
    played.issue('A');
    expect(panel.press(press('Enter'))).toBe(true);
    expect(line.sent).toEqual([{ type: 'call-next', counter: 1, atHand: null }]);
    expect(panel.press(press('x'))).toBe(false);
    expect(panel.press(press('5'))).toBe(true);
    expect([panel.tickets.list, panel.tickets.findings]).toEqual(['find', 1]);
  });

  it('[S22] pauses and resumes with the same key', async () => {
    const { panel } = panelOf(['teller'], new PlayedHall().staff(1));
    panel.press(press('.'));
    expect(panel.desk?.dialog).toEqual({ is: 'pause' });
    await panel.desk?.pause('meal');
    expect(panel.desk?.view?.sign.mode).toBe('paused');
    panel.press(press('.'));
    expect(panel.desk?.view?.sign.mode).toBe('idle');
  });

  it('[S24] gives keys to nobody while a dialog or a question is open, or on another panel', () => {
    const { line, panel, played } = panelOf(['manager'], new PlayedHall().staff(1));
    played.issue('A');
    expect(panel.press(press('Enter'))).toBe(false);
    panel.chooseTab('desk');
    panel.desk?.openDialog({ is: 'pause' });
    expect(panel.press(press('Enter'))).toBe(false);
    panel.desk?.closeDialog();
    void panel.question.ask('log-off');
    expect(panel.press(press('Enter'))).toBe(false);
    panel.question.answer(false);
    panel.tickets.openDialog({ is: 'merge', ticket: panel.tickets.rows[0]! });
    expect(panel.press(press('Enter'))).toBe(false);
    panel.tickets.closeDialog();
    expect(panel.press(press('Enter'))).toBe(true);
    expect(line.sent).toHaveLength(1);
  });

  it('[S23] reads the keys of this browser', () => {
    const storage = new StoredItems();
    storage.setItem('hallcall.desk-keys', JSON.stringify({ next: 'n' }));
    const { line, panel, played } = panelOf(['teller'], new PlayedHall().staff(1), storage);
    played.issue('A');
    expect(panel.press(press('Enter'))).toBe(false);
    expect(panel.press(press('n'))).toBe(true);
    expect(line.sent).toHaveLength(1);
  });
});
