import {
  all,
  asked,
  dayIsNotOpen,
  dayIsOpen,
  hasCustomer,
  hasNobody,
  inHall,
  is,
  isClosed,
  isClosing,
  isHere,
  isManager,
  isNeitherHereNorManager,
  isNobodyOfTheStaff,
  isNoNoShow,
  isNotHeld,
  isNotHere,
  isNotWaiting,
  isOpen,
  isPaused,
  isPausing,
  isServing,
  isUnknownCounter,
  isUnknownTicket,
  isUnstaffed,
  not,
  type Check,
  type Precedence,
} from './facts.ts';
import type { Cell } from './cell.ts';
import { JUST_NOW } from './matrix-hall.ts';

/** A counter of the sender's own, which is open: what everything at a desk begins with. */
const OWN: Precedence = [
  ['unknown-counter', isUnknownCounter],
  ['not-signed-in', isNotHere],
];
const OWN_OPEN: Precedence = [...OWN, ['counter-closed', isClosed], ['counter-paused', isPaused]];
const OWN_AT_HAND: Precedence = [...OWN_OPEN, ['nobody-at-hand', hasNobody]];
const OWN_CALLED: Precedence = [...OWN_AT_HAND, ['ticket-not-called', isServing]];
/** A manager may do it at any counter. */
const MANAGED: Precedence = [
  ['unknown-counter', isUnknownCounter],
  ['not-signed-in', isNeitherHereNorManager],
];
const STAFFED: Precedence = [...MANAGED, ['not-signed-in', isUnstaffed]];
const KNOWN: Precedence = [['unknown-ticket', isUnknownTicket]];
const WAITING: Precedence = [...KNOWN, ['ticket-not-waiting', isNotWaiting]];

/** These have called somebody, or have sent somebody on; those who serve have started since, which depends on the call. */
const hasActed: Check = (cell) => cell.counter === 'idle' || hasCustomer(cell);

/** In the hall that is about it, every counter that stays open is needed; managers decide otherwise. */
const isBelowMinimum: Check = all(inHall('minimum of counters'), not(isManager), not(isPausing), not(isClosing));
const hasEndedOrLeft: Check = is(
  'serving',
  'held for any counter',
  'held for its counter',
  'held until later',
  'no-show',
  'no-show for good',
  'done',
  'left',
  'cancelled',
  'merged',
);
/** Nobody waits for anything but the one whom another counter is to call. */
const nobodyIsCallable: Check = all(inHall('nobody waits'), hasNobody);
const isElsewhere: Check = all(is('held for its counter'), ({ counter }) => counter !== 'idle', not(isManager));
const wantsWhatManagersSay = asked(
  'with a teller',
  'with a teller who sits elsewhere',
  'with services',
  'until the past',
  'unknown service',
);
const namesATeller = asked('with a teller', 'with a teller who sits elsewhere');

const ISSUING: Precedence = [
  ['unknown-service', asked('unknown service')],
  ['unknown-class', asked('unknown class')],
  ['unknown-printer', asked('unknown printer')],
  ['day-not-open', dayIsNotOpen],
  ['service-stopped', all(inHall('service stopped'), asked('for B'))],
  ['service-closed', inHall('outside hours')],
  ['service-full', all(inHall('service full'), asked('for B'))],
];

const ANSWERING: Precedence = [
  ['advice-answered', asked('answered before')],
  ['bad-time', asked('of the future')],
  ['advice-expired', asked('too old')],
];

