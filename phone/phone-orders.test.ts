import { describe, expect, it } from 'vitest';
import { settled } from '../test/support/running-hub.ts';
import { VirtualTime } from '../test/support/virtual-time.ts';
import { PhoneOrders } from './phone-orders.svelte.ts';

function stage(answers: (Response | 'nothing')[]) {
  const time = new VirtualTime();
  const sent: { readonly id: string; readonly type: string }[] = [];
  let ids = 0;
  const orders = new PhoneOrders({
    ask: (name, { body }) => {
      expect(name).toBe('commands');
      sent.push(JSON.parse(String(body)) as { id: string; type: string });
      const answer = answers.shift() ?? 'nothing';
      return answer === 'nothing' ? Promise.reject(new TypeError('no network')) : Promise.resolve(answer);
    },
    newId: () => `id-${String((ids += 1)).padStart(6, '0')}`,
    timers: time,
    random: () => 0.5,
  });
  return { orders, sent, time };
}

describe('what a phone asks for', () => {
  it('[F192] is sent only after a second yes, and a no sends nothing', () => {
    const { orders, sent } = stage([]);
    orders.confirm();
    orders.want('cancel-ticket');
    expect(orders.state).toEqual({ is: 'asking', type: 'cancel-ticket' });
    orders.putAway();
    orders.confirm();
    expect(sent).toEqual([]);
  });

  it('[F198] goes out again with the same id until it is answered, and nothing else goes in between', async () => {
    const { orders, sent, time } = stage([
      'nothing',
      new Response('', { status: 503 }),
      new Response('', { status: 429 }),
      new Response('{}'),
    ]);
    orders.want('postpone-ticket');
    orders.confirm();
    for (let tries = 0; tries < 3; tries += 1) {
      await settled();
      expect(orders.state).toEqual({ is: 'sending', type: 'postpone-ticket', tries: tries + 1 });
      orders.want('cancel-ticket');
      orders.putAway();
      time.advance(20_000);
    }
    await settled();
    expect(orders.state).toEqual({ is: 'done', type: 'postpone-ticket' });
    expect(sent).toEqual(Array.from({ length: 4 }, () => ({ id: 'id-000001', type: 'postpone-ticket' })));
  });

  it('[F198] that is refused says the hub’s own words, or plain ones where there are none', async () => {
    const text = { zh: '不能再推后。', en: 'No more.' };
    const { orders } = stage([new Response(JSON.stringify({ text }), { status: 409 }), new Response('?', { status: 404 })]);
    orders.want('postpone-ticket');
    orders.confirm();
    await settled();
    expect(orders.state).toEqual({ is: 'refused', text });
    orders.want('cancel-ticket');
    orders.confirm();
    await settled();
    expect(orders.state).toMatchObject({ is: 'refused', text: { zh: '现在无法办理，请咨询工作人员。' } });
  });
});
