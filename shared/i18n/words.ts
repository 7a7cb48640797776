import type { ClassSetup, CounterSetup, HallConfiguration } from '../hall/configuration.ts';
import type { CounterSign } from '../hall/views/counter-signs.ts';
import type { PrinterCondition } from '../hall/commands.ts';
import type { PrintFault, TicketStatus } from '../hall/ticket.ts';
import { catalogue } from './catalogue.ts';
import type { Language } from './language.ts';

/** What a counter is doing, as its sign tells it. `calling`: called and not yet at the counter. */
export type SignMode = CounterSign['mode'];

/** Words that more than one screen uses, said the same everywhere. Customers read 柜台, staff read 台席. */
export const words = catalogue({
  zh: {
    product: '厅序',
    languageName: '中文',
    modes: {
      customer: {
        closed: '暂停服务',
        paused: '暂停服务',
        idle: '业务受理',
        calling: '正在叫号',
        serving: '正在办理',
      } satisfies Record<SignMode, string>,
      staff: {
        closed: '未开台',
        paused: '暂停',
        idle: '空闲',
        calling: '已叫号',
        serving: '办理中',
      } satisfies Record<SignMode, string>,
    },
    ticketStatus: {
      waiting: '等候中',
      called: '已叫号',
      serving: '办理中',
      held: '挂起',
      'no-show': '过号',
      ended: '已结束',
    } satisfies Record<TicketStatus['is'], string>,
    printFaults: {
      unreachable: '打印机未连接',
      'paper-out': '打印机缺纸',
      'paper-jam': '打印机卡纸',
      'cover-open': '打印机上盖未合',
      'printer-error': '打印机故障',
      'too-late': '打印超时',
    } satisfies Record<PrintFault, string>,
    printerConditions: {
      ready: '正常',
      'paper-near-end': '纸将用完',
      'paper-out': '缺纸',
      'paper-jam': '卡纸',
      'cover-open': '上盖未合',
      unreachable: '未连接',
      'printer-error': '故障',
    } satisfies Record<PrinterCondition, string>,
    staffNumber: (number: string) => `工号 ${number}`,
  },
  en: {
    product: 'Hallcall',
    languageName: 'English',
    modes: {
      customer: {
        closed: 'Closed',
        paused: 'Closed for now',
        idle: 'Open',
        calling: 'Calling',
        serving: 'Now serving',
      },
      staff: { closed: 'Closed', paused: 'Paused', idle: 'Free', calling: 'Called', serving: 'Serving' },
    },
    ticketStatus: {
      waiting: 'waiting',
      called: 'called',
      serving: 'being served',
      held: 'on hold',
      'no-show': 'no-show',
      ended: 'ended',
    },
    printFaults: {
      unreachable: 'Printer not connected',
      'paper-out': 'Printer is out of paper',
      'paper-jam': 'Printer has a paper jam',
      'cover-open': 'Printer cover is open',
      'printer-error': 'Printer fault',
      'too-late': 'Printing took too long',
    },
    printerConditions: {
      ready: 'ready',
      'paper-near-end': 'paper nearly out',
      'paper-out': 'out of paper',
      'paper-jam': 'paper jam',
      'cover-open': 'cover open',
      unreachable: 'not connected',
      'printer-error': 'fault',
    },
    staffNumber: (number: string) => `Staff ${number}`,
  },
});

/** Where a customer is to go: `3 号柜台`, or a room by its name. */
export function placeText(counter: Pick<CounterSetup, 'id' | 'name' | 'kind'>, language: Language): string {
  if (counter.kind === 'room') return counter.name[language];
  return language === 'zh' ? `${counter.id} 号柜台` : `Counter ${counter.id}`;
}

/** The same place in the words of the staff: `3 号台席`; a room of the hall by its name. */
export function deskText(counter: number, language: Language, configuration: HallConfiguration | null = null): string {
  const setup = configuration?.counters.find(({ id }) => id === counter);
  if (setup?.kind === 'room') return setup.name[language];
  return language === 'zh' ? `${counter} 号台席` : `counter ${counter}`;
}

/** How a counter of one class is openly marked: 优先台席, VIP 专席. */
export function reservedText(group: ClassSetup, language: Language): string {
  if (language === 'en') return `${group.name.en} counter`;
  return group.id === PRIORITY_CLASS ? '优先台席' : `${group.name.zh} 专席`;
}

/** The class that a customer may declare (老、弱、病、残、孕及抱婴者), where the hall has it. */
export const PRIORITY_CLASS = 'priority';
