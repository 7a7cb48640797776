/**
 * Who may know whom: `docs/architecture.md`, "Rooms", as rules. `test/architecture/rooms.test.ts` plants a forbidden import
 * for each of them and expects it to be found.
 */

const APPS = ['kiosk', 'display', 'counter', 'phone'];
/**
 * A ladder: a room imports only rooms below it.
 *
 * @type {[name: string, path: string][]}
 */
const LADDER = [
  ['lib', '^shared/lib/'],
  ['hall', '^shared/hall/'],
  ['voice', '^shared/voice/'],
  ['protocol', '^shared/protocol/'],
  ['offline', '^shared/offline/'],
  ['client', '^shared/client/'],
  ['ui', '^shared/ui/'],
];
const SERVER_ROOMS =
  '^server/(hub|journal|database|access|gateway|history|identity|led|media|phone|printing|records|screens|voice|watch|observability|config)/';
const TESTS = '(^test/|[.]test[.]ts$)';

/**
 * @param {string} name
 * @param {string} comment
 * @param {import('dependency-cruiser').IRegularForbiddenRuleType['from']} from
 * @param {import('dependency-cruiser').IRegularForbiddenRuleType['to']} to
 * @returns {import('dependency-cruiser').IRegularForbiddenRuleType & { name: string }}
 */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const ladderRules = LADDER.flatMap(([name, path], step) => {
  const above = LADDER.slice(step + 1).map(([, higher]) => higher);
  const outside = [...above, '^shared/i18n/', '^server/', ...APPS.map((app) => `^${app}/`)].filter(
    (other) => name !== 'ui' || other !== '^shared/i18n/',
  );
  return [
    forbid(
      `${name}-knows-only-below`,
      'lib <- hall <- voice <- protocol <- offline <- client <- ui <- apps',
      { path, pathNot: TESTS },
      { path: outside },
    ),
  ];
});

const appRules = APPS.map((app) =>
  forbid(
    `${app}-stands-alone`,
    'apps never import each other or the server',
    { path: `^${app}/` },
    {
      path: ['^server/', ...APPS.filter((other) => other !== app).map((other) => `^${other}/`)],
    },
  ),
);

