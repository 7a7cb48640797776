import type { HallConfiguration } from '../hall/configuration.ts';
import type { CallReason, PassedQueue } from '../hall/routing/call-reason.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Language } from './language.ts';

function ruleSentence(reason: CallReason, language: Language): string {
  switch (reason.rule) {
    case 'aging':
      return language === 'zh' ? '按叫号规则' : 'By the hall’s rule';
    case 'cap':
      return language === 'zh' ? '已让行到上限，优先叫号' : 'Passed as often as allowed, so first now';
    case 'chosen':
      return (
        (language === 'zh' ? '选呼' : 'Chosen') +
        (reason.why === undefined ? '' : `${language === 'zh' ? '：' : ': '}${reason.why}`)
      );
    default:
      return unreachable(reason.rule);
  }
}

function passedText(passed: PassedQueue, configuration: HallConfiguration, language: Language): string {
  const service = configuration.services.find((each) => each.id === passed.service)?.name[language] ?? passed.service;
  const group = configuration.classes.find((each) => each.id === passed.class)?.name[language] ?? passed.class;
  return language === 'zh' ? `${service}·${group} ${passed.count} 人` : `${passed.count} × ${service} (${group})`;
}

/** Why this ticket was called, in one sentence for the staff who may be asked. */
export function callReasonText(reason: CallReason, configuration: HallConfiguration, language: Language): string {
  const parts = [ruleSentence(reason, language)];
  if (reason.passed.length > 0) {
    const queues = reason.passed.map((each) => passedText(each, configuration, language));
    parts.push(language === 'zh' ? `让行：${queues.join('、')}` : `passed: ${queues.join(', ')}`);
    if (reason.capLeft !== null) {
      parts.push(language === 'zh' ? `最多还可让行 ${reason.capLeft} 次` : `${reason.capLeft} more allowed`);
    }
  }
  return language === 'zh' ? `${parts.join('；')}。` : `${parts.join('; ')}.`;
}
