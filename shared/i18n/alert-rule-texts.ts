import type { AlertAudience, AlertSound, WatchedKind } from '../hall/alert-rule.ts';
import { catalogue } from './catalogue.ts';

/** In what the number of a rule is counted. */
export const ALERT_MEASURES: { readonly [Kind in WatchedKind]: 'people' | 'minutes' | 'seconds' } = {
  'people-waiting': 'people',
  'longest-wait': 'minutes',
  'class-waiting': 'minutes',
  'idle-counter': 'minutes',
  'long-service': 'minutes',
  'long-pause': 'minutes',
  'queue-while-paused': 'people',
  'counter-closed-early': 'minutes',
  'device-fault': 'seconds',
  'predicted-wait': 'minutes',
};

/** The form of one alert rule: what is watched, from when, and who is told step by step. */
export const alertRuleTexts = catalogue({
  zh: {
    kinds: {
      'people-waiting': '等候人数',
      'longest-wait': '最长等候',
      'class-waiting': '专席客户到店等候',
      'idle-counter': '台席空闲',
      'long-service': '办理时间过长',
      'long-pause': '暂停过久',
      'queue-while-paused': '排队多而有台席暂停',
      'counter-closed-early': '台席提前关闭',
      'device-fault': '设备故障',
      'predicted-wait': '预计等候过长',
    } satisfies Record<WatchedKind, string>,
    units: { people: '人', minutes: '分钟', seconds: '秒' },
    threshold: '达到',
    anyService: '各业务分别',
    ahead: '提前（分钟）',
    repeat: '重复（分钟）',
    step: (number: number) => `第 ${number} 步`,
    after: '秒后',
    tell: '告诉',
    audiences: {
      teller: '营业员',
      greeter: '引导员',
      manager: '值班经理',
      guard: '保安',
    } satisfies Record<AlertAudience, string>,
    sound: '声音',
    sounds: { none: '无声', chime: '提示音', urgent: '急促' } satisfies Record<AlertSound, string>,
    attend: '请其前往',
    addStep: '增加一步',
  },
  en: {
    kinds: {
      'people-waiting': 'People waiting',
      'longest-wait': 'Longest wait',
      'class-waiting': 'A class waits while its counters are busy',
      'idle-counter': 'Idle counter',
      'long-service': 'Long service',
      'long-pause': 'Long pause',
      'queue-while-paused': 'Long queue while a counter pauses',
      'counter-closed-early': 'Counter closed early',
      'device-fault': 'Device fault',
      'predicted-wait': 'Expected wait',
    },
    units: { people: 'people', minutes: 'minutes', seconds: 'seconds' },
    threshold: 'From',
    anyService: 'each service on its own',
    ahead: 'Ahead (minutes)',
    repeat: 'Repeat (minutes)',
    step: (number: number) => `Step ${number}`,
    after: 'seconds later',
    tell: 'Tell',
    audiences: { teller: 'tellers', greeter: 'greeters', manager: 'managers', guard: 'guards' },
    sound: 'Sound',
    sounds: { none: 'silent', chime: 'chime', urgent: 'urgent' },
    attend: 'Ask to go there',
    addStep: 'Add a step',
  },
});
