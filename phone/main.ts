import { mount } from 'svelte';
import '../shared/ui/styles/tokens.css';
import '../shared/ui/styles/base.css';
import './phone.css';
import { browserParts } from '../shared/ui/browser-parts.ts';
import App from './App.svelte';
import { CallAlarm } from './call-alarm.svelte.ts';
import { PhoneFeedback } from './phone-feedback.svelte.ts';
import { PhoneOrders } from './phone-orders.svelte.ts';
import { TicketLine } from './ticket-line.svelte.ts';

const target = document.getElementById('screen');
if (target === null) throw new Error('the page has no element #screen');

// The token stays where it is, behind the #: no server sees it there, and a page that is loaded again finds its ticket.
const token = location.hash.slice(1);
const { dataset } = document.documentElement;
dataset['theme'] = 'staff';
dataset['ready'] = 'painted';
window.addEventListener('hashchange', () => location.reload());

const { clock, newId, random, timers } = browserParts(window);
/** `/t/live` beside `/t`, whatever a proxy has put before it. */
const addressOf = (name: string): string => new URL(`t/${name}`, location.href.split('#')[0]).href;
const ask = (name: string, options: RequestInit): Promise<Response> =>
  fetch(addressOf(name), {
    ...options,
    headers: { ...options.headers, Authorization: `Bearer ${token}` },
    cache: 'no-store',
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
    redirect: 'error',
  });

const line = new TicketLine({ ask, clock, timers, random, nowMs: () => performance.now() });
const orders = new PhoneOrders({ ask, newId, timers, random });
const feedback = new PhoneFeedback({ ask, newId, timers, random });
const alarm = new CallAlarm(window);
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState !== 'visible') return;
  line.probe();
  alarm.stayAwake();
});
window.addEventListener('online', () => line.probe());
window.addEventListener('pageshow', () => line.probe());
line.open();
mount(App, { target, props: { line, orders, feedback, alarm } });
