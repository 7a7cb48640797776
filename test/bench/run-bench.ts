import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { callToScreen } from './call-to-screen.ts';
import { callNextGrowth } from './call-next-growth.ts';
import { coldStart } from './cold-start.ts';
import { commandsWithForecasts } from './commands-with-forecasts.ts';
import { durableCommands } from './durable-commands.ts';
import { forecastCost } from './forecast-cost.ts';
import { fanOut } from './fan-out.ts';
import type { Figure } from './figure.ts';
import { redisAppends } from './redis-appends.ts';
import type { Size } from './size.ts';
import { wallHeap } from './wall-heap.ts';

type Measurement = (size: Size, folder: string) => Figure[] | Promise<Figure[]>;

/** One after the other: two at once would measure each other. */
const MEASUREMENTS: readonly (readonly [prefix: string, measure: Measurement])[] = [
  ['call-next-growth', callNextGrowth],
  ['forecast-cost', forecastCost],
  ['fanout', fanOut],
  ['durable-commands', durableCommands],
  ['commands-forecast', commandsWithForecasts],
  ['cold-start', coldStart],
  ['painted', callToScreen],
  ['wall-heap', wallHeap],
  ['redis-appends', redisAppends],
];

/** Everything, or the figures whose names begin with one of `only`. Each measurement gets a folder of its own. */
export async function runBench(options: {
  readonly size: Size;
  readonly folder: string;
  readonly only: readonly string[] | null;
}): Promise<Figure[]> {
  const { folder, only, size } = options;
  const figures: Figure[] = [];
  for (const [prefix, measure] of MEASUREMENTS) {
    if (only !== null && !only.some((name) => name.startsWith(prefix) || prefix.startsWith(name))) continue;
    const own = join(folder, prefix);
    mkdirSync(own, { recursive: true });
    figures.push(...(await measure(size, own)));
  }
  return figures;
}
