import { expect, it } from 'vitest';
import { announcementText } from './announcement.ts';

it('[V7] a caption says in both languages what is spoken, with the number as on the ticket', () => {
  const counter = { id: 3, kind: 'counter', name: { zh: '3号柜台', en: 'Counter 3' } } as const;
  const room = { id: 8, kind: 'room', name: { zh: 'VIP 接待室', en: 'VIP room' } } as const;
  expect(announcementText({ number: 'A012', recalls: 0 }, counter)).toEqual({
    zh: '请 A012 号客户到 3 号柜台办理业务。',
    en: 'Ticket A012, please go to counter 3.',
  });
  expect(announcementText({ number: 'V003', recalls: 1 }, room)).toEqual({
    zh: '再次请 V003 号客户到 VIP 接待室办理业务。',
    en: 'Calling again: ticket V003, please go to the VIP room.',
  });
});