/** What every command is refused with, first reason first, once its sender may send it at all. */
export const PRECEDENCE: { readonly [Type in Cell['type']]: Precedence } = {
  'issue-ticket': ISSUING,
  'lease-numbers': [
    ['unknown-series', asked('unknown series')],
    ['day-not-open', dayIsNotOpen],
    ['lent-to-another', asked("after another kiosk's")],
    ['lent-to-another', all(asked('after its own'), ({ sender }) => sender === 'system')],
  ],
  'issue-offline': [
    ['unknown-lease', asked('of no block')],
    ['unknown-lease', inHall('never opened')],
    ['lent-to-another', asked("of another kiosk's")],
    ['lent-to-another', ({ sender }) => sender === 'system'],
    ['number-not-lent', asked('outside the block')],
  ],
  'call-next': [
    ...OWN,
    ['counter-moved-on', asked('seen another')],
    ['counter-closed', isClosed],
    ['counter-paused', isPaused],
    ['nobody-waiting', nobodyIsCallable],
  ],
  'call-ticket': [
    ...OWN_OPEN,
    ['not-allowed', all(inHall('managers choose'), not(isManager))],
    ...WAITING,
    ['ticket-at-hand', hasCustomer],
  ],
  recall: [...OWN_CALLED, ['recalls-used-up', inHall('no recalls')], ['recall-too-soon', inHall('recalls apart')]],
  'start-service': OWN_CALLED,
  'finish-service': [...OWN_AT_HAND, ['unknown-service', asked('unknown service')]],
  'mark-no-show': OWN_CALLED,
  'return-ticket': [...KNOWN, ['ticket-not-no-show', isNoNoShow], ['returns-used-up', is('no-show for good')]],
  'cancel-ticket': WAITING,
  'mark-left': WAITING,
  'postpone-ticket': [
    ...KNOWN,
    ['postponing-not-offered', not(inHall('putting back', 'no putting back'))],
    ['ticket-not-waiting', isNotWaiting],
    ['postpones-used-up', inHall('no putting back')],
    ['nobody-behind', is('waiting for a counter')],
  ],
  'rate-service': [
    ['not-allowed', ({ sender }) => sender === 'phone'],
    ['feedback-not-offered', inHall('no recalls')],
    ...KNOWN,
    ['service-not-finished', asked('a leg that is not there')],
    ['service-not-finished', not(is('done', 'waiting for a counter'))],
    // The tablet asks about the last one only: about the one who was sent on from there.
    ['counter-moved-on', all(is('done'), ({ sender }) => sender === 'rating')],
    ['already-rated', all(is('done'), inHall('nobody waits'))],
  ],
  'serve-without-ticket': [...OWN_OPEN, ['unknown-service', asked('unknown service')], ['ticket-at-hand', hasCustomer]],
  'sign-in': [
    ['unknown-counter', isUnknownCounter],
    ['not-allowed', isNobodyOfTheStaff],
    ['already-signed-in', isHere],
    ['counter-taken', not(isUnstaffed)],
  ],
  'sign-out': [...STAFFED, ['ticket-at-hand', hasCustomer], ['below-minimum', all(isBelowMinimum, isOpen)]],
  'open-counter': [
    ...MANAGED,
    ['not-allowed', all(wantsWhatManagersSay, not(isManager))],
    ['already-signed-in', all(asked('with a teller who sits elsewhere'), isUnstaffed, dayIsOpen)],
    [
      'counter-taken',
      all(
        namesATeller,
        not(isUnstaffed),
        not(all(asked('with a teller who sits elsewhere'), ({ counter }) => counter === 'idle')),
      ),
    ],
    ['not-signed-in', all(isUnstaffed, not(namesATeller))],
    ['day-not-open', dayIsNotOpen],
    ['unknown-service', asked('unknown service')],
    ['bad-time', asked('until the past')],
    ['counter-paused', isPaused],
    ['counter-already-open', all(isOpen, not(isClosing), not(asked('with services')))],
  ],
  'close-counter': [
    ...MANAGED,
    ['counter-already-closed', isClosed],
    ['counter-already-closed', isClosing],
    ['below-minimum', all(isBelowMinimum, isOpen)],
  ],
  'pause-counter': [
    ...MANAGED,
    ['counter-closed', isClosed],
    ['counter-already-paused', isPaused],
    ['counter-already-paused', isPausing],
    ['below-minimum', isBelowMinimum],
  ],
  'resume-counter': [...MANAGED, ['counter-not-paused', all(not(isPaused), not(isPausing), not(isClosing))]],
  'open-day': [['day-already-open', dayIsOpen]],
  'close-day': [
    ['day-not-open', dayIsNotOpen],
    ['people-waiting', all(inHall('serves everybody first'), asked('plain'))],
  ],
  'configure-hall': [
    ['configuration-changed', asked('based on an older')],
    ['configuration-invalid', asked('that makes no sense')],
    ['configuration-in-use', asked('without counters in use')],
  ],
  'report-print': [...KNOWN, ['print-not-pending', is('waiting')]],
  'report-printer': [['unknown-printer', asked('unknown printer')]],
  'set-paper-change': [['unknown-printer', asked('unknown printer')]],
  'report-screen': [],
  'report-forecast': [
    ['unknown-service', asked('unknown service')],
    ['day-not-open', dayIsNotOpen],
  ],
  'hold-ticket': [
    ...OWN_AT_HAND,
    ['bad-time', asked('until the past', 'until another day', 'later without a time', 'with a time for nothing')],
  ],
  'resume-ticket': [
    ...OWN_OPEN,
    ...KNOWN,
    ['ticket-not-held', isNotHeld],
    ['held-elsewhere', isElsewhere],
    ['ticket-at-hand', hasCustomer],
  ],
  'wake-ticket': [...KNOWN, ['ticket-not-held', isNotHeld]],
  'transfer-ticket': [
    ...OWN_AT_HAND,
    ['unknown-service', asked('unknown service', 'unknown service delivered')],
    ['unknown-counter', asked('to an unknown counter')],
    ['not-signed-in', asked('to a counter without a teller')],
    ['teller-not-signed-in', asked('to nobody')],
    [
      'nowhere-to-go',
      asked('to the same service', 'nowhere', 'to the own counter', 'to the own person', 'to a counter and a person'),
    ],
    ['service-stopped', all(inHall('service stopped'), asked('to B'))],
  ],
  'redirect-tickets': [
    ['unknown-service', asked('named, to an unknown service', 'all of an unknown service')],
    ['unknown-class', asked('all of an unknown class')],
    ['service-stopped', all(inHall('service stopped'), not(asked('named, to where it is')))],
    ['unknown-ticket', all(isUnknownTicket, asked('named, to B', 'named, to where it is'))],
    ['ticket-not-waiting', all(isNotWaiting, asked('named, to B', 'named, to where it is'))],
    ['nobody-matches', asked('named, to where it is', 'all who waited a day')],
    ['nobody-matches', dayIsNotOpen],
  ],
  'reclassify-ticket': [...KNOWN, ['unknown-class', asked('unknown class')], ['ticket-not-waiting', isNotWaiting]],
  'merge-tickets': [
    ...KNOWN,
    ['unknown-ticket', asked('into an unknown one')],
    ['same-ticket', asked('into itself')],
    ['same-ticket', all(asked('into one that waits'), is('waiting for a counter'))],
    ['same-ticket', all(asked('into one that is served'), is('serving'))],
    ['ticket-not-waiting', isNotWaiting],
    ['ticket-not-waiting', asked('into one that is served')],
  ],
  'reprint-ticket': [
    ...KNOWN,
    ['ticket-not-waiting', hasEndedOrLeft],
    ['unknown-printer', asked('unknown printer')],
    ['print-pending', not(is('waiting'))],
  ],
  'check-documents': WAITING,
  undo: [
    ['nothing-to-undo', asked('an unknown redirect')],
    ...MANAGED,
    ['nothing-to-undo', not(inHall(...JUST_NOW))],
    ['nothing-to-undo', not(hasActed)],
    ['undo-too-late', inHall('a minute ago')],
    ['undo-overtaken', isServing],
  ],
  'move-teller': [
    ['unknown-counter', isUnknownCounter],
    ['unknown-counter', asked('to an unknown counter')],
    ['not-signed-in', isUnstaffed],
    ['counter-taken', asked('to a taken counter')],
    ['ticket-at-hand', hasCustomer],
  ],
  'serve-only': [
    ['unknown-counter', isUnknownCounter],
    ['unknown-service', asked('unknown service')],
    ['bad-time', asked('until the past', 'until never', 'everything for now')],
  ],
  'set-auto-call': STAFFED,
  'stop-service': [
    ['unknown-service', asked('unknown service')],
    ['service-already-stopped', inHall('service stopped')],
  ],
  'resume-service': [
    ['unknown-service', asked('unknown service')],
    ['service-not-stopped', not(inHall('service stopped'))],
  ],
  'post-notice': [['bad-time', asked('until the past', 'until never')]],
  'withdraw-notice': [['unknown-notice', asked('unknown')]],
  'confirm-notice': [
    ['unknown-notice', asked('unknown')],
    ['not-allowed', isNobodyOfTheStaff],
    ['not-allowed', asked('of the wall')],
  ],
  'plan-break': [['bad-time', asked('in the past', 'that is never', 'of all day', 'of no time')]],
  'cancel-break': [
    ['unknown-break', asked('unknown')],
    ['break-over', all(asked('that began'), dayIsOpen, not(inHall(...JUST_NOW)))],
  ],
  'book-appointments': [
    ['appointment-exists', asked('with a code that is used')],
    ['unknown-service', asked('unknown service')],
    ['unknown-class', asked('unknown class')],
    ['bad-time', asked('in the past', 'that is never')],
  ],
  'cancel-appointment': [
    ['unknown-appointment', asked('unknown')],
    ['appointment-over', asked('cancelled')],
    ['appointment-over', all(asked('checked in'), dayIsOpen)],
  ],
  'check-in': [
    ['day-not-open', dayIsNotOpen],
    ['unknown-appointment', asked('unknown')],
    ['appointment-over', asked('cancelled', 'checked in')],
    ['appointment-too-early', asked('early')],
    ['appointment-too-late', all(inHall('late appointments refused'), asked('late'))],
    ...ISSUING,
  ],
  'request-help': OWN,
  'acknowledge-alert': [
    ['unknown-alert', asked('unknown')],
    ['unknown-alert', dayIsNotOpen],
    ['not-allowed', isNobodyOfTheStaff],
    ['not-allowed', all(not(isManager), asked('told the manager'))],
    ['not-allowed', all(not(isManager), ({ sender }) => sender !== 'guard')],
    ['alert-over', asked('that is over')],
  ],
  'accept-advice': [
    ...ANSWERING,
    ['unknown-counter', asked('to open an unknown counter')],
    ['not-signed-in', all(asked('to open a counter', 'to open one that is taken'), not(isManager))],
    ['counter-taken', asked('to open one that is taken')],
    ['day-not-open', all(asked('to open a counter', 'to call help'), dayIsNotOpen)],
    ['unknown-service', asked('to serve an unknown service')],
    ['unknown-break', asked('to delay an unknown break')],
    ['break-over', all(asked('to delay a break that began'), dayIsOpen, not(inHall(...JUST_NOW)))],
    ['service-stopped', all(inHall('service stopped'), asked('to redirect'))],
    ['nobody-matches', all(asked('to redirect'), dayIsNotOpen)],
  ],
  'decline-advice': ANSWERING,
  'carry-out-due': [],
};
