import { describe, expect, it } from 'vitest';
import { isOriginAllowed } from './origin-rule.ts';

const HOST = '192.168.1.10:8080';
const NONE = new Set<string>();

describe('isOriginAllowed', () => {
  it.each([
    [{ host: HOST }, true],
    [{ host: HOST, origin: `http://${HOST}` }, true],
    [{ host: HOST, origin: `https://${HOST}` }, true],
    [{ host: 'HALL.local:8080', origin: 'http://hall.local:8080' }, true],
    [{ host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }, true],
    [{ host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'cross-site' }, false],
    [{ host: HOST, 'sec-fetch-site': 'cross-site' }, false],
    [{ host: HOST, origin: 'null' }, false],
    [{ host: HOST, origin: '' }, false],
    [{ host: HOST, origin: `ftp://${HOST}` }, false],
    [{ host: HOST, origin: `http://${HOST}/` }, false],
    [{ host: HOST, origin: `http://${HOST}.evil.example` }, false],
    [{ host: HOST, origin: `http://user@${HOST}` }, false],
    [{ host: HOST, origin: 'http://192.168.1.10' }, false],
    [{ origin: 'http://undefined' }, false],
  ])('[P1] judges %o: %s', (headers, allowed) => {
    expect(isOriginAllowed(headers, NONE)).toBe(allowed);
  });

  it('[P1] takes configured origins as they are written', () => {
    const allowed = new Set(['https://hall.example']);
    expect(isOriginAllowed({ host: HOST, origin: 'https://hall.example' }, allowed)).toBe(true);
    expect(isOriginAllowed({ host: HOST, origin: 'https://hall.example', 'sec-fetch-site': 'cross-site' }, allowed)).toBe(true);
    expect(isOriginAllowed({ host: HOST, origin: 'https://HALL.example' }, allowed)).toBe(false);
    expect(isOriginAllowed({ host: HOST, origin: 'https://hall.example:444' }, allowed)).toBe(false);
  });
});
