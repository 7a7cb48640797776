import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ValuesOf } from './config/option.ts';
import { helpText, readOptions } from './config/read-options.ts';
import { REDIS_NODE_OPTIONS, REDIS_NODE_USAGE } from './config/redis-tool-options.ts';
import { EXIT_USAGE, StartError } from './config/start-error.ts';
import { explainedAct, operatorReach } from './operator-tool.ts';
import { recentActs } from './redis/operator/copies-record.ts';
import { using } from './redis/operator/link.ts';
import type { Acting } from './redis/operator/acting.ts';
import { addNode, removeNodes } from './redis/operator/node-acts.ts';
import { nodeName, parseNode, type NodeAddress } from './redis/redis-address.ts';
import { promisedCopies, surveyOf, type Survey } from './redis/operator/survey.ts';

type Options = ValuesOf<typeof REDIS_NODE_OPTIONS>;

const ACTS_SHOWN = 10;

async function actingOf(options: Options): Promise<Acting> {
  const by = options.by ?? userInfo().username;
  return { ...(await operatorReach(options)), by, now: () => Date.now(), sleep, say: (line) => console.log(line) };
}

/** What it means is said before it is asked: nobody removes a copy by a slip of the finger. */
async function confirmed({ yes }: Options, addresses: readonly NodeAddress[]): Promise<void> {
  const wanted = addresses.map(nodeName).join(',');
  if (yes === wanted) return;
  if (yes !== null) throw new StartError(`--yes is "${yes}", the node is ${wanted}: nothing was done`, EXIT_USAGE);
  if (!process.stdin.isTTY) throw new StartError(`nobody is there to be asked: give --yes ${wanted}`, EXIT_USAGE);
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await lines.question(`Type ${wanted} to go on: `);
  lines.close();
  if (typed.trim() !== wanted) throw new StartError('nothing was done');
}

function report(survey: Survey, acts: readonly string[]): string {
  const state = ({ isAllowed, offset }: Survey['replicas'][number]): string => {
    if (!isAllowed) return 'removed';
    return offset === null ? 'MISSING' : `copies, ${Math.max(0, survey.offset - offset)} bytes behind`;
  };
  return [
    `${nodeName(survey.master)}  master`,
    ...survey.replicas.map((replica) => `${nodeName(replica.address)}  ${state(replica)}`),
    copiesSaid(survey),
    ...(acts.length === 0 ? [] : ['', 'Done so far, the newest first:', ...acts.map((act) => `  ${act}`)]),
  ].join('\n');
}

/** A replica that is counted on and away stops strict hubs: then nothing is "kept". */
function copiesSaid(survey: Survey): string {
  const missing = survey.replicas.filter(({ isAllowed, offset }) => isAllowed && offset === null).length;
  if (missing === 0) return `${survey.kept} of ${promisedCopies(survey)} copies are kept.`;
  return `${survey.kept - missing} of ${promisedCopies(survey)} copies are there: strict hubs write nothing until what is missing is back or removed.`;
}

async function list(acting: Acting): Promise<void> {
  const survey = await surveyOf(acting.installation, acting.connect);
  const acts = await using(acting.connect, survey.master, (link) => recentActs(link, ACTS_SHOWN));
  console.log(report(survey, acts));
}

async function remove(acting: Acting, options: Options, addresses: readonly NodeAddress[]): Promise<void> {
  const survey = await surveyOf(acting.installation, acting.connect);
  const left = Math.max(0, survey.replicas.filter(({ isAllowed }) => isAllowed).length - addresses.length);
  console.log(`${report(survey, [])}\n`);
  console.log(
    `From then on ${left} of ${promisedCopies(survey)} copies are kept, and what is acknowledged survives the loss of ${left === 1 ? 'one node' : `${left} nodes`}.`,
  );
  if (left === 0) console.log('That is none: if the master loses its disk, the halls are gone.');
  console.log('Do not start a removed node or the Sentinel beside it again but to add it.');
  await confirmed(options, addresses);
  console.log(report(await removeNodes(acting, addresses), []));
}

async function run(options: Options, [command, ...words]: readonly string[]): Promise<void> {
  const addresses = words.map((word) => parseNode(word)).filter((address) => address !== null);
  const isWhole = addresses.length === words.length;
  if (command === 'list' && words.length === 0) return list(await actingOf(options));
  if (command === 'remove' && isWhole && words.length > 0) return remove(await actingOf(options), options, addresses);
  const [first] = addresses;
  if (command === 'add' && isWhole && words.length === 1 && first !== undefined) {
    const survey = await addNode(await actingOf(options), first);
    return console.log(report(survey, []));
  }
  throw new StartError(helpText(REDIS_NODE_USAGE, REDIS_NODE_OPTIONS), EXIT_USAGE);
}

try {
  const read = readOptions(REDIS_NODE_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
  if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
  if (read.value.is === 'help') process.stdout.write(helpText(REDIS_NODE_USAGE, REDIS_NODE_OPTIONS));
  else await run(read.value.values, read.value.positionals);
} catch (error) {
  const known = explainedAct(error);
  if (known === null) throw error;
  console.error(`redis:node: ${known.message}`);
  process.exitCode = known.exitCode;
}
