import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD, HubProcess } from '../support/hub-process.ts';

let hub: HubProcess;

beforeAll(async () => {
  hub = await HubProcess.start({ environment: { HALLCALL_PROXIES: '127.0.0.1' } });
});

afterAll(() => hub.close());

async function signIn(password: string, client: string): Promise<number> {
  const headers = { 'content-type': 'application/json', 'x-forwarded-for': client };
  const body = JSON.stringify({ staffNumber: '1001', password });
  return (await fetch(`${hub.url}/api/sessions`, { method: 'POST', headers, body })).status;
}

describe('a hub behind a load balancer', () => {
  it('[I20] whoever guesses passwords waits at his own address, and nobody else does', async () => {
    for (let guess = 0; guess < 5; guess += 1) expect(await signIn('wrong', '203.0.113.9')).toBe(401);
    expect(await signIn(DEMO_PASSWORD, '203.0.113.9')).toBe(429);
    expect(await signIn(DEMO_PASSWORD, '198.51.100.7')).toBe(201);
  });
});
