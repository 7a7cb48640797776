import { parse } from 'yaml';

/** What a service of the compose file may say; compose knows more. */
export interface ComposeService {
  readonly image?: string;
  readonly user?: string;
  readonly read_only?: boolean;
  readonly privileged?: boolean;
  readonly network_mode?: string;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly restart?: string;
  readonly healthcheck?: object;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

/** Three parts, so that nobody's next version comes by itself; PostgreSQL has two. */
const PINNED = /^[a-z0-9./-]+:\d+\.\d+(\.\d+)?(-[a-z0-9.]+)*$/;
const ROOT = /^(root|0)(:|$)/;
const SECRET_NAME = /PASSWORD|SECRET|TOKEN|PASSPHRASE/;
const LOGIN_IN_ADDRESS = /[a-z]+:\/\/[^\s/]*:[^\s/]*@/;

export function composeServices(text: string): Readonly<Record<string, ComposeService>> {
  const file = parse(text, { merge: true }) as { readonly services?: Readonly<Record<string, ComposeService>> };
  return file.services ?? {};
}

/** What is wrong with a compose file, as `service: what`. */
export function composeProblems(text: string): string[] {
  const inside = LOGIN_IN_ADDRESS.test(text) ? ['the file holds a password in an address'] : [];
  const services = Object.entries(composeServices(text));
  return [...inside, ...services.flatMap(([name, service]) => serviceProblems(service).map((what) => `${name}: ${what}`))];
}

function serviceProblems(service: ComposeService): string[] {
  const { environment = {}, image = '', ports = [], user = '' } = service;
  return [
    !PINNED.test(image) && `"${image}" is not pinned by its version`,
    (user === '' || ROOT.test(user)) && 'it runs as root',
    service.read_only !== true && 'its root file system can be written',
    !service.cap_drop?.includes('ALL') && 'it keeps capabilities',
    service.cap_add !== undefined && 'it gets capabilities back',
    service.privileged === true && 'it is privileged',
    service.network_mode === 'host' && 'it is on the network of the machine',
    !service.security_opt?.includes('no-new-privileges:true') && 'it may gain rights',
    service.restart !== 'unless-stopped' && 'it does not come back',
    service.healthcheck === undefined && !image.startsWith('hallcall:') && 'nobody asks how it is',
    ports.some((port) => !port.startsWith('127.0.0.1:')) && 'a port is open to the network',
    (service.volumes ?? []).some((volume) => volume.includes('docker.sock')) && 'it may rule the machine',
    ...Object.entries(environment).map(
      ([name]) => SECRET_NAME.test(name) && !name.endsWith('_FILE') && `${name} is in the file instead of a file of its own`,
    ),
  ].filter((problem) => problem !== false);
}

/** What is wrong with a recipe for an image. */
export function recipeProblems(text: string): string[] {
  const lines = instructionsOf(text);
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const users = last.filter((line) => line.startsWith('USER ')).map((line) => line.slice('USER '.length));
  const from = lines.filter((line) => line.startsWith('FROM ')).map((line) => line.split(' ')[1] ?? '');
  return [
    ...from.map((image) => !PINNED.test(image) && `"${image}" is not pinned by its version`),
    from.length < 2 && 'what builds is shipped, too',
    (users.length === 0 || users.some((user) => ROOT.test(user))) && 'it runs as root',
    lines.some((line) => line.startsWith('ADD ')) && 'ADD fetches and unpacks: COPY does neither',
    last.some((line) => /^COPY (?!--from=)/.test(line)) && 'the shipped image takes files of the checkout',
    lines.some((line) => /\b(curl|wget)\b/.test(line)) && 'it fetches what nobody checks',
    lines.some((line) => /npm (ci|install)\b(?!.*--ignore-scripts)/.test(line)) && 'packages run scripts while it is built',
    lines.some((line) => /npm install\b/.test(line)) && 'packages are not those of the lock file',
    !last.some((line) => line.startsWith('HEALTHCHECK ')) && 'nobody asks how it is',
    lines.some((line) => /^(ENV|ARG) .*(PASSWORD|SECRET|TOKEN)/.test(line)) && 'a secret is in the image',
  ].filter((problem) => problem !== false);
}

/** With lines that go on joined, without comments. */
function instructionsOf(text: string): string[] {
  const joined = text.replaceAll(/\\\n\s*/g, ' ');
  return joined.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

const UNIT_SETTINGS: readonly (readonly [setting: string, wanted: RegExp])[] = [
  ['User', /^(?!root$)\S+$/],
  ['NoNewPrivileges', /^yes$/],
  ['CapabilityBoundingSet', /^$/],
  ['ProtectSystem', /^strict$/],
  ['ProtectHome', /^yes$/],
  ['PrivateTmp', /^yes$/],
  ['ProtectKernelModules', /^yes$/],
  ['ProtectKernelTunables', /^yes$/],
  ['ProtectControlGroups', /^yes$/],
  ['RestrictAddressFamilies', /^AF_INET AF_INET6 AF_UNIX$/],
  ['RestrictNamespaces', /^yes$/],
  ['RestrictSUIDSGID', /^yes$/],
  ['SystemCallFilter', /^@system-service$/],
  ['UMask', /^0077$/],
  ['Restart', /^always$/],
  ['StateDirectoryMode', /^0700$/],
];

/** What is wrong with a unit of systemd. */
export function unitProblems(text: string): string[] {
  const settings = new Map(text.split('\n').flatMap((line) => (/^\w+=/.test(line) ? [settingOf(line)] : [])));
  const weak = UNIT_SETTINGS.filter(([name, wanted]) => !wanted.test(settings.get(name) ?? 'missing'));
  return [
    ...weak.map(([name]) => `${name} is ${settings.get(name) ?? 'missing'}`),
    ...(LOGIN_IN_ADDRESS.test(text) || /^Environment=.*(PASSWORD|SECRET|TOKEN)/m.test(text) ? ['a secret is in the unit'] : []),
  ];
}

function settingOf(line: string): readonly [string, string] {
  const at = line.indexOf('=');
  return [line.slice(0, at), line.slice(at + 1)];
}
