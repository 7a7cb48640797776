import { catalogue } from './catalogue.ts';

/** What a screen says before it is one of the hall's, and while it is enrolled. */
export const deviceTexts = catalogue({
  zh: {
    connecting: '正在连接…',
    hubUnreachable: '正在等待服务器…',
    notEnrolled: '本屏幕尚未登记',
    askAdministrator: '请系统管理员登记本设备。',
    enrolling: '正在登记…',
    enrolFailed: '登记地址无效或已使用',
    enrolAgain: '请系统管理员重新生成登记地址。',
  },
  en: {
    connecting: 'Connecting…',
    hubUnreachable: 'Waiting for the hub…',
    notEnrolled: 'This screen is not enrolled',
    askAdministrator: 'Please ask the system administrator to enrol this device.',
    enrolling: 'Enrolling…',
    enrolFailed: 'This enrolment address is wrong or was used',
    enrolAgain: 'Please ask the system administrator for a new one.',
  },
});
