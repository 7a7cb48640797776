import { readFileSync } from 'node:fs';
import { createServer as createPlainServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Logger } from 'pino';
import { Access } from '../access/access.ts';
import { Closing } from '../closing.ts';
import { askSecret } from '../config/ask-secret.ts';
import { dataFolderAt, prepareDataFolder } from '../config/data-folder.ts';
import { explainedStart } from '../config/explained-start.ts';
import { helpText, readOptions } from '../config/read-options.ts';
import { REGION_OPTIONS, REGION_USAGE, type RegionOptions } from '../config/region-options.ts';
import { EXIT_FAILED, EXIT_USAGE, StartError } from '../config/start-error.ts';
import { closeServer, listen } from '../gateway/http/http-server.ts';
import { isLoopbackAddress } from '../gateway/http/request-facts.ts';
import { createLogger } from '../observability/logger.ts';
import { clock, newId, timers } from '../system-time.ts';
import { regionApp } from './http/region-app.ts';
import { Places } from './places.ts';
import { openRegionDatabase, openRegionJournal } from './open-stores.ts';
import { regionFileAt } from './region-file.ts';
import { RegionMetrics } from './region-metrics.ts';
import { runRegionTool } from './region-tool.ts';
import { RegionTokens } from './region-tokens.ts';
import { Region } from './region.ts';

/** In `dist/` the bundle lies beside the screens; from source two steps below the root. */
const HERE = dirname(fileURLToPath(import.meta.url));
const SCREENS = HERE.endsWith('dist') ? join(HERE, 'screens') : join(HERE, '..', '..', 'dist', 'screens');
const SHUTDOWN_MS_MAX = 10_000;
const HEADERS_MS_MAX = 10_000;
const REQUEST_MS_MAX = 60_000;

/** Entries of halls over a plain wire would be anybody's, and so would the tokens. */
function createServer({ host, tlsCert, tlsKey }: RegionOptions): Server {
  if ((tlsCert === null) !== (tlsKey === null)) throw new StartError('--tls-cert and --tls-key belong together', EXIT_USAGE);
  if (tlsCert === null || tlsKey === null) {
    if (host !== 'localhost' && !isLoopbackAddress(host)) {
      const why = `refusing to listen on ${host} without a certificate`;
      throw new StartError(`${why}: give --tls-cert and --tls-key, or let a reverse proxy on this machine do it`, EXIT_USAGE);
    }
    return limited(createPlainServer());
  }
  try {
    return limited(createTlsServer({ cert: readFileSync(tlsCert), key: readFileSync(tlsKey), minVersion: 'TLSv1.2' }));
  } catch (error) {
    throw new StartError(`the certificate cannot be used: ${error instanceof Error ? error.message : String(error)}`, EXIT_USAGE);
  }
}

function limited<Kind extends Server | ReturnType<typeof createTlsServer>>(server: Kind): Server {
  server.headersTimeout = HEADERS_MS_MAX;
  server.requestTimeout = REQUEST_MS_MAX;
  server.keepAliveTimeout = 2 * REQUEST_MS_MAX;
  return server;
}

async function serve(options: RegionOptions, log: Logger, closing: Closing): Promise<void> {
  const folder = dataFolderAt(options.data);
  prepareDataFolder(folder);
  const file = regionFileAt(options.regionFile ?? join(folder.path, 'region.yaml'));
  const server = createServer(options);
  const database = await openRegionDatabase(options, { closing, folder, log });
  const journal = openRegionJournal(options, { closing, database, folder, log, timers });
  const access = await Access.open({ database, clock, timers, newId, log });
  closing.add(() => access.close());
  const region = await Region.open({ file, database, journal, clock, timers, log });
  closing.add(() => region.close());
  const metrics = new RegionMetrics(
    () => region.status(),
    () => clock.now(),
  );
  const tokens = new RegionTokens({ database, clock, newId });
  const { allowedOrigins } = options;
  const onTaken = (hall: string, entries: number): void => metrics.taken(hall, entries);
  const given = { access, region, tokens, clock, log, onTaken, metrics, screensFolder: SCREENS, allowedOrigins };
  server.on('request', regionApp(given));
  closing.add(() => closeServer(server));
  const port = await listen(server, options);
  const scheme = options.tlsCert === null ? 'http' : 'https';
  console.log(`区域服务 The region service is at ${scheme}://${options.host}:${port}`);
  log.info({ halls: region.places.halls.length, host: options.host, port }, 'the region is open');
}

async function tool(options: RegionOptions, words: readonly string[], closing: Closing): Promise<void> {
  const folder = dataFolderAt(options.data);
  prepareDataFolder(folder);
  const { places } = regionFileAt(options.regionFile ?? join(folder.path, 'region.yaml'));
  const database = await openRegionDatabase(options, { closing, folder, log: createLogger('error') });
  const askPassword = async (): Promise<string> => {
    const answer = await askSecret('New password: ', { input: process.stdin, output: process.stderr });
    if (answer === null) throw new StartError('no password was given');
    return answer;
  };
  const given = { database, places: new Places(places), of: options.of, clock, newId, askPassword, print: console.log };
  if (!(await runRegionTool(given, words))) throw new StartError(helpText(REGION_USAGE, REGION_OPTIONS), EXIT_USAGE);
}

function stopOnSignals(log: Logger, closing: Closing): void {
  const stop = (exitCode: number): void => {
    setTimeout(() => process.exit(exitCode), SHUTDOWN_MS_MAX).unref();
    closing.run().then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, 'the region did not stop cleanly');
        process.exit(EXIT_FAILED);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop(0));
  process.on('uncaughtException', (error) => {
    log.error({ err: error }, 'bug: nobody caught this');
    stop(EXIT_FAILED);
  });
}

async function main(): Promise<void> {
  const closing = new Closing();
  let options: RegionOptions | null = null;
  try {
    const read = readOptions(REGION_OPTIONS, { arguments: process.argv.slice(2), environment: process.env });
    if (!read.ok) throw new StartError(read.error.join('\n'), EXIT_USAGE);
    if (read.value.is === 'help') return void process.stdout.write(helpText(REGION_USAGE, REGION_OPTIONS));
    const { positionals, values } = read.value;
    options = { ...values, data: resolve(values.data) };
    if (positionals.length > 0) {
      await tool(options, positionals, closing);
      return await closing.run();
    }
    const log = createLogger(options.logLevel);
    stopOnSignals(log, closing);
    await serve(options, log, closing);
  } catch (error) {
    const known = explainedStart(error, options);
    console.error(known === null ? error : `region: ${known.message}`);
    process.exitCode = known?.exitCode ?? EXIT_FAILED;
    await closing.run();
    process.exit();
  }
}

await main();
