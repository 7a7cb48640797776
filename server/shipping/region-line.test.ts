import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer } from 'node:https';
import { createServer as createBareServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../test/support/free-port.ts';
import { RegionAuthority } from '../../test/support/region-authority.ts';
import { regionLine, type Delivery } from './region-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'hallcall-line-'));
const tokenFile = join(folder, 'token');
const closing: (() => void)[] = [];
let own: RegionAuthority;

beforeAll(() => {
  own = new RegionAuthority(folder);
  writeFileSync(tokenFile, 'a-token');
});
afterAll(() => {
  for (const close of closing) close();
  rmSync(folder, { recursive: true });
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

async function delivery(url: string, ca: string | null = own.caFile): Promise<Delivery> {
  const line = regionLine({ url, tokenFile, ca });
  const delivered = await line.deliver('demo', '{}');
  line.close();
  return delivered;
}

async function regionWith({ cert, key }: { readonly cert: string; readonly key: string }): Promise<string> {
  const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (_request, response) =>
    response.end(JSON.stringify({ position: { version: 0, hash: '0'.repeat(64) } })),
  );
  return `https://127.0.0.1:${await portOf(server)}`;
}

describe('the way to the region', () => {
  it('[Z8] is taken with a certificate of an authority that is trusted, for this name, at this time, and else says which of them it was', async () => {
    const good = await regionWith(own.sign('good'));
    expect((await delivery(good)).is).toBe('taken');
    expect(await delivery(good, null)).toMatchObject({ is: 'away', why: 'not-trusted' });
    expect(await delivery(good, new RegionAuthority(folder, 'other').caFile)).toMatchObject({ is: 'away', why: 'not-trusted' });
    const named = await regionWith(own.sign('named', { subject: 'DNS:region.example' }));
    expect(await delivery(named)).toMatchObject({ is: 'away', why: 'other-name' });
    const old = await regionWith(own.sign('old', { days: -1 }));
    expect(await delivery(old)).toMatchObject({ is: 'away', why: 'certificate-time' });
  });

  it('[Z8] tells a service that is none of a region, and nobody, apart', async () => {
    const answers = async (status: number, body: string): Promise<Delivery> => {
      const server = createPlainServer((_request, response) => response.writeHead(status).end(body));
      return delivery(`http://127.0.0.1:${await portOf(server)}`, null);
    };
    const plain = await portOf(createPlainServer((_request, response) => response.end('hello')));
    expect(await delivery(`https://127.0.0.1:${plain}`)).toMatchObject({ is: 'away', why: 'not-a-region' });
    expect(await answers(200, '<html>welcome</html>')).toMatchObject({ is: 'away', why: 'not-a-region' });
    expect(await answers(404, '<html>nothing here</html>')).toMatchObject({ is: 'away', why: 'not-a-region' });
    expect(await answers(200, 'x'.repeat(100_000))).toMatchObject({ is: 'away', why: 'not-a-region' });
    expect(await answers(502, '<html>bad gateway</html>')).toMatchObject({ is: 'away', why: 'unreachable' });
    expect(await answers(502, 'x'.repeat(100_000))).toMatchObject({ is: 'away', why: 'unreachable' });
    expect(await answers(503, '{"kind":"hub-busy"}')).toMatchObject({ is: 'away', why: 'region-busy' });
    const bare = await portOf(createBareServer((socket) => socket.end('220 mail.example\r\n')));
    expect(await delivery(`http://127.0.0.1:${bare}`, null)).toMatchObject({ is: 'away', why: 'not-a-region' });
    const port = await freePort();
    expect(await delivery(`http://127.0.0.1:${port}`, null)).toMatchObject({ is: 'away', why: 'unreachable' });
  });
});
