import type { ClassId, HallConfiguration } from '../hall/configuration.ts';
import type { CallReason, PassedQueue } from '../hall/routing/call-reason.ts';
import { unreachable } from '../lib/unreachable.ts';
import type { Language } from './language.ts';

function ruleSentence(reason: CallReason, zh: boolean): string {
  switch (reason.rule) {
    case 'fcfs':
      return zh ? '按取号先后' : 'The first to have come';
    case 'strict':
      return zh ? '按类别先后' : 'By the order of classes';
    case 'aging':
      return zh ? '按类别计算，等候时间最长' : 'The longest wait, counted by class';
    case 'head-start':
      return zh ? '按类别提前计算，取号最早' : 'The first to have come, the class’s head start counted';
    case 'ratio':
      return zh ? '轮到该类客户' : 'The turn of this class';
    case 'cap':
      return zh ? '已让行到上限，优先叫号' : 'Passed as often as allowed, so first now';
    case 'max-wait':
      return zh ? '等候超过上限，不分类别，先到先叫' : 'Waited longer than the maximum, so the first of all classes';
    case 'own':
      return zh ? '只等本台席或本柜员' : 'Waited for this counter or its teller only';
    case 'chosen':
      return (zh ? '选呼' : 'Chosen') + (reason.why === undefined ? '' : `${zh ? '：' : ': '}${reason.why}`);
    default:
      return unreachable(reason.rule);
  }
}

function passedText(passed: PassedQueue, configuration: HallConfiguration, language: Language): string {
  const service = configuration.services.find((each) => each.id === passed.service)?.name[language] ?? passed.service;
  const group = configuration.classes.find((each) => each.id === passed.class)?.name[language] ?? passed.class;
  if (language === 'zh') return `${service}·${group}${passed.to === undefined ? ' ' : '（指定本台席）'}${passed.count} 人`;
  return `${passed.count} × ${service} (${group}${passed.to === undefined ? '' : ', for this counter only'})`;
}

/** Who was called before a customer who waits longer, and why: for that customer. */
export function passedByText(reason: CallReason, classId: ClassId, configuration: HallConfiguration, language: Language): string {
  const group = configuration.classes.find((each) => each.id === classId)?.name[language] ?? classId;
  const because = ruleSentence(reason, language === 'zh');
  return language === 'zh' ? `先叫了一位${spaced(group)}客户：${because}。` : `A ${group} customer was called first. ${because}.`;
}

/** Chinese keeps a space between itself and Latin letters. */
function spaced(name: string): string {
  return `${/^[A-Za-z0-9]/.test(name) ? ' ' : ''}${name}${/[A-Za-z0-9]$/.test(name) ? ' ' : ''}`;
}

/** Why this ticket was called, in one sentence for the staff who may be asked. */
export function callReasonText(reason: CallReason, configuration: HallConfiguration, language: Language): string {
  const parts = [ruleSentence(reason, language === 'zh')];
  if (reason.passed.length > 0) {
    const queues = reason.passed.map((each) => passedText(each, configuration, language));
    parts.push(language === 'zh' ? `让行：${queues.join('、')}` : `passed: ${queues.join(', ')}`);
    if (reason.capLeft !== null) {
      parts.push(language === 'zh' ? `最多还可让行 ${reason.capLeft} 次` : `${reason.capLeft} more allowed`);
    }
  }
  return language === 'zh' ? `${parts.join('；')}。` : `${parts.join('; ')}.`;
}
