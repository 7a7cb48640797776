import { counterIn, type Books, type Expect, type Fact } from './naive-books.ts';

export type CounterFact = Fact<
  | 'signed-in'
  | 'signed-out'
  | 'counter-opened'
  | 'counter-closed'
  | 'counter-paused'
  | 'counter-resumed'
  | 'pause-planned'
  | 'close-planned'
  | 'plan-dropped'
  | 'counter-restricted'
  | 'counter-unrestricted'
  | 'auto-call-set'
>;

export function applyCounter(books: Books, event: CounterFact, at: number, expect: Expect): void {
  const counter = counterIn(books, event.counter);
  expect(counter !== undefined, `${event.type} at counter ${event.counter}, which is not there`);
  if (counter === undefined) return;
  const free = counter.atHand === null;
  switch (event.type) {
    case 'signed-in':
      expect(counter.teller === null, `counter ${counter.id} has two tellers`);
      expect(!books.counters.some(({ teller }) => teller === event.teller), `${event.teller} is at two counters`);
      counter.teller = event.teller;
      return;
    case 'signed-out':
      expect(counter.teller === event.teller && free, `${event.teller} signed out of counter ${counter.id}`);
      Object.assign(counter, { teller: null, autoCall: false });
      return;
    case 'counter-opened':
    case 'counter-resumed':
      expect(free && counter.teller !== null, `counter ${counter.id} opened with a customer or without a teller`);
      expect(
        counter.mode === (event.type === 'counter-opened' ? 'closed' : 'paused'),
        `${event.type} of a counter that was ${counter.mode}`,
      );
      Object.assign(counter, { mode: 'open', atHand: null, plan: null });
      return;
    case 'counter-closed':
    case 'counter-paused':
      expect(free, `counter ${counter.id} stopped with a customer`);
      Object.assign(counter, { mode: event.type === 'counter-closed' ? 'closed' : 'paused', plan: null });
      return;
    case 'pause-planned':
    case 'close-planned':
      expect(!free && counter.mode === 'open', `counter ${counter.id} plans, and nobody is there`);
      counter.plan = event.type === 'close-planned' ? 'closed' : 'paused';
      return;
    case 'plan-dropped':
      expect(counter.plan !== null, `counter ${counter.id} dropped a plan that it had not`);
      counter.plan = null;
      return;
    case 'auto-call-set':
      counter.autoCall = event.on;
      return;
    case 'counter-restricted':
      expect(
        event.services.length > 0 && event.services.every((id) => isOffered(books, id)),
        `counter ${counter.id} serves nothing`,
      );
      expect(event.until === null || event.until > at, `counter ${counter.id} is restricted until the past`);
      counter.only = { services: event.services, until: event.until };
      return;
    case 'counter-unrestricted':
      expect(counter.only !== null, `counter ${counter.id} was not restricted`);
      counter.only = null;
  }
}

function isOffered(books: Books, service: string): boolean {
  return books.configuration?.services.some(({ id }) => id === service) === true;
}
