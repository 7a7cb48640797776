import { writeFileSync } from 'node:fs';
import { readOptions, refuseWith, wholeNumber, writableFile } from '../../simulation/options.ts';
import { adviceReport } from './advice-report.ts';

const USAGE = `Advice in the synthetic hall: congested half-hours, what is predicted for them without and with one more counter, and what then happens;
and quiet ones, in which nothing should be advised. The model knows the hall and, of how busy the day is, only who came so far. Errors of the predicted saving are
against what was to be expected on a day as busy as this one (the target), and against the one day that was played.

  npm run simulate -- advice [--half-hours N] [--runs R] [--seed S] [--json FILE]

  --half-hours N  so many of each (209)
  --runs R        of each what-if (200)
  --seed S        the days (1)
  --json FILE     writes the figures: minutes and shares
`;

/** What is asked of advice; exit code 1 when it is not so. */
export const ADVICE_TARGETS = { savingErrorMax: 0.7, rightChoiceMin: 0.77, silentMin: 0.95 } as const;

/** `simulate advice`. */
export function simulateAdvice(
  args: readonly string[],
  say: (text: string) => void = (text) => void process.stdout.write(text),
): void {
  const refuse = refuseWith(USAGE);
  const options = {
    'half-hours': { type: 'string', default: '209' },
    runs: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  } as const;
  const values = readOptions(args, options, refuse);
  if (values.help) return say(USAGE);
  const json = writableFile(values.json, refuse);
  const [halfHours, runs, seed] = [values['half-hours'], values.runs, values.seed].map((text) => wholeNumber(text, refuse)) as [
    number,
    number,
    number,
  ];
  if (halfHours < 1 || runs < 1) refuse('at least one half-hour and one run');
  const report = adviceReport({ halfHours, runs, seed });
  const { congested, quiet } = report;
  const text = `${JSON.stringify(report, null, 2)}\n`;
  say(text);
  if (json !== undefined) writeFileSync(json, text);
  const { rightChoiceMin, savingErrorMax, silentMin } = ADVICE_TARGETS;
  const isMet =
    congested.savingError <= savingErrorMax && congested.rightChoicePlayed >= rightChoiceMin && quiet.silent >= silentMin;
  if (!isMet) process.exitCode = 1;
}
