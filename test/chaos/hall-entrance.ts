import { HALL } from './hub-program.ts';

const PASSWORD = 'hallcall-demo';

/** A token of the demo account, as a browser gets it. */
export async function signIn(url: string, staffNumber: string): Promise<string> {
  return tokenFrom(`${url}/api/sessions`, { staffNumber, password: PASSWORD });
}

/** A token of a kiosk, as the page on the hub's own machine gets it. */
export async function kioskToken(url: string): Promise<string> {
  return tokenFrom(`${url}/api/devices/demo`, { kind: 'kiosk' });
}

/** Version, hash and state, as everybody with a right gets them. */
export async function readState(url: string, token: string): Promise<{ version: number; hash: string; state: unknown }> {
  const response = await fetch(`${url}/api/halls/${HALL}/state`, { headers: { authorization: `Bearer ${token}` } });
  if (!response.ok) throw new Error(`the state cannot be read: ${response.status} ${await response.text()}`);
  return (await response.json()) as { version: number; hash: string; state: unknown };
}

async function tokenFrom(address: string, body: object): Promise<string> {
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { token?: string };
  if (answer.token === undefined) throw new Error(`no token from ${address}: ${JSON.stringify(answer)}`);
  return answer.token;
}
