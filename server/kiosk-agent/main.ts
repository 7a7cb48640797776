import { randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { idsFrom } from '../../shared/lib/ids.ts';
import { AGENT_OPTIONS, AGENT_USAGE, type AgentOptions } from '../config/agent-options.ts';
import { helpText, readOptions } from '../config/read-options.ts';
import { EXIT_FAILED, EXIT_USAGE } from '../config/start-error.ts';
import { createLogger } from '../observability/logger.ts';
import { Agent } from './agent.ts';
import { enrol, keptToken } from './device-token.ts';

/** In `dist/` the bundle lies beside the screens; from source two steps below the root. */
const HERE = dirname(fileURLToPath(import.meta.url));
const SCREENS = HERE.endsWith('dist') ? join(HERE, 'screens') : join(HERE, '..', '..', 'dist', 'screens');
const HUB_BY_DEFAULT = 'http://127.0.0.1:8080';

async function run(options: AgentOptions): Promise<number | null> {
  const hub = options.hub ?? HUB_BY_DEFAULT;
  mkdirSync(options.data, { recursive: true, mode: 0o700 });
  if (options.enrol !== null) {
    const enrolled = await enrol(options.data, hub, options.enrol);
    if (!enrolled.ok) {
      console.error(`kiosk:agent: ${enrolled.error}`);
      // A start-up line that still has the code of the first day must not keep a kiosk from starting.
      if (keptToken(options.data) === null) return EXIT_FAILED;
      console.error('kiosk:agent: going on as the device that this folder was enrolled as');
    }
  }
  if (options.relay !== null && options.printer === null) {
    console.error('kiosk:agent: --relay lends the printer that --printer names; there is none');
    return EXIT_USAGE;
  }
  const token = keptToken(options.data);
  const timers = {
    after: (delayMs: number, then: () => void) => {
      const timer = setTimeout(then, delayMs);
      return () => clearTimeout(timer);
    },
    every: (intervalMs: number, then: () => void) => {
      const timer = setInterval(then, intervalMs);
      return () => clearInterval(timer);
    },
  };
  const agent = new Agent({
    options: { ...options, hub },
    token,
    screens: SCREENS,
    clock: { now: () => Date.now() },
    timers,
    newId: idsFrom((bytes) => randomFillSync(bytes)),
    log: createLogger(options.logLevel),
  });
  let address: string;
  try {
    address = await agent.start();
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    console.error(`kiosk:agent: ${isTaken ? 'the port is in use; does an agent run already?' : String(error)}`);
    await agent.close();
    return EXIT_FAILED;
  }
  console.log(`取号机 The kiosk's page is at ${address}`);
  if (token === null) console.log('未登记 This kiosk is not enrolled: its page asks the hub; numbers ahead need --enrol CODE.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void agent.close());
  return null;
}

const read = readOptions(AGENT_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
if (!read.ok) {
  console.error(`kiosk:agent: ${read.error.join('\n')}`);
  process.exitCode = EXIT_USAGE;
} else if (read.value.is === 'help') {
  process.stdout.write(helpText(AGENT_USAGE, AGENT_OPTIONS));
} else {
  const code = await run(read.value.values);
  if (code !== null) process.exitCode = code;
}
