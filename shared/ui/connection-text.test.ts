import { expect, it } from 'vitest';
import { connectionText } from './connection-text.ts';

const SINCE = Date.UTC(2026, 10, 22, 1, 41, 7);

it('[D25] says nothing while live, else what is wrong and since when', () => {
  expect(connectionText({ is: 'live' }, 'zh', 'Asia/Shanghai')).toBeNull();
  expect(connectionText({ is: 'connecting', attempt: 2 }, 'zh', undefined)).toBe('正在连接…');
  expect(connectionText({ is: 'stale', since: SINCE }, 'zh', 'Asia/Shanghai')).toContain('09:41:07');
  expect(connectionText({ is: 'stale', since: SINCE }, 'en', 'Asia/Shanghai')).toContain('09:41:07');
  expect(connectionText({ is: 'refused', error: { kind: 'unauthenticated' } }, 'en', undefined)).toContain('sign in');
  expect(connectionText({ is: 'outdated', side: 'hub' }, 'en', undefined)).toContain('hub');
  expect(connectionText({ is: 'outdated', side: 'screen' }, 'zh', undefined)).toContain('刷新');
});
