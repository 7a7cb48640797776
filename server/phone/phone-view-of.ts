import { serviceSetup, type HallConfiguration } from '../../shared/hall/configuration.ts';
import type { ToldWait } from '../../shared/hall/forecast/wait-range.ts';
import { FEEDBACK_MS_MAX } from '../../shared/hall/limits.ts';
import { passedNow } from '../../shared/hall/snapshot.ts';
import type { HallState } from '../../shared/hall/state.ts';
import type { Text } from '../../shared/hall/text.ts';
import { currentLeg, type Ticket, type TicketId } from '../../shared/hall/ticket.ts';
import { wallNotices } from '../../shared/hall/views/notices.ts';
import { peopleBefore } from '../../shared/hall/views/people-before.ts';
import { passedByText } from '../../shared/i18n/call-reason.ts';
import { ruleText } from '../../shared/i18n/rule.ts';
import { placeText } from '../../shared/i18n/words.ts';
import type { EpochMs } from '../../shared/lib/clock.ts';
import { unreachable } from '../../shared/lib/unreachable.ts';
import type { PhoneState, PhoneView } from '../../shared/protocol/phone-view.ts';
import type { PassReasons } from './pass-reasons.ts';

/** Reasons that are told: the latest. */
const REASONS_TOLD = 3;
/** Older notices are the wall's. */
const NOTICES_TOLD = 3;

export interface PhoneViewSources {
  readonly now: EpochMs;
  readonly reasons: PassReasons;
  /** The wait that is left to a waiting ticket. */
  readonly waitLeft: (ticket: TicketId) => ToldWait;
}

/** Null for a ticket that is not there any more, or has no number. */
export function phoneViewOf(state: HallState, id: TicketId, sources: PhoneViewSources): PhoneView | null {
  const { configuration } = state;
  const ticket = state.tickets.get(id);
  if (configuration === null || ticket === undefined || ticket.number === null) return null;
  const { service } = currentLeg(ticket);
  return {
    hall: configuration.name,
    brandColour: configuration.brandColour,
    timeZone: configuration.timeZone,
    number: ticket.number,
    service: serviceSetup(configuration, service)?.name ?? { zh: service, en: service },
    issuedAt: ticket.issuedAt,
    state: stateOf(state, ticket, sources),
    quote: ticket.quote ?? null,
    passed: passedOf(state, { ticket, configuration, reasons: sources.reasons }),
    postpone: postponeOf(configuration, ticket),
    feedback: feedbackOf(configuration, ticket, sources.now),
    rule: inBoth((language) => ruleText(configuration.routing, configuration.classes, language)),
    notices: wallNotices(state, sources.now)
      .slice(0, NOTICES_TOLD)
      .map(({ text }) => text),
  };
}

function stateOf(state: HallState, ticket: Ticket, { waitLeft }: PhoneViewSources): PhoneState {
  const { status } = ticket;
  switch (status.is) {
    case 'waiting':
      return { is: 'waiting', before: peopleBefore(state, ticket), wait: waitLeft(ticket.id) };
    case 'called':
      return { is: 'called', place: placeOf(state, status.counter), at: status.calledAt, recalls: status.recalls };
    case 'serving':
      return { is: 'serving', place: placeOf(state, status.counter) };
    case 'held':
      return { is: 'held', until: status.until };
    case 'no-show':
      return { is: 'no-show', at: status.at, returnable: status.returnable };
    case 'ended':
      return { is: 'ended', at: status.at, ending: status.ending };
    default:
      return unreachable(status);
  }
}

function placeOf({ configuration }: HallState, counter: number): Text {
  const setup = configuration?.counters.find(({ id }) => id === counter);
  return inBoth((language) =>
    placeText(setup ?? { id: counter, kind: 'counter', name: { zh: String(counter), en: String(counter) } }, language),
  );
}

function passedOf(
  state: HallState,
  about: { readonly ticket: Ticket; readonly configuration: HallConfiguration; readonly reasons: PassReasons },
): PhoneView['passed'] {
  const { configuration, reasons, ticket } = about;
  const times = passedNow(state, ticket);
  const why = reasons.of(ticket, Math.min(times, REASONS_TOLD)).map(({ at, class: classId, reason }) => ({
    at,
    text: inBoth((language) => passedByText(reason, classId, configuration, language)),
  }));
  return { times, max: configuration.routing.passedMax, why };
}

function postponeOf({ postpone }: HallConfiguration, { postponed = 0 }: Ticket): PhoneView['postpone'] {
  return postpone === undefined ? null : { placesBack: postpone.placesBack, left: Math.max(0, postpone.timesMax - postponed) };
}

/** Once the visit is over, of its last leg. */
function feedbackOf({ feedback }: HallConfiguration, { legs, status }: Ticket, now: EpochMs): PhoneView['feedback'] {
  const last = legs.at(-1);
  if (feedback === undefined || last?.finishedAt === undefined) return null;
  if (status.is !== 'ended' || status.ending !== 'done' || now > last.finishedAt + FEEDBACK_MS_MAX) return null;
  return { leg: legs.length - 1, grade: last.grade ?? null, rating: feedback.rating, comments: feedback.comments };
}

function inBoth(say: (language: 'zh' | 'en') => string): Text {
  return { zh: say('zh'), en: say('en') };
}
