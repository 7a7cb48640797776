import type { CheckKind, CheckPoint } from '../../shared/protocol/records.ts';

const point = (kind: CheckKind, id: string, zh: string, en: string): CheckPoint => ({ id, kind, text: { zh, en } });

/** What a business hall looks at before it opens and after it closes; each hall changes the list to its own. */
export const DEFAULT_CHECK_POINTS: readonly CheckPoint[] = [
  point('opening', 'door', '大门与通道畅通，无障碍坡道可用', 'Doors and passages clear, ramp usable'),
  point('opening', 'light', '照明、空调正常', 'Lights and air conditioning work'),
  point('opening', 'kiosk', '取号机开机，能取号并打印', 'Kiosk is on, gives a number and prints'),
  point('opening', 'paper', '打印纸充足，备用纸已到位', 'Enough ticket paper, spare rolls at hand'),
  point('opening', 'wall', '大屏显示正常，时间正确', 'Wall shows the hall, its time is right'),
  point('opening', 'sound', '语音叫号清晰，音量合适', 'Calls are heard clearly'),
  point('opening', 'windows', '各台席窗口屏与评价器正常', 'Window screens and rating devices work'),
  point('opening', 'network', '网络与业务系统正常', 'Network and business systems work'),
  point('opening', 'staff', '人员到岗，着装与工牌规范', 'Staff in place, dress and badges right'),
  point('opening', 'notices', '公告与当日停办业务已核对', 'Notices and stopped services checked'),
  point('opening', 'safety', '消防器材与疏散通道正常', 'Fire equipment and exits in order'),
  point('closing', 'customers', '厅内客户全部离开', 'All customers have left'),
  point('closing', 'tickets', '等候与挂起号票已处理', 'Waiting and held tickets dealt with'),
  point('closing', 'counters', '各台席已退出登录、锁屏', 'Counters signed out and locked'),
  point('closing', 'papers', '客户证件与资料无遗留', 'No documents of customers left behind'),
  point('closing', 'cash', '现金、票据、印章入柜', 'Cash, receipts and seals locked away'),
  point('closing', 'devices', '取号机、大屏按规定关闭', 'Kiosk and wall switched off as ruled'),
  point('closing', 'faults', '当日故障已报障登记', 'Faults of the day are recorded'),
  point('closing', 'power', '电源、空调、门窗检查完毕', 'Power, air conditioning, doors and windows checked'),
];
