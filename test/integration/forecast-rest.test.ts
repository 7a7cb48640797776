import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ServedApi } from '../support/served-api.ts';

const PATH = '/api/halls/demo/forecast';

describe('forecasts over REST', () => {
  let api: ServedApi;

  beforeAll(async () => {
    api = await ServedApi.start();
  });

  afterAll(() => api.close());

  it('[F85] are none before the first, those that screens show after it, and none once they are old', async () => {
    const token = await api.signIn('1001');
    expect((await api.request('GET', PATH, { token })).body).toEqual({ forecast: null, tickets: null });
    const now = Date.now();
    api.hub.tell('demo', { name: 'forecast', body: { at: now, version: 1, services: [] } });
    api.hub.tell('demo', { name: 'ticket-forecasts', body: { at: now, version: 1, tickets: [] } });
    expect((await api.request('GET', PATH, { token })).body).toEqual({
      forecast: { at: now, version: 1, services: [] },
      tickets: { at: now, version: 1, tickets: [] },
    });
    api.hub.tell('demo', { name: 'forecast', body: { at: now - 60_000, version: 1, services: [] } });
    expect((await api.request('GET', PATH, { token })).body['forecast']).toBeNull();
  });

  it('[F85] of single tickets are for the staff only', async () => {
    const token = await api.kiosk();
    const answer = await api.request('GET', PATH, { token });
    expect(answer.body).not.toHaveProperty('tickets');
    expect((await api.request('GET', PATH)).status).toBe(401);
  });
});
