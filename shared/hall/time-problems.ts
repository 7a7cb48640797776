import type { ConfigurationProblem, ProblemPath } from './configuration-problem.ts';
import { WEEKDAYS, type HallConfiguration, type TimeRange, type WeeklyHours } from './configuration.ts';
import { isTimeZone, minutesOf } from './local-time.ts';

/** Time zones nobody knows, days without length, hours that end before they begin. */
export function timeProblems(configuration: HallConfiguration): ConfigurationProblem[] {
  const { timeZone, hours, services, minimumOpen } = configuration;
  return [
    ...hoursProblems(hours, ['hours']),
    ...services.flatMap((service, index) =>
      service.hours === undefined ? [] : hoursProblems(service.hours, ['services', index, 'hours']),
    ),
    ...(minimumOpen ?? []).flatMap((range, index) => rangeProblems(range, ['minimumOpen', index])),
    ...(isTimeZone(timeZone) ? [] : [{ path: ['timeZone'], problem: `time zone ${timeZone} is not known` }]),
    ...businessDayProblems(configuration),
  ];
}

function businessDayProblems({ businessDay }: HallConfiguration): ConfigurationProblem[] {
  if (businessDay.opensAt === '24:00') {
    return [{ path: ['businessDay', 'opensAt'], problem: 'midnight, at which a day opens, is 00:00' }];
  }
  return businessDay.opensAt === businessDay.closesAt
    ? [{ path: ['businessDay'], problem: 'the day closes when it opens; 00:00 to 24:00 is a whole day' }]
    : [];
}

function hoursProblems(hours: WeeklyHours, path: ProblemPath): ConfigurationProblem[] {
  return WEEKDAYS.flatMap((weekday) => {
    let open = 0;
    return (hours[weekday] ?? []).flatMap((range, index): ConfigurationProblem[] => {
      const at = [...path, weekday, index];
      const problems = rangeProblems(range, at);
      if (problems.length > 0) return problems;
      if (minutesOf(range.from) < open) return [{ path: at, problem: `${range.from} is before the end of the range before it` }];
      open = minutesOf(range.to);
      return [];
    });
  });
}

function rangeProblems({ from, to }: TimeRange, path: ProblemPath): ConfigurationProblem[] {
  return minutesOf(from) < minutesOf(to) ? [] : [{ path, problem: `${from} to ${to} is no time range` }];
}
