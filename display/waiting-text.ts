import type { ConnectionState } from '../shared/client/connection-state.ts';
import type { Text } from '../shared/hall/text.ts';

/**
 * What a screen says that has never yet heard of its hall. To customers only that it is not there; to whoever looks after it the word
 * by which the documents name the reason. The sentences of the panels are for staff, and longer than all that a wall says.
 */
export function waitingText(connection: ConnectionState): Text {
  switch (connection.is) {
    case 'refused':
      return why(connection.error.kind);
    case 'outdated':
      return why('protocol-unsupported');
    default:
      return { zh: '正在连接…', en: 'Connecting…' };
  }
}

function why(kind: string): Text {
  return {
    zh: `本屏暂时不能显示，请告知系统管理员（${kind}）`,
    en: `This screen cannot be shown now. Please tell IT (${kind}).`,
  };
}
