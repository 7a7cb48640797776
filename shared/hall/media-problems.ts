import type { ConfigurationProblem } from './configuration-problem.ts';
import type { HallConfiguration } from './configuration.ts';

/** Media of one id, a last day before the first, hours without length. */
export function mediaProblems({ media }: HallConfiguration): ConfigurationProblem[] {
  const seen = new Set<string>();
  return (media?.items ?? []).flatMap(({ from, hours, id, until }, index) => {
    const problems: ConfigurationProblem[] = [];
    const path = ['media', 'items', index];
    if (seen.has(id)) problems.push({ path: [...path, 'id'], problem: `id ${id} is used twice` });
    seen.add(id);
    if (from !== undefined && until !== undefined && until < from) {
      problems.push({ path: [...path, 'until'], problem: `${until} is before ${from}` });
    }
    // Hours that end before they begin run over midnight.
    if (hours !== undefined && hours.from === hours.to) {
      problems.push({ path: [...path, 'hours'], problem: `${hours.from} to ${hours.to} is no time range` });
    }
    return problems;
  });
}
