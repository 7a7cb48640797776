import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { HUB_OPTIONS } from '../../server/config/hub-options.ts';
import { composeProblems, composeServices, recipeProblems, unitProblems } from './deploy-rules.ts';
import { REPOSITORY } from './source-files.ts';

const DEPLOY = join(REPOSITORY, 'deploy');
const UNITS = readdirSync(join(DEPLOY, 'systemd'));
const read = (path: string): string => readFileSync(join(DEPLOY, path), 'utf8');

describe('the compose file', () => {
  const text = read('compose.yaml');

  it('[I30] pins versions, gives no rights, holds no secret, and opens one port on this machine alone', () => {
    expect(composeProblems(text)).toEqual([]);
    expect(Object.values(composeServices(text)).flatMap(({ ports = [] }) => ports)).toEqual(['127.0.0.1:8080:8080']);
  });

  it.each([
    ['redis:7.2.11-bookworm', 'redis:latest', 'not pinned'],
    ['redis:7.2.11-bookworm', 'redis', 'not pinned'],
    ["user: '999:999'", "user: '0:0'", 'runs as root'],
    ['read_only: true', 'read_only: false', 'can be written'],
    ['cap_drop: [ALL]', 'cap_drop: []', 'keeps capabilities'],
    ["'127.0.0.1:8080:8080'", "'8080:8080'", 'open to the network'],
    ['POSTGRES_PASSWORD_FILE: /run/secrets/postgres', 'POSTGRES_PASSWORD: secret', 'POSTGRES_PASSWORD is in the file'],
    ['HALLCALL_HUB: hub-1,', 'HALLCALL_REDIS: "redis://a:b@redis-1:6379",', 'password in an address'],
    ['restart: unless-stopped', 'restart: "no"', 'does not come back'],
  ])('[I30] is told of: %s as %s', (good, bad, said) => {
    const changed = text.replaceAll(good, bad);
    expect(changed).not.toBe(text);
    expect(composeProblems(changed).join('\n')).toContain(said);
  });

  it('[I30] has three hubs with names of their own, and sets only what hubs know', () => {
    const hubs = Object.entries(composeServices(text)).filter(([name]) => name.startsWith('hub-'));
    const known = Object.values(HUB_OPTIONS).map(({ variable }) => variable);
    const variables = hubs.map(([, { environment = {} }]) => environment);
    expect(variables.map((each) => each['HALLCALL_HUB'])).toEqual(hubs.map(([name]) => name));
    expect(hubs).toHaveLength(3);
    expect(known).toEqual(expect.arrayContaining(variables.flatMap((each) => Object.keys(each))));
  });
});

describe('the recipe of the image', () => {
  const text = read('Containerfile');

  it('[I31] is pinned, without root, scripts and compilers, and says how the hub is', () => {
    expect(recipeProblems(text)).toEqual([]);
  });

  it.each([
    ['node:24.11.1-bookworm-slim', 'node:latest', 'not pinned'],
    ['USER node', 'USER root', 'runs as root'],
    ['COPY --from=build /src/dist ./dist', 'COPY dist ./dist', 'files of the checkout'],
    ['COPY . .', 'ADD https://example.org/a.tar .', 'ADD'],
    ['--ignore-scripts', '', 'run scripts'],
    ['HEALTHCHECK', 'LABEL', 'how it is'],
  ])('[I31] is told of: %s as %s', (good, bad, said) => {
    const changed = text.replaceAll(good, bad);
    expect(changed).not.toBe(text);
    expect(recipeProblems(changed).join('\n')).toContain(said);
  });
});

describe('units of systemd', () => {
  it.each(UNITS)('[I32] %s gives no rights that are not needed, and holds no secret', (unit) => {
    expect(unitProblems(read(`systemd/${unit}`))).toEqual([]);
  });

  it('[I32] a unit that forgets one is told of', () => {
    const text = read('systemd/hallcall-hub@.service');
    expect(unitProblems(text.replace('User=hallcall', 'User=root'))).toEqual(['User is root']);
    expect(unitProblems(text.replace('ProtectSystem=strict\n', ''))).toEqual(['ProtectSystem is missing']);
    expect(unitProblems(`${text}Environment=HALLCALL_DATABASE=postgres://a:b@c/d\n`)).toEqual(['a secret is in the unit']);
  });

  it('[I32] systemd itself has nothing to say against them, where it is installed', () => {
    if (!existsSync('/usr/bin/systemd-analyze')) return;
    const folder = mkdtempSync(join(tmpdir(), 'hallcall-units-'));
    try {
      // The programs and users of another machine are replaced by those of this one: what is judged are the units.
      const paths = UNITS.map((unit) => {
        const path = join(folder, unit.replace('@', '@one'));
        const text = read(`systemd/${unit}`).replaceAll(/^User=.*$/gm, 'User=root');
        writeFileSync(path, text.replaceAll(/^ExecStart=\S+/gm, `ExecStart=${process.execPath}`));
        return path;
      });
      const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the load balancer', () => {
  const environment = Object.fromEntries(
    ['LISTEN', 'HUB_1', 'HUB_2', 'HUB_3'].map((name, at) => [`HALLCALL_${name}`, `127.0.0.1:${9_000 + at}`]),
  );
  const check = (path: string) =>
    spawnSync('haproxy', ['-c', '-f', path], { encoding: 'utf8', env: { ...environment, PATH: '/usr/sbin:/usr/bin' } });

  it('[I33] has a configuration that HAProxy takes, without stickiness', () => {
    const { output, status } = check(join(DEPLOY, 'haproxy.cfg'));
    expect(output.join('\n')).toContain('valid');
    expect(status).toBe(0);
    expect(read('haproxy.cfg')).not.toMatch(/^\s*(cookie|stick|balance source|hash-type)/m);
  });
});
