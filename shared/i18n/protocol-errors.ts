import type { ProtocolError } from '../protocol/errors.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Language } from './language.ts';

/** What the way to the hall can answer, one sentence each. `detail` is for engineers and never shown to a person. */
export function protocolErrorText(error: ProtocolError, language: Language): string {
  const zh = language === 'zh';
  switch (error.kind) {
    case 'malformed':
      return zh ? '这次操作的内容有误，未作更改。' : 'Something in this request is wrong; nothing was changed.';
    case 'unknown-command':
      return zh ? '系统不认识此操作，请刷新本页。' : 'The system does not know this action. Reload this page.';
    case 'message-too-large':
      return zh ? '内容过大，未作更改。' : 'This is too large; nothing was changed.';
    case 'too-many-commands':
      return zh ? '操作过于频繁，请稍候再试。' : 'Too many actions at once. Please wait a moment.';
    case 'unauthenticated':
      return zh ? '登录已失效，请重新登录。' : 'You are signed out. Please sign in again.';
    case 'wrong-password':
      return zh ? '工号或密码不正确。' : 'Staff number or password is wrong.';
    case 'unknown-hall':
      return zh ? '没有这个营业厅。' : 'There is no such hall.';
    case 'protocol-unsupported':
      if (error.side === 'hub')
        return zh ? '服务器版本过旧，请联系系统管理员更新。' : 'The hub is too old. Please ask IT to update it.';
      return zh ? '本页版本过旧，请刷新。' : 'This page is too old. Please reload it.';
    case 'origin-refused':
      return zh ? '不允许从此地址访问。' : 'This address may not connect here.';
    case 'command-expired':
      return zh ? '该操作属于已结束的营业日，未执行。' : 'This belonged to a business day that is over; it was not done.';
    case 'command-id-reused':
      return zh ? '操作编号重复，未执行。' : 'The id of this action was used before; it was not done.';
    case 'hall-read-only':
      return zh
        ? '系统暂时无法保存，所有操作已停止，请立即联系系统管理员。'
        : 'Nothing can be saved now, so nothing is accepted. Please call IT at once.';
    case 'clock-unconfirmed':
      return zh ? '系统时钟发生跳变，请值班经理确认时间。' : 'The system clock jumped. The duty manager must confirm the time.';
    case 'hub-busy':
      return zh ? '系统繁忙，请稍候再试。' : 'The system is busy. Please try again in a moment.';
    case 'hub-leaving':
      return zh ? '服务器正在切换，请稍候再试。' : 'The server is changing over. Please try again in a moment.';
    case 'internal':
      return zh ? '系统出错，操作未完成，请重试或联系系统管理员。' : 'Something went wrong inside. Try again, or call IT.';
    default:
      return unreachable(error.kind);
  }
}
