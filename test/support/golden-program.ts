/** `node --import tsx test/support/golden-program.ts 2` keeps what today's core writes as `test/golden/events-2.jsonl`. */
import { goldenDays } from './golden-day.ts';
import { keepGoldenJournal } from './golden-journals.ts';

const [version = ''] = process.argv.slice(2);
if (!/^\d+$/.test(version))
  throw new Error('usage: golden-program.ts VERSION, a whole number that no journal in test/golden has');
const { entries, state } = goldenDays();
keepGoldenJournal(`events-${version}.jsonl`, entries, state);
