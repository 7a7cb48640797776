import { serviceSetup, WEEKDAYS, type HallConfiguration, type ServiceSetup, type Weekday } from '../configuration.ts';
import { minutesOf } from '../local-time.ts';
import type { Lint } from './lint.ts';
import { both, countOf, openIn, postedFor, uncovered, type MinutesOf, type PostedTime } from './posted-time.ts';

/** 营业时间: what a hall of this kind is expected to be open on a day. */
export const OPEN_MINUTES_MIN = 10 * 60;
/** A minimum of open counters that holds for more of a service's hours than this is meant for the whole of them, not for lunch. */
export const MINIMUM_MEANT_FOR_THE_DAY = 0.5;

export function hoursLint(configuration: HallConfiguration): Lint[] {
  return [
    ...withoutCounter(configuration),
    ...shortDays(configuration),
    ...lastTicket(configuration),
    ...nextSteps(configuration),
  ];
}

type Because = Extract<Lint, { kind: 'service-without-counter' }>['because'];

/** Services with the same gap for the same reason are told together. */
function withoutCounter(configuration: HallConfiguration): Lint[] {
  const found = new Map<string, { readonly services: string[]; readonly time: PostedTime; readonly because: Because }>();
  for (const service of configuration.services) {
    for (const { time, because } of gapsOf(configuration, service)) {
      const key = `${because} ${JSON.stringify(time)}`;
      const same = found.get(key);
      if (same === undefined) found.set(key, { services: [service.id], time, because });
      else same.services.push(service.id);
    }
  }
  return [...found.values()].map((each) => ({ kind: 'service-without-counter', ...each }));
}

function gapsOf(configuration: HallConfiguration, service: ServiceSetup): { time: PostedTime; because: Because }[] {
  const { hours } = configuration;
  const told = (because: Because, times: PostedTime[]) => times.map((time) => ({ time, because }));
  const own: MinutesOf = (weekday) => openIn((service.hours ?? hours)[weekday]);
  const posted = postedFor(configuration, service);
  const minimum = minimumFor(configuration, service);
  return [
    ...told(
      'hall-closed',
      uncovered(own, (weekday) => openIn(hours[weekday])),
    ),
    ...told(
      'day-closed',
      uncovered(posted, () => businessDay(configuration)),
    ),
    ...told('no-minimum', isForTheDay(posted, minimum) ? uncovered(posted, minimum) : []),
  ];
}

function businessDay({ businessDay: { opensAt, closesAt } }: HallConfiguration) {
  if (minutesOf(closesAt) > minutesOf(opensAt)) return openIn([{ from: opensAt, to: closesAt }]);
  return openIn([{ from: '00:00', to: closesAt }, { from: opensAt, to: '24:00' }]); // prettier-ignore
}

function minimumFor({ minimumOpen }: HallConfiguration, { id }: ServiceSetup): MinutesOf {
  const own = (minimumOpen ?? []).filter(({ service, counters }) => service === id && counters > 0);
  return (weekday) => openIn(own.filter(({ weekdays }) => weekdays === undefined || weekdays.includes(weekday)));
}

function isForTheDay(posted: MinutesOf, minimum: MinutesOf): boolean {
  const total = (minutes: MinutesOf): number => WEEKDAYS.reduce((sum, weekday) => sum + countOf(minutes(weekday)), 0);
  return total((weekday) => both(posted(weekday), minimum(weekday))) > MINIMUM_MEANT_FOR_THE_DAY * total(posted);
}

function shortDays(configuration: HallConfiguration): Lint[] {
  const own = configuration.services.filter(({ hours }) => hours !== undefined);
  return [
    ...shortOf(null, (weekday) => openIn(configuration.hours[weekday])),
    ...own.flatMap((service) => shortOf(service.id, postedFor(configuration, service))),
  ];
}

/** A day on which it is closed is not a short one. */
function shortOf(service: string | null, posted: MinutesOf): Lint[] {
  const days = WEEKDAYS.map((weekday) => ({ weekday, minutes: countOf(posted(weekday)) })).filter(({ minutes }) => minutes > 0);
  const short = new Map<number, Weekday[]>();
  for (const { weekday, minutes } of days) {
    if (minutes < OPEN_MINUTES_MIN) short.set(minutes, [...(short.get(minutes) ?? []), weekday]);
  }
  return [...short].map(([minutes, weekdays]) => ({
    kind: 'short-day',
    service,
    minutes,
    weekdays: weekdays.length === days.length ? null : weekdays,
  }));
}

/** A hall that closes needs a last ticket time; one that is open through the night does not. */
function lastTicket({ hours, endOfDay }: HallConfiguration): Lint[] {
  const closes = WEEKDAYS.some((weekday) =>
    (hours[weekday] ?? []).some(({ to }, index, day) => index === day.length - 1 && to !== '24:00'),
  );
  return closes && (endOfDay?.lastTicketMinutes ?? 0) === 0 ? [{ kind: 'no-last-ticket' }] : [];
}

function nextSteps(configuration: HallConfiguration): Lint[] {
  return configuration.services.flatMap((service) => {
    const next = service.nextStep === undefined ? undefined : serviceSetup(configuration, service.nextStep);
    if (next === undefined) return [];
    const times = uncovered(postedFor(configuration, service), postedFor(configuration, next));
    return times.map((time): Lint => ({ kind: 'next-step-closed', service: service.id, next: next.id, time }));
  });
}
