import type { ConnectionState } from '../client/connection-state.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Language } from '../i18n/language.ts';
import { protocolErrorText } from '../i18n/protocol-errors.ts';
import { preciseTimeText } from '../i18n/time.ts';

/** What is wrong with the line, for staff; null while there is nothing to say. */
export function connectionText(connection: ConnectionState, language: Language, timeZone: string | undefined): string | null {
  const zh = language === 'zh';
  switch (connection.is) {
    case 'live':
      return null;
    case 'connecting':
      return zh ? '正在连接…' : 'Connecting…';
    case 'stale': {
      const since = preciseTimeText(connection.since, timeZone, language);
      return zh ? `已断线，以下为 ${since} 的内容，请勿据此叫号。` : `Not live. What you see is from ${since}.`;
    }
    case 'refused':
      return protocolErrorText(connection.error, language);
    case 'outdated':
      if (connection.side === 'hub')
        return zh ? '服务器版本过旧，请联系系统管理员更新。' : 'The hub is too old. Please ask IT to update it.';
      return zh ? '本页版本过旧，请刷新。' : 'This page is too old. Please reload it.';
    default:
      return unreachable(connection);
  }
}
