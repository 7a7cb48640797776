import { createServer } from 'node:net';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { freePort } from '../test/support/free-port.ts';
import { explainedAct, operatorReach } from './operator-tool.ts';

it('[A75] an operator is told in a sentence of a password that is not there, and of a server that does not answer or takes nobody', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hallcall-operator-'));
  const passwordFile = join(folder, 'operator.password');
  const redis = `redis://operator@127.0.0.1:${await freePort()}`;
  await expect(operatorReach({ redis, passwordFile })).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/operator\.password \(--password-file\) cannot be read: ENOENT/),
  });
  await writeFile(passwordFile, 'only-for-tests\n');
  await expect(operatorReach({ redis: 'nonsense', passwordFile })).rejects.toMatchObject({ exitCode: 2 });
  const nobody = await operatorReach({ redis, passwordFile });
  const [host, port] = ['127.0.0.1', Number(redis.split(':').at(-1))];
  const refused: unknown = await nobody.connect({ host, port }).catch((error: unknown) => error);
  expect(explainedAct(refused)).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/does not answer.*is it running, and is --redis right/),
  });
  const strict = createServer((socket) => socket.on('data', () => socket.write('-WRONGPASS no such user\r\n'))).listen(
    port,
    host,
  );
  await once(strict, 'listening');
  const wrong: unknown = await nobody.connect({ host, port }).catch((error: unknown) => error);
  expect(explainedAct(wrong)).toMatchObject({ message: expect.stringMatching(/refuses this user \(WRONGPASS.*the password$/) });
  strict.close();
  expect(explainedAct(new TypeError('a bug'))).toBeNull();
  await rm(folder, { recursive: true });
});
