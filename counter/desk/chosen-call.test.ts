import { describe, expect, it } from 'vitest';
import { LiveHall } from '../../shared/ui/hall.svelte.ts';
import { PlayedHall, teller } from '../../test/support/played-hall.ts';
import { StaffedHall } from '../../test/support/staffed-hall.ts';
import { ChosenCall } from './chosen-call.svelte.ts';

function choosing(picked: string | null = null) {
  const played = new PlayedHall().staff(1, 2);
  const numbers = [played.issue('A'), played.issue('A'), played.issue('B')];
  const chosen = new ChosenCall({
    hall: new LiveHall(new StaffedHall(teller(1), played)),
    picked: picked === null ? null : numbers[0]!,
  });
  return { played, chosen };
}

describe('chosen call', () => {
  it('[S19] needs a waiting ticket and a reason', () => {
    const { chosen } = choosing();
    expect(chosen.isComplete).toBe(false);
    chosen.type('a2');
    expect(chosen.ticket?.number).toBe('A002');
    expect(chosen.isComplete).toBe(false);
    chosen.reason = '  ';
    expect(chosen.isComplete).toBe(false);
    chosen.reason = 'frail';
    expect(chosen.isComplete).toBe(true);
  });

  it.each(['A002', 'a002', ' a 2', 'A2'])('[S19] finds A002 as %j', (typed) => {
    const { chosen } = choosing();
    chosen.type(typed);
    expect(chosen.ticket?.number).toBe('A002');
  });

  it('[S19] narrows the list to what is typed', () => {
    const { chosen } = choosing();
    expect(chosen.choices.map((each) => each.number)).toEqual(['A001', 'A002', 'B001']);
    chosen.type('a');
    expect(chosen.choices.map((each) => each.number)).toEqual(['A001', 'A002']);
    chosen.type('b1');
    expect(chosen.choices.map((each) => each.number)).toEqual(['B001']);
  });

  it('[S19] tells where a number is that does not wait', () => {
    const { played, chosen } = choosing();
    played.next(2);
    chosen.type('A001');
    expect(chosen.ticket).toBeNull();
    expect(chosen.elsewhere).toMatchObject({ number: 'A001', status: 'called', counter: 2 });
  });

  it('[S19] keeps a picked ticket until something is typed or it is called elsewhere', () => {
    const { played, chosen } = choosing('first');
    expect(chosen.ticket?.number).toBe('A001');
    chosen.type('B1');
    expect(chosen.ticket?.number).toBe('B001');
    chosen.pick(chosen.choices[0]!.ticket);
    played.next(2);
    played.next(2);
    played.next(2);
    expect(chosen.ticket).toBeNull();
  });
});