export default {
  forbidden: [
    ...ladderRules,
    ...appRules,
    forbid(
      'i18n-knows-types-only',
      'texts need lib, and the types of hall and protocol',
      { path: '^shared/i18n/', pathNot: TESTS },
      {
        path: ['^shared/(hall|protocol)/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'i18n-stands-alone',
      'texts know no client, no component, no app',
      { path: '^shared/i18n/', pathNot: TESTS },
      {
        path: ['^shared/(client|ui)/', '^server/', ...APPS.map((app) => `^${app}/`)],
      },
    ),
    forbid(
      'hall-is-pure',
      'the model calls no I/O and no schema library: it imports no package at all',
      {
        path: '^shared/(hall|lib|voice)/',
        pathNot: TESTS,
      },
      { dependencyTypes: ['core', 'npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'] },
    ),
    forbid(
      'shared-runs-in-browsers',
      'nothing of Node in shared',
      { path: '^shared/', pathNot: TESTS },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'client-has-no-markup',
      'the client knows no DOM framework',
      { path: '^shared/client/', pathNot: TESTS },
      { path: 'node_modules/svelte/' },
    ),
    forbid(
      'apps-run-in-browsers',
      'nothing of Node in a screen',
      {
        path: `^(${APPS.join('|')})/`,
        pathNot: [TESTS, '[.]config[.]ts$'],
      },
      { dependencyTypes: ['core'] },
    ),
    forbid(
      'server-has-no-screens',
      'the server imports neither the client nor components',
      { path: '^server/', pathNot: [TESTS, '^server/demo', '^server/kiosk-agent/'] },
      {
        path: ['^shared/(client|ui)/', ...APPS.map((app) => `^${app}/`)],
      },
    ),
    forbid(
      'only-main-wires',
      'nobody imports the programs',
      { path: '^(shared|server|kiosk|display|counter|phone)/' },
      {
        path: '^(server|kiosk|display|counter|phone)/main[.]ts$',
      },
    ),
    forbid(
      'hub-knows-ports',
      'hub -> hall, protocol, the journal port',
      { path: '^server/hub/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: ['^server/hub/', '^server/journal/(journal|entry|hash|canonical)[^/]*[.]ts$'],
      },
    ),
    forbid(
      'journal-adapters-stand-alone',
      'adapters implement the port and never import each other',
      {
        path: '^server/journal/(memory|sqlite|redis)[/-]',
        pathNot: TESTS,
      },
      { path: '^server/journal/(memory|sqlite|redis)[/-]', pathNot: '^server/journal/$1[/-]' },
    ),
    forbid(
      'redis-carries',
      'the store in Redis carries what others keep there: of them it knows the ports of duties and peers, and the log',
      { path: '^server/redis/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: ['^server/redis/', '^server/hub/(duties|peers|hub-log)[.]ts$'],
      },
    ),
    forbid(
      'journal-knows-no-room',
      'the journal stores; it knows no hub, no gateway',
      { path: '^server/journal/', pathNot: TESTS },
      {
        path: SERVER_ROOMS,
        pathNot: ['^server/journal/', '^server/database/'],
      },
    ),
    forbid(
      'gateway-is-the-edge',
      'only main.ts knows the gateway',
      { path: SERVER_ROOMS, pathNot: ['^server/gateway/', TESTS] },
      {
        path: '^server/gateway/',
      },
    ),
    forbid(
      'watch-acts-by-commands',
      'the watch asks the core what is due, sends commands and tells news: of the hub it knows answers, news, quotes and the log',
      { path: '^server/watch/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: ['^server/watch/', '^server/hub/(hub-answer|hub-log|news|quote-source)[.]ts$'],
      },
    ),
    forbid(
      'identity-tells-classes',
      'who a customer is stays in its room: it knows the database and the log, and nobody gets more of it than a class',
      { path: '^server/identity/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: ['^server/(identity|database|observability)/'],
      },
    ),
    forbid(
      'screens-act-by-commands',
      'the room of screens hears what screens say and sends commands: of the hub it knows answers, news, the log, who listens, and other hubs',
      { path: '^server/screens/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: [
          '^server/(screens|database)/',
          '^server/hub/(hub-answer|hub-log|news|peer-questions|peers|screen-listener)[.]ts$',
        ],
      },
    ),
    forbid(
      'history-reads-the-journal',
      'the history follows the journal through its port and writes its own tables: of the hub it knows the log',
      { path: '^server/history/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: ['^server/(history|database)/', '^server/journal/(journal|entry)[.]ts$', '^server/hub/hub-log[.]ts$'],
      },
    ),
    forbid(
      'shipping-follows-the-journal',
      'shipping reads the journal through its port: of the hub it knows the log, duties and other hubs',
      { path: '^server/shipping/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: [
          '^server/shipping/',
          '^server/journal/(journal|entry)[.]ts$',
          '^server/hub/(duties|hub-log|peers)[.]ts$',
          '^server/config/start-error[.]ts$',
        ],
      },
    ),
    forbid(
      'region-commands-nothing',
      'a region takes logs and shows them: no hub, no door for commands, no room of one hall but history and accounts',
      { path: '^server/region/', pathNot: TESTS },
      {
        path: '^server/',
        pathNot: [
          '^server/(region|access|config|database|history|journal|observability)/',
          '^server/(closing|folder-database|shared-database|system-time)[.]ts$',
          '^server/hub/load-hall[.]ts$',
          '^server/gateway/http/(credential-rates|http-server|intake|methods|problem|request-facts|security-headers|session-routes)[.]ts$',
        ],
      },
    ),
    forbid(
      'access-knows-no-hub',
      'rights need no hub: the door brings both together',
      { path: '^server/access/', pathNot: TESTS },
      {
        path: '^server/(hub|gateway|printing|journal)/',
      },
    ),
    forbid(
      'nothing-needs-tests',
      'nothing imports test/',
      { path: '^(shared|server|kiosk|display|counter|phone|scripts)/', pathNot: TESTS },
      {
        path: TESTS,
      },
    ),
    forbid('no-cycles', 'two files that need each other are one idea, or three', {}, { circular: true }),
    forbid(
      'no-dev-packages',
      'what is shipped needs no development package',
      {
        path: '^(shared|server)/',
        pathNot: [TESTS, '[.]svelte([.]ts)?$', '^shared/ui/'],
      },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['type-only'] },
    ),
    forbid('no-unresolvable', 'an import that leads nowhere', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|test-results)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['svelte', 'import', 'node', 'default', 'types'] },
    extraExtensionsToScan: [],
  },
};
